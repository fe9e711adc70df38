import { readdirSync } from 'node:fs'
import t, { type Test } from 'tap'
import type { Hierarchy } from '../../sim/model/hierarchy.ts'
import { loadHierarchy, parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { withoutClients } from '../../sim/model/written-hierarchy.ts'
import { dealtOut } from '../../sim/plan/divide.ts'
import { createPlanJoin, type JoinedPlan } from '../../sim/plan/join-plan.ts'
import { livesOf } from '../../sim/plan/lives.ts'
import { checkedPlanItem, digestOfClients, itemsOfClients } from '../../sim/plan/plan-part.ts'
import { preflightOf } from '../../sim/plan/preflight.ts'
import { judgeClients, runPlan } from '../../sim/plan/run-plan.ts'
import { switchesTo, type Switch } from '../../sim/plan/switches.ts'
import { inCheckout } from '../mutation/sources.ts'
import { newFolder } from '../new-folder.ts'
import { randomPopulation } from './random-population.ts'
import { withoutTimes } from './without-times.ts'

const cache = newFolder(t)
const hierarchies = 'scenarios/hierarchies'

interface Work {
  hierarchy: Hierarchy
  written: unknown
  switches: readonly Switch[]
  sample: number
  tryRemedies: boolean
}

/** Takes an item as it comes out of a file. */
function take(join: ReturnType<typeof createPlanJoin>, written: object, part: string): void {
  const read = checkedPlanItem(JSON.parse(JSON.stringify(written)))
  if ('wrong' in read) throw new Error(`${read.field}: ${read.wrong}`)
  join.take(read.item, part)
}

/** What the shards of a plan come to together, and the digest of each. */
async function joinedFrom(work: Work, total: number): Promise<JoinedPlan & { digests: string[] }> {
  const { hierarchy, written, switches, sample, tryRemedies } = work
  const join = createPlanJoin()
  const lives = livesOf(hierarchy, sample)
  const opened = { name: 'opened', domain: 'contoso.test', sites: [], clients: [] }
  const planned = switches.map((made) => ({ ...made, refused: null }))
  const preflight = preflightOf(hierarchy, switches)
  const plan = { file: 'sharded', written: withoutClients(written), switches: planned, preflight, opened }
  take(join, { type: 'plan', ...plan }, 'part 0')
  const digests: string[] = []
  // The order in which parts are read does not matter.
  for (const [number, own] of dealtOut(lives, [...lives.keys()], 'client', total).entries()) {
    const found = await judgeClients({ hierarchy, switches, lives }, own, { cache, tryRemedies })
    const items = itemsOfClients(found, own)
    digests.push(digestOfClients(items))
    for (const item of items.toReversed()) take(join, item, `part ${number}`)
  }
  const joined = join.joined()
  if (!joined || joined === 'apart') throw new Error('the parts belong together')
  return { ...joined, digests }
}

async function comesToTheSame(t: Test, work: Work, totals: readonly number[]): Promise<void> {
  const { hierarchy, switches, sample, tryRemedies } = work
  const together = await runPlan(hierarchy, 'sharded', switches, { cache, sample, tryRemedies })
  t.ok(together.attempts.length > 0, 'something changes')
  for (const total of totals) {
    const { result } = await joinedFrom(work, total)
    t.strictSame(withoutTimes(result), withoutTimes(together), `${total} shards`)
  }
}

void t.test('a plan comes to the same, in however many shards', async (t) => {
  const { hierarchy, written } = await loadHierarchy(inCheckout(`${hierarchies}/branch-office.yaml`))
  const switches = switchesTo(hierarchy, 'native')
  await comesToTheSame(t, { hierarchy, written, switches, sample: 1, tryRemedies: false }, [1, 2, 3, 7])
})

void t.test('so it does when remedies are tried, with several clients of each group', async (t) => {
  const { hierarchy, written } = await loadHierarchy(inCheckout(`${hierarchies}/laptops-and-kiosks.yaml`))
  const switches = switchesTo(hierarchy, 'native')
  await comesToTheSame(t, { hierarchy, written, switches, sample: 2, tryRemedies: true }, [2])
})

void t.test('so do those of random populations', async (t) => {
  for (const seed of [1, 2]) {
    const { hierarchy: written, switches } = randomPopulation(seed, 4)
    const { hierarchy } = parseHierarchy(written)
    await comesToTheSame(t, { hierarchy, written, switches, sample: 1, tryRemedies: seed === 1 }, [2])
  }
})

void t.test('a shard that is made anew has the same digest', async (t) => {
  const { hierarchy, written } = await loadHierarchy(inCheckout(`${hierarchies}/two-modes.yaml`))
  const work = {
    hierarchy,
    written,
    switches: switchesTo(hierarchy, 'native'),
    sample: 1,
    tryRemedies: false,
  }
  const [one, other] = [await joinedFrom(work, 2), await joinedFrom(work, 2)]
  t.strictSame(one.digests, other.digests)
  t.equal(new Set(one.digests).size, 2)
})

void t.test('what is left of a hierarchy without its clients says the same of everything else', async (t) => {
  for (const name of readdirSync(inCheckout(hierarchies))) {
    const { hierarchy, written } = await loadHierarchy(inCheckout(`${hierarchies}/${name}`))
    const copied: unknown = JSON.parse(JSON.stringify(withoutClients(written)))
    t.strictSame(parseHierarchy(copied).hierarchy, { ...hierarchy, clients: [], groups: [] }, name)
  }
})

void t.test('parts that tried remedies against other changes are not joined', async (t) => {
  const { hierarchy, written } = await loadHierarchy(inCheckout(`${hierarchies}/two-modes.yaml`))
  const switches = switchesTo(hierarchy, 'native')
  const lives = livesOf(hierarchy)
  const own = [...lives.keys()]
  const found = await judgeClients({ hierarchy, switches, lives }, own, { cache, tryRemedies: true })
  const opened = { name: 'opened', domain: 'contoso.test', sites: [], clients: [] }
  const join = createPlanJoin()
  take(join, { type: 'plan', file: 'f', written, switches: [], preflight: [], opened }, 'one')
  for (const item of itemsOfClients(found, own)) {
    const against = item.place === 1 ? 'e'.repeat(64) : item.tried?.against
    take(join, { ...item, tried: { ...item.tried, against } }, 'one')
  }
  t.equal(join.joined(), 'apart')
  t.equal(createPlanJoin().joined(), undefined, 'nothing is no plan')
})
