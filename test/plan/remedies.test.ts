import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import t, { type Test } from 'tap'
import type { Hierarchy } from '../../sim/model/hierarchy.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { everyClient } from '../../sim/model/populations.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { groupNumbers } from '../../sim/plan/groups.ts'
import { runPlan } from '../../sim/plan/run-plan.ts'
import type { Switch } from '../../sim/plan/switches.ts'
import {
  planKinds,
  type PlanChange,
  type PlanKind,
  type PlanRemedy,
  type PlanResult,
} from '../../sim/report/plan-result.ts'
import { keysOf } from '../../sim/vocabulary/keys-of.ts'
import { newFolder } from '../new-folder.ts'
import { appliedRemedies, type Applied, type Planned } from './applied-remedies.ts'

// A remedy that a plan has tried is carried out as a person would, in the hierarchy's file, and everything is planned or
// run afresh: what was told of it has to come true.

const folder = newFolder(t)
const cache = join(folder, 'cache')
let files = 0

async function load(text: string): Promise<Hierarchy> {
  const file = join(folder, `${(files += 1)}.yaml`)
  writeFileSync(file, text)
  return (await loadHierarchy(file)).hierarchy
}

/** What a plan tells of every single client: the worst of each thing that changes for it, by `policy at home`. */
type Fates = Map<string, Map<string, PlanKind>>

async function plan(
  { file, switches }: Planned,
  tryRemedies: boolean,
): Promise<{ result: PlanResult; fates: Fates }> {
  const hierarchy = await load(file)
  const result = await runPlan(hierarchy, 'planned.yaml', switches, { cache, tryRemedies })
  const fates: Fates = new Map()
  for (const { client, group } of groupNumbers(hierarchy)) {
    const kinds = new Map<string, PlanKind>()
    for (const change of result.changes.filter((one) => one.group.number === group)) {
      // The worst come first.
      const known = kinds.get(subjectOf(change))
      kinds.set(subjectOf(change), known ?? change.kind)
    }
    fates.set(client.name, kinds)
  }
  return { result, fates }
}

/** Each hierarchy is planned once, however many remedies there are for it. */
const plans = new Map<Planned, ReturnType<typeof plan>>()

function planOf(planned: Planned): ReturnType<typeof plan> {
  const known = plans.get(planned) ?? plan(planned, true)
  plans.set(planned, known)
  return known
}

/** What becomes of the clients with the remedy: of the ones that are installed again, since no file says so, by their policy. */
async function carriedOut(t: Test, { again, ...applied }: Applied): Promise<Fates> {
  if (again === undefined) return (await plan(applied, false)).fates
  const { fates } = await planOf(applied.planned)
  const withoutPolicy = await reinstall(t, await load(applied.file), await load(again), applied.switches)
  const after: Fates = new Map()
  for (const [name, kinds] of fates) {
    const worst = kinds.get(policyAtHome)
    const wasWithout = worst === 'stranded' || worst === 'strandedIfUnready'
    const others = [...kinds].filter(([subject]) => subject !== policyAtHome)
    if (wasWithout === withoutPolicy.has(name)) after.set(name, kinds)
    else after.set(name, new Map(wasWithout ? others : [...others, [policyAtHome, 'stranded']]))
  }
  return after
}

/** Switches the sites, and then installs the clients again that another file describes otherwise. The names without policy. */
async function reinstall(
  t: Test,
  hierarchy: Hierarchy,
  again: Hierarchy,
  switches: readonly Switch[],
): Promise<ReadonlySet<string>> {
  await using running = await openHierarchy(hierarchy, { cache, time: 'stands' })
  const described = new Map([...everyClient(hierarchy)].map((client) => [client.name, client]))
  const software = new Map([...described.keys()].map((name) => [name, running.client(name)]))
  const withoutPolicy = async (): Promise<string[]> => {
    const names: string[] = []
    for (const [name, client] of software) {
      const { outcome } = await client.requestPolicy()
      if (outcome !== 'answered') names.push(name)
    }
    return names
  }
  t.strictSame(await withoutPolicy(), [], 'everybody has policy before the switch')
  for (const { site, mode } of switches) await running.setMode(site, mode)
  running.advance(25 * 3_600_000)
  for (const client of everyClient(again)) {
    if (isDeepStrictEqual(client, described.get(client.name))) continue
    software.set(client.name, running.addClient(client))
  }
  return new Set(await withoutPolicy())
}

const policyAtHome = 'policy at home'

function subjectOf({ act, content, visiting }: PlanChange): string {
  const what = content === undefined ? act : `${act} ${content}`
  return `${what} ${visiting === null ? 'at home' : `in ${visiting}`}`
}

