import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { runLab } from '../../sim/scenario/lab/run-lab.ts'
import { newFolder } from '../new-folder.ts'
import { everyCellAgrees, matrix, twoModes } from '../scenario/two-modes.ts'
import { stallAtRandom } from './stalls.ts'

const cache = newFolder(t)

/** Milliseconds: shorter than many of the stalls. */
const timeout = 200

for (const seed of [1, 2]) {
  void t.test(`every failure is diagnosed on a machine that stalls, seed ${seed}`, async (t) => {
    const goOn = stallAtRandom(seed)
    t.teardown(goOn)
    const { entries } = await runLab(catalogue, {}, { cache })
    t.equal(entries.length, catalogue.length)
    for (const { id, runs } of entries) {
      for (const { diagnosis, client_end, server_end, ...run } of runs)
        t.equal(diagnosis, id, `${id} over ${run.protocol}`, { run, client_end, server_end })
    }
  })

  void t.test(`every cell of the matrix agrees on a machine that stalls, seed ${seed}`, async (t) => {
    const goOn = stallAtRandom(seed)
    t.teardown(goOn)
    everyCellAgrees(t, await matrix(await twoModes(), { cache, timeout }))
  })
}
