import * as z from 'zod'
import type { Attempt } from '../evidence/attempt.ts'
import { attempt } from '../evidence/recording/evidence-schemas.ts'
import type { HierarchyShown } from '../evidence/recording/hierarchy-shown.ts'
import { hierarchyShown } from '../evidence/recording/line-schemas.ts'
import {
  count,
  fields,
  flag,
  list,
  oneOf,
  text,
  wrongField,
  type Fields,
  type WrongField,
} from '../evidence/recording/value-schemas.ts'
import { fingerprintOf } from '../parts/partition.ts'
import {
  planRemedyIds,
  type PlannedSwitch,
  type PlanRemedyId,
  type PreflightCheck,
} from '../report/plan-result.ts'
import { changeFields, planGroup, planKind, plannedSwitch, preflightCheck } from '../report/plan-schemas.ts'
import type { JudgedClient } from './judge.ts'
import type { JudgedClients } from './run-plan.ts'
import type { Change, TriedClient, Verdict } from './verdicts.ts'

/**
 * What the parts of a plan hold: the first one the plan and the names of all clients, each of them what becomes of the clients
 * that it has run. Whoever joins them needs no file besides.
 */
export type PlanItem = PlanAsMade | ClientNames | JudgedItem

interface PlanAsMade {
  type: 'plan'
  /** The hierarchy's file. */
  file: string
  /** The value that describes it, but for its clients. */
  written: unknown
  switches: PlannedSwitch[]
  preflight: PreflightCheck[]
  /** As it was opened, without its clients. */
  opened: HierarchyShown
}

/** Some of all clients in their order, each with the number of its group. */
interface ClientNames {
  type: 'names'
  names: string[]
  groups: number[]
}

/** What becomes of a client that was run. */
interface JudgedItem extends JudgedClient {
  type: 'judged'
  /** The attempts that its changes name. */
  attempts: Attempt[]
  /** null: no remedy was tried. */
  tried: Tried | null
}

interface Tried {
  /** Fingerprint of the changes of all clients, from which the remedies follow. */
  against: string
  remedied: { id: PlanRemedyId; verdict: Verdict }[]
}

/** Names in one item. */
const namesTogether = 1000

export function* itemsOfNames(
  clients: Iterable<{ client: { name: string }; group: number }>,
): Iterable<ClientNames> {
  let names: string[] = []
  let groups: number[] = []
  for (const { client, group } of clients) {
    if (names.length === namesTogether) {
      yield { type: 'names', names, groups }
      names = []
      groups = []
    }
    names.push(client.name)
    groups.push(group)
  }
  if (names.length > 0) yield { type: 'names', names, groups }
}

/** What becomes of the clients at these places. */
export function itemsOfClients(
  { clients, attempts, changed, remedied }: JudgedClients,
  own: readonly number[],
): JudgedItem[] {
  const against = changed && fingerprintOf(changed)
  const byId = new Map(attempts.map((one) => [one.id, one]))
  const byPlace = new Map(clients.map((client) => [client.place, client]))
  return own.flatMap((place, index) => {
    const client = byPlace.get(place)
    if (!client) return []
    const named = new Set(client.verdict.changes.flatMap((change) => change.attempts))
    const after = [...(remedied ?? [])].flatMap(([id, verdicts]) => {
      const verdict = verdicts[index]
      return verdict ? [{ id, verdict }] : []
    })
    return {
      type: 'judged',
      ...client,
      attempts: [...named].flatMap((id) => byId.get(id) ?? []),
      tried: against === undefined ? null : { against, remedied: after },
    }
  })
}

/** Equal for two parts of a plan that came to the same: without the attempts, which have other times and ports each time. */
export function digestOfClients(items: readonly JudgedItem[]): string {
  return fingerprintOf(items.map((item) => ({ ...item, attempts: [] })))
}

const verdict: z.ZodType<Verdict> = fields({
  client: fields({ name: text, group: planGroup } satisfies Fields<TriedClient>),
  // JSON has no field for a client of which nothing counts.
  kind: planKind
    .nullable()
    .default(null)
    .transform((kind) => kind ?? undefined),
  withoutPolicyBefore: flag,
  changes: list(fields(changeFields satisfies Fields<Change>)),
} satisfies Fields<Verdict>)

const rounds = list(list(text))

const item: z.ZodType<PlanItem> = z.discriminatedUnion('type', [
  fields({
    type: z.literal('plan'),
    file: text,
    written: z.unknown(),
    switches: list(plannedSwitch),
    preflight: list(preflightCheck),
    opened: hierarchyShown,
  } satisfies Fields<PlanAsMade>),
  fields({
    type: z.literal('names'),
    names: list(text),
    groups: list(count),
  } satisfies Fields<ClientNames>),
  fields({
    type: z.literal('judged'),
    place: count,
    verdict,
    made: fields({ good: rounds, missing: rounds } satisfies Fields<JudgedClient['made']>),
    attempts: list(attempt),
    tried: fields({
      against: text,
      remedied: list(fields({ id: oneOf(planRemedyIds), verdict })),
    } satisfies Fields<Tried>).nullable(),
  } satisfies Fields<JudgedItem>),
])

/** An item that was read, or the first thing that is wrong with it. */
export function checkedPlanItem(value: unknown): { item: PlanItem } | WrongField {
  const read = item.safeParse(value)
  return read.success ? { item: read.data } : wrongField(read.error)
}