/** The lower, the worse; a client for which nothing changes is best off. */
function rankOf(kind: PlanKind | undefined): number {
  const kinds = planKinds
  return kind === undefined ? kinds.length : kinds.indexOf(kind)
}

/** Every change that a remedy was tried for, and what was told of it. */
function triedFor(
  { changes }: PlanResult,
  id: PlanRemedy['id'],
): { change: PlanChange; remedy: PlanRemedy }[] {
  return changes.flatMap((change) =>
    change.remedies.filter((remedy) => remedy.id === id).map((remedy) => ({ change, remedy })),
  )
}

function groupNameOf(client: string): string {
  return client.replace(/-\d+$/, '')
}

/** What is worse than without the remedy, and for whom: `4 EAST policy at home: awayUntilTold`. */
function worseFor(before: Fates, after: Fates): string[] {
  const counts = new Map<string, number>()
  for (const [name, kinds] of after) {
    for (const [subject, kind] of kinds) {
      if (rankOf(kind) >= rankOf(before.get(name)?.get(subject))) continue
      const line = `${groupNameOf(name)} ${subject}: ${kind}`
      counts.set(line, (counts.get(line) ?? 0) + 1)
    }
  }
  return [...counts].map(([line, count]) => `${count} ${line}`)
}

for (const id of keysOf(appliedRemedies)) {
  void t.test(`${id}, carried out, does what was told of it`, async (t) => {
    const applied = appliedRemedies[id]
    const { result, fates: before } = await planOf(applied.planned)
    const after = await carriedOut(t, applied)
    const tried = triedFor(result, id)
    t.ok(
      tried.some(({ remedy }) => remedy.verified),
      'it is verified for somebody',
    )
    for (const { change, remedy } of tried) {
      const { group, clients, kind } = change
      const subject = subjectOf(change)
      const concerned = [...after].filter(([name]) => group.from.includes(groupNameOf(name)))
      const left = concerned.filter(([, kinds]) => rankOf(kinds.get(subject)) <= rankOf(kind))
      const what = `${group.from.join()} ${subject}: ${kind}`
      t.equal(concerned.length, clients, `${what}: the clients of the group`)
      t.equal(left.length, remedy.leaves, `${what}: so many are left`)
      t.equal(remedy.verified, left.length < clients, `${what}: verified where somebody is helped`)
    }
    const isStranded = (fates: Fates, name: string) => fates.get(name)?.get(policyAtHome) === 'stranded'
    const strands = [...after.keys()].filter((name) => isStranded(after, name) && !isStranded(before, name))
    t.strictSame([...new Set(tried.map(({ remedy }) => remedy.strands))], [strands.length])
    t.strictSame(worseFor(before, after), applied.costs, 'nobody is worse off but those that are known to be')
  })
}

void t.test('a remedy that helps nobody is told as tried in vain', async (t) => {
  const { result } = await planOf(appliedRemedies.reinstall.planned)
  const cellars = result.changes.filter(({ group }) => group.from.includes('CELLARS'))
  t.strictSame(
    cellars.flatMap(({ remedies }) => remedies.map(({ id, verified, leaves }) => [id, verified, leaves])),
    [
      ['reinstall', false, 2],
      ['server-locator-point', false, 2],
      ['dns-publishing', false, 2],
    ],
    'clients without a certificate need more than to be told',
  )
})

void t.test('progress counts through the trials of all remedies', async (t) => {
  const { file, switches } = appliedRemedies['another-order'].planned
  const steps: [done: number, total: number][] = []
  const progress = (...step: [number, number]) => steps.push(step)
  const hierarchy = await load(file)
  const { changes } = await runPlan(hierarchy, 'planned.yaml', switches, {
    cache,
    tryRemedies: true,
    progress,
  })
  const remedies = new Set(changes.flatMap((change) => change.remedies.map(({ id }) => id)))
  // Two groups in seven phases, at first and then with each remedy.
  const [first, all] = [2 * 7, 2 * 7 * (1 + remedies.size)]
  t.strictSame([...remedies], ['another-order'])
  t.strictSame(
    steps,
    Array.from({ length: all }, (_, index) => [index + 1, index < first ? first : all]),
  )
})

void t.test('an order that is none the better is not proposed', async (t) => {
  const { file } = appliedRemedies['another-order'].planned
  const withoutOption = {
    file: file.replace('    httpForRoaming: true\n', ''),
    switches: appliedRemedies['another-order'].planned.switches,
  }
  const { result } = await plan(withoutOption, false)
  t.ok(result.changes.some(({ kind }) => kind === 'contentInterrupted'))
  t.strictSame(triedFor(result, 'another-order'), [])
})
