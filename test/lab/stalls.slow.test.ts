import t, { type Test } from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { chunksOf } from '../../sim/report/lists.ts'
import type { LabResult } from '../../sim/report/command-results.ts'
import { runLab } from '../../sim/scenario/lab/run-lab.ts'
import { newFolder } from '../new-folder.ts'
import { everyCellAgrees, matrix, twoModes } from '../scenario/two-modes.ts'
import { stallAtRandom, stallInTurns } from './stalls.ts'

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

void t.test(
  'every failure is diagnosed where each turn of the event loop takes longer than a client waits',
  async (t) => {
    t.teardown(stallInTurns(Infinity, timeout + 20))
    // Many experiments share a turn, which takes so long.
    const parts = chunksOf(catalogue, 4)
    everyRunIsDiagnosed(t, await Promise.all(parts.map((part) => runLab(part, {}, { cache }))))
  },
)

function everyRunIsDiagnosed(t: Test, results: readonly LabResult[]): void {
  const entries = results.flatMap(({ entries }) => entries)
  t.equal(entries.length, catalogue.length)
  for (const { id, runs } of entries) {
    for (const { diagnosis, candidates, client_end, server_end, ...run } of runs) {
      const how = `${id} over ${run.protocol}`
      t.equal(diagnosis, id, how, { run, client_end, server_end })
      if (client_end) t.ok(candidates.includes(id), `${how}, by the client alone`, { run, client_end })
    }
  }
}
