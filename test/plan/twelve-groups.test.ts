import t, { type Test } from 'tap'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { countOf } from '../../sim/model/populations.ts'
import { inCheckout } from '../mutation/sources.ts'
import { runPlan } from '../../sim/plan/run-plan.ts'
import type { PlanChange } from '../../sim/report/plan-result.ts'
import { newFolder } from '../new-folder.ts'
import { calculation, sums, verdicts, type Change, type Part } from './twelve-groups.ts'

const cache = newFolder(t)
const file = inCheckout('test/plan/twelve-groups.yaml')

void t.test('the calculation accounts for every client once', async (t) => {
  const { hierarchy } = await loadHierarchy(file)
  const described = new Map(hierarchy.groups.map((group) => [group.name, countOf(group)]))
  t.equal(described.size, 12)
  t.strictSame(
    added(({ group }) => group),
    described,
  )
  t.strictSame(
    added(({ becomes }) => becomes),
    new Map(verdicts.map((verdict) => [verdict, sums[verdict]])),
  )
  t.equal(
    sums.clients,
    [...described.values()].reduce((sum, count) => sum + count),
  )
  t.equal(sums.groups, calculation.length)
  const isInterrupted = ({ changes }: Part) => changes.some(({ kind }) => kind === 'contentInterrupted')
  t.equal(sums.contentInterrupted, added(isInterrupted).get(true))
  t.equal(sums.withoutPolicyBefore, added((part) => part.withoutPolicyBefore ?? false).get(true))
})

void t.test('the plan comes to the numbers of the calculation, and to its changes', async (t) => {
  const { hierarchy } = await loadHierarchy(file)
  const switches = ['CEN', 'WST'].map((site) => ({ site, mode: 'native' as const }))
  const { summary, changes } = await runPlan(hierarchy, file, switches, { cache })
  t.strictSame(summary, sums)
  t.strictSame(changes.map(inOneLine).sort(), expected().sort())
  t.strictSame(outcomes(t, changes, 'CEN'), ['failed', 'answered', 'answered', 'answered'])
  t.strictSame(outcomes(t, changes, 'WST'), ['answered', 'answered', 'failed', 'answered'])
})

/** How the clients that are away got their policy, from the first switch on. */
function outcomes(t: Test, changes: readonly PlanChange[], assignedSite: string): string[] {
  const away = changes.filter(
    ({ kind, group }) => kind === 'awayUntilTold' && group.assignedSite === assignedSite,
  )
  const [first, ...others] = away.map(({ after }) => after.map(({ outcome }) => outcome))
  t.ok(others.every((other) => other.join() === first?.join()))
  return first ?? []
}

function inOneLine({ group, clients, because: cause, ...change }: PlanChange): string {
  return lineOf(group.from.join(), group.visits, clients, { ...change, cause })
}

function expected(): string[] {
  return calculation.flatMap(({ group, visits, clients, changes }) =>
    changes.map((change) => lineOf(group, visits, clients, change)),
  )
}

function lineOf(group: string, visits: readonly string[], clients: number, change: Change): string {
  const { act, content = '', visiting, kind, cause } = change
  const where = visiting === null ? 'at home' : `in ${visiting}`
  return `${group} (${[...visits].sort().join()}) ${clients}: ${act} ${content} ${where}: ${kind}, ${cause}`
}

/** Numbers of clients, by what their part of a group has in common. */
function added<Key>(keyOf: (part: Part) => Key): Map<Key, number> {
  const numbers = new Map<Key, number>()
  for (const part of calculation) numbers.set(keyOf(part), (numbers.get(keyOf(part)) ?? 0) + part.clients)
  return numbers
}
