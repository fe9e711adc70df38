import type { Attempt } from '../evidence/attempt.ts'
import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import { renumberedAttempt } from '../evidence/recording/renumber.ts'
import { parseHierarchy } from '../model/load-hierarchy.ts'
import { fingerprintOf } from '../parts/partition.ts'
import { groupBy } from '../report/lists.ts'
import type { PlanRemedyId, PlanResult } from '../report/plan-result.ts'
import { changesOf, conclude } from './conclude.ts'
import { verdictsOf, type JudgedClient } from './judge.ts'
import { nothingBesides, numberTogether } from './lives.ts'
import type { PlanItem } from './plan-part.ts'
import { withCounts, type Verdict } from './verdicts.ts'

/** Joins the parts of a plan. */
export interface PlanJoin {
  /** `part`: which of them the item is from. */
  take(item: PlanItem, part: string): void
  /** undefined where there was no plan among them; `apart`: they tried remedies against other changes. */
  joined(): JoinedPlan | 'apart' | undefined
}

export interface JoinedPlan {
  result: PlanResult
  opened: HierarchyShown
  clients: Iterable<NamedClient>
}

interface NamedClient {
  name: string
  /** The number of its group. */
  group: number
}

type Item<Type> = Extract<PlanItem, { type: Type }>
type Judged = Item<'judged'> & {
  /** New ids of the attempts of its part, which counts by itself. */
  ids: Map<string, string>
}

export function createPlanJoin(): PlanJoin {
  let plan: Item<'plan'> | undefined
  const names: Item<'names'>[] = []
  const judged: Judged[] = []
  const idsOf = new Map<string, Map<string, string>>()
  return {
    take(item, part) {
      if (item.type === 'plan') plan = item
      else if (item.type === 'names') names.push(item)
      else {
        const ids = idsOf.get(part) ?? new Map<string, string>()
        idsOf.set(part, ids)
        judged.push({ ...item, ids })
      }
    },
    joined: () => plan && joinedPlan(plan, names, judged),
  }
}

function joinedPlan(
  { file, written, switches, preflight, opened }: Item<'plan'>,
  names: readonly Item<'names'>[],
  judged: readonly Judged[],
): JoinedPlan | 'apart' {
  const { clients, attempts } = numbered(judged.toSorted((one, other) => one.place - other.place))
  const { hierarchy } = parseHierarchy(written)
  const against = fingerprintOf(changesOf(withCounts(verdictsOf(clients))))
  if (clients.some(({ tried }) => tried && tried.against !== against)) return 'apart'
  const alone = nothingBesides(
    hierarchy,
    switches.map(({ site, mode }) => ({ site, mode })),
  )
  const result = conclude({ file, alone, preflight }, { clients, attempts, remedied: remediedOf(clients) })
  return { result, opened, clients: clientsIn(names) }
}

/** Numbers the attempts of clients, which each count within their part, as if one process had run all of them. */
function numbered(judged: readonly Judged[]): { clients: Judged[]; attempts: Attempt[] } {
  const inRun = (certificates: keyof JudgedClient['made']) =>
    judged
      .filter(({ made }) => made[certificates].length > 0)
      .map(({ ids, made }) => ({ ids, rounds: made[certificates] }))
  numberTogether(inRun('missing'), numberTogether(inRun('good'), 0))
  const clients = judged.map((one) => {
    const moved = (id: string): string => one.ids.get(id) ?? id
    const changes = one.verdict.changes.map((change) => ({ ...change, attempts: change.attempts.map(moved) }))
    const attempts = one.attempts.map((attempt) => renumberedAttempt(attempt, moved))
    return { ...one, verdict: { ...one.verdict, changes }, attempts }
  })
  const attempts = clients.flatMap((one) => one.attempts)
  attempts.sort((one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)))
  return { clients, attempts }
}

/** What becomes of all clients with each remedy; undefined: none was tried. */
function remediedOf(clients: readonly Judged[]): ReadonlyMap<PlanRemedyId, Verdict[]> | undefined {
  if (clients.some(({ tried }) => tried === null)) return undefined
  const all = clients.flatMap(({ tried }) => tried?.remedied ?? [])
  return new Map(
    [...groupBy(all, ({ id }) => id)].map(([, its]) => [its[0].id, its.map(({ verdict }) => verdict)]),
  )
}

function* clientsIn(all: readonly Item<'names'>[]): Iterable<NamedClient> {
  for (const { names, groups } of all)
    for (const [index, name] of names.entries()) yield { name, group: groups[index] ?? 0 }
}
