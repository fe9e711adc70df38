import t from 'tap'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { runPlan } from '../../sim/plan/run-plan.ts'
import { inCheckout } from '../mutation/sources.ts'
import { newFolder } from '../new-folder.ts'

const cache = newFolder(t)
const file = inCheckout('test/plan/twelve-groups.yaml')

void t.test('an empty plan changes nothing', async (t) => {
  const { hierarchy } = await loadHierarchy(file)
  const { phases, summary, changes, attempts } = await runPlan(hierarchy, file, [], { cache })
  t.strictSame(phases, ['before'])
  t.strictSame(changes, [])
  t.strictSame(attempts, [])
  t.match(summary, { clients: 685, unchanged: 685, withoutPolicyBefore: 45 })
})

void t.test('there and back strands nobody', async (t) => {
  const { hierarchy } = await loadHierarchy(file)
  const switches = (['native', 'mixed'] as const).map((mode) => ({ site: 'CEN', mode }))
  const { summary, changes } = await runPlan(hierarchy, file, switches, { cache })
  // HQ-LAPTOPS, HQ-KIOSKS, HQ-SERVERS, HQ-UNASKED and HQ-PHONES are away in between, told or not.
  t.match(summary, {
    ...{ stranded: 0, strandedIfUnready: 0, awayUntilTold: 240, losesContent: 0, fartherContent: 0 },
    ...{ unchanged: 445, losesState: 0 },
  })
  const policy = changes.filter(({ act }) => act === 'policy')
  t.ok(policy.every(({ kind, after }) => kind === 'awayUntilTold' && after.at(-1)?.outcome === 'answered'))
})
