import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { runLab } from '../../sim/scenario/lab/run-lab.ts'
import { everyRunIsDiagnosed } from './diagnosed.ts'
import { newFolder } from '../new-folder.ts'
import { everyCellAgrees, matrix, twoModes } from '../scenario/two-modes.ts'
import { stallAtRandom } from './stalls.ts'

const cache = newFolder(t)

/** Milliseconds, as the laboratory waits: shorter than many of the stalls. */
const timeout = 200

for (const seed of [1, 2]) {
  void t.test(`every failure is diagnosed on a machine that stalls, seed ${seed}`, async (t) => {
    t.teardown(stallAtRandom(seed))
    everyRunIsDiagnosed(t, [await runLab(catalogue, {}, { cache })])
  })

  void t.test(`every cell of the matrix agrees on a machine that stalls, seed ${seed}`, async (t) => {
    t.teardown(stallAtRandom(seed))
    everyCellAgrees(t, await matrix(await twoModes(), { cache, timeout }))
  })
}
