import t from 'tap'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { countOf } from '../../sim/model/populations.ts'
import { inCheckout } from '../mutation/sources.ts'
import { calculation, sums, type Part } from './twelve-groups.ts'

const file = inCheckout('test/plan/twelve-groups.yaml')

void t.test('the calculation accounts for every client once', async (t) => {
  const { hierarchy } = await loadHierarchy(file)
  const described = new Map(hierarchy.groups.map((group) => [group.name, countOf(group)]))
  t.equal(described.size, 12)
  t.strictSame(
    added(({ group }) => group),
    described,
  )
  const { clients, groups, withoutPolicyBefore, ...verdicts } = sums
  t.strictSame(
    added(({ becomes }) => becomes),
    new Map(Object.entries(verdicts)),
  )
  t.equal(groups, calculation.length)
  t.equal(
    clients,
    [...described.values()].reduce((sum, count) => sum + count),
  )
  t.equal(withoutPolicyBefore, added((part) => part.withoutPolicyBefore ?? false).get(true))
})

/** Numbers of clients, by what their part of a group has in common. */
function added<Key>(keyOf: (part: Part) => Key): Map<Key, number> {
  const numbers = new Map<Key, number>()
  for (const part of calculation) numbers.set(keyOf(part), (numbers.get(keyOf(part)) ?? 0) + part.clients)
  return numbers
}
