import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { clientNamed } from '../../sim/model/populations.ts'
import { runPlan } from '../../sim/plan/run-plan.ts'
import type { PlanSummary } from '../../sim/report/plan-result.ts'
import { newFolder } from '../new-folder.ts'
import { randomPopulation, type DescribedGroup, type Population } from './random-population.ts'

const cache = newFolder(t)
const seeds = [1, 2, 3, 4, 5, 6]
const clients = 50

void t.test('clients that are run one by one make the same totals as groups of them', async (t) => {
  let groups = 0
  for (const seed of seeds) {
    const population = randomPopulation(seed, clients)
    const { groups: found, ...together } = await summaryOf(population)
    groups += found
    const alone: Record<string, number> = {}
    for (const hierarchy of eachAlone(population)) {
      const { groups: one, ...verdict } = await summaryOf({ ...population, hierarchy })
      t.equal(one, 1)
      for (const [name, count] of Object.entries(verdict)) alone[name] = (alone[name] ?? 0) + count
    }
    t.strictSame(alone, together, `seed ${seed}`)
  }
  t.ok(groups < (seeds.length * clients) / 2, `${groups} groups are worth the while`)
})

async function summaryOf({ hierarchy: described, switches }: Population): Promise<PlanSummary> {
  const { hierarchy } = parseHierarchy(described)
  const { summary } = await runPlan(hierarchy, 'random', switches, { cache })
  return summary
}

/** The hierarchy with one client at a time, as a group of one that travels wherever this client does. */
function* eachAlone({ hierarchy }: Population): Iterable<Population['hierarchy']> {
  const parsed = parseHierarchy(hierarchy).hierarchy
  for (const group of hierarchy.groups) {
    for (let number = 1; number <= group.count; number++) {
      const at = clientNamed(parsed, `${group.name}-${number}`)?.at
      if (!at) throw new RangeError(`${group.name} has no client ${number}`)
      yield { ...hierarchy, groups: [memberOf(group, number, at)] }
    }
  }
}

/** The first ones of a group visit a site, as many as its share tells, and one at least. */
function memberOf(group: DescribedGroup, number: number, at: DescribedGroup['at']): DescribedGroup {
  const visits = (group.visits ?? [])
    .filter(({ share }) => number <= Math.max(1, Math.round((group.count * parseInt(share)) / 100)))
    .map(({ site }) => ({ site, share: '100%' }))
  return { ...group, name: `${group.name}-${number}`, count: 1, at, visits }
}
