import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { matrix, twoModes } from '../scenario/two-modes.ts'
import { scenarios } from '../scenarios/all-hold.ts'
import { recordScenarios } from '../../sim/scenario/run-scenarios.ts'
import { capturedRun, disagreements } from './captured-run.ts'
import { lacks } from './run-program.ts'

const skip = lacks('tshark', '-v')

for (const version of ['1.2', '1.3'] as const) {
  for (const refusal of ['handshake', 'iis'] as const) {
    void t.test(`a capture of the matrix agrees, TLS ${version}, ${refusal}`, { skip }, async (t) => {
      const hierarchy = await twoModes({ version }, refusal)
      const run = await capturedRun(t, newFolder(t), (options) => matrix(hierarchy, options))
      if (!run) {
        t.comment('tshark may not capture here')
        return
      }
      t.ok(run.flows.some(({ clientCertificate }) => clientCertificate))
      t.ok(run.flows.some(({ refused }) => refused))
      t.strictSame(disagreements(run.events, run.flows), [])
    })
  }
}

void t.test('a capture of all scenarios agrees', { skip }, async (t) => {
  const run = await capturedRun(t, newFolder(t), (options) => recordScenarios(scenarios, options))
  if (!run) {
    t.comment('tshark may not capture here')
    return
  }
  t.strictSame(disagreements(run.events, run.flows), [])
})
