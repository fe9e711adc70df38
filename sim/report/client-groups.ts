import { outcomes, type Attempt, type Outcome } from '../evidence/attempt.ts'
import type { ClientShown } from '../evidence/recording/hierarchy-shown.ts'
import { english, type Texts } from '../texts/english.ts'
import { siteModeNames } from '../vocabulary/site-mode.ts'
import { groupBy } from './lists.ts'
import { countedByOutcome } from './tally.ts'

/** So many clients are shown one by one; more of them in groups. */
export const mostAlone = 20

/** Clients that are shown in one row. */
export interface ClientGroup {
  /** As the hierarchy's file calls it; in English where the clients are described one by one. */
  name: string
  clients: [ClientShown, ...ClientShown[]]
}

/** Clients by the group that the hierarchy's file describes them in, or else by assigned site and mode. */
export function groupsOf(clients: readonly ClientShown[]): ClientGroup[] {
  const groups = groupBy(clients, (client) => client.group ?? alikeInWords(client, english))
  return [...groups].map(([name, its]) => ({ name, clients: its }))
}

/** A group as its reader calls it. */
export function groupInWords({ clients: [first] }: ClientGroup, texts: Texts): string {
  return first.group ?? alikeInWords(first, texts)
}

function alikeInWords({ assignedSite, mode }: ClientShown, { picture, modes }: Texts): string {
  return picture.alike(assignedSite ?? picture.noSite, modes[mode])
}

/** `1200 native`, `1150 native, 50 mixed`. */
export function modesInWords({ clients }: Pick<ClientGroup, 'clients'>, { picture, modes }: Texts): string {
  return siteModeNames
    .map((mode) => ({ mode, number: clients.filter((client) => client.mode === mode).length }))
    .filter(({ number }) => number > 0)
    .map(({ mode, number }) => picture.numberOf(number, modes[mode]))
    .join(', ')
}

export type OutcomeCounts = Readonly<Record<Outcome, number>>

/** How each client's attempts ended. */
export function outcomesByClient(attempts: readonly Attempt[]): Map<string, OutcomeCounts> {
  return new Map(
    [...groupBy(attempts, ({ client }) => client)].map(([client, its]) => [client, countedByOutcome(its)]),
  )
}

/** How the attempts of several clients ended. */
export function outcomesOf(
  clients: readonly Pick<ClientShown, 'name'>[],
  byClient: ReadonlyMap<string, OutcomeCounts>,
): OutcomeCounts {
  const sum = countedByOutcome([])
  for (const { name } of clients) {
    const counts = byClient.get(name)
    for (const outcome of outcomes) sum[outcome] += counts?.[outcome] ?? 0
  }
  return sum
}

/** `4180 answered, 20 failed`; empty where nothing was tried. */
export function outcomesInWords(counts: OutcomeCounts, { picture, outcomes: names }: Texts): string {
  return outcomes
    .filter((outcome) => counts[outcome] > 0)
    .map((outcome) => picture.numberOf(counts[outcome], names[outcome]))
    .join(', ')
}

/** How many of the attempts went wrong. */
export function wrongOf({ failed, contradicted }: OutcomeCounts): number {
  return failed + contradicted
}
