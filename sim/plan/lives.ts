import type { Attempt } from '../evidence/attempt.ts'
import { attemptId } from '../evidence/recorder.ts'
import { renumberedAttempt } from '../evidence/recording/renumber.ts'
import type { Client, Hierarchy } from '../model/hierarchy.ts'
import type { PlanChange, PlanRemedyId } from '../report/plan-result.ts'
import { groupsOf } from './groups.ts'
import { proposalsFor } from './remedies.ts'
import { runPhases, type Life, type LivedPhases, type Measures, type PhasesOptions } from './run-phases.ts'
import type { Switch } from './switches.ts'
import type { Observation } from './try-client.ts'

/** What is done in all phases of a plan besides the switches, as another process can be told of it. */
export interface PlanTrial {
  /** What is tried against these changes; null: nothing. */
  remedy: { id: PlanRemedyId; changes: readonly PlanChange[] } | null
  /** What clients have of whose certificates nobody knows. */
  unknownCertificates: 'good' | 'missing'
}

/** Some of the clients that stand for all, by their places among them. */
export interface PlanUnit extends PlanTrial {
  places: number[]
}

/** Lives through the phases of a plan with some of its clients. */
export type Live = (unit: PlanUnit, options: PhasesOptions) => Promise<LivedPhases>

/** The clients that stand for all, in the order of their groups. `sample`: of each group. */
export function livesOf(hierarchy: Hierarchy, sample?: number): Life[] {
  return groupsOf(hierarchy, sample).flatMap((group) =>
    group.representatives.map((representative) => ({ group, representative })),
  )
}

/** A hierarchy as it is, with nothing but switches. */
export function nothingBesides(hierarchy: Hierarchy, switches: readonly Switch[]): Measures {
  return { hierarchy, switches, client: (_group, client) => client, installedAgain: () => undefined }
}

export function createLive(hierarchy: Hierarchy, switches: readonly Switch[], lives: readonly Life[]): Live {
  const alone = nothingBesides(hierarchy, switches)
  return ({ places, ...trial }, options) =>
    runPhases(
      places.flatMap((place) => lives[place] ?? []),
      measuresOf(trial, alone),
      options,
    )
}

function measuresOf({ remedy, unknownCertificates }: PlanTrial, alone: Measures): Measures {
  const proposed = remedy && proposalsFor(remedy.changes, alone).find(({ id }) => id === remedy.id)
  const measures = proposed?.measures ?? alone
  if (unknownCertificates === 'missing') return measures
  return { ...measures, client: (group, client) => measures.client(group, withGood(client)) }
}

function withGood(client: Client): Client {
  return client.certificatesUnknown ? { ...client, certificates: ['good'] } : client
}

/** What clients lived through, with their attempts numbered as if all of them had been run together. */
export interface LivedTogether {
  /** By the places of the clients. */
  observed: ReadonlyMap<number, Observation[][]>
  /** By the places of the clients, the ids of their attempts in each round. */
  made: ReadonlyMap<number, string[][]>
  attempts: Attempt[]
}

/** Joins what parts of the clients lived through, each of which counts its attempts from the first. */
export function joinLives(
  parts: readonly (LivedPhases & Pick<PlanUnit, 'places'>)[],
  attemptsBefore: number,
): LivedTogether {
  const lived = parts.flatMap(({ places, observed, rounds }) => {
    const ids = new Map<string, string>()
    const moved = (id: string): string => ids.get(id) ?? id
    return places.map((place, index) => ({
      ...{ place, ids, moved },
      observed: observed[index] ?? [],
      rounds: rounds.map((round) => round[index] ?? []),
    }))
  })
  lived.sort((one, other) => one.place - other.place)
  const made = lived.map(({ ids, rounds }) => ({ ids, rounds: rounds.map(idsOf) }))
  numberTogether(made, attemptsBefore)
  return {
    observed: new Map(
      lived.map(({ place, moved, observed }) => [
        place,
        observed.map((phase) => phase.map((one) => ({ ...one, attempts: one.attempts.map(moved) }))),
      ]),
    ),
    made: new Map(
      lived.map(({ place, moved, rounds }) => [place, rounds.map((round) => idsOf(round).map(moved))]),
    ),
    attempts: turnsOf(lived).flatMap(({ one: { moved, rounds }, round }) =>
      (rounds[round] ?? []).map((attempt) => renumberedAttempt(attempt, moved)),
    ),
  }
}

function idsOf(attempts: readonly Attempt[]): string[] {
  return attempts.map(({ id }) => id)
}

/** The turns of clients: one after the other in the first round, in the second, and so on. */
function turnsOf<Of extends { rounds: readonly unknown[] }>(
  clients: readonly Of[],
): { one: Of; round: number }[] {
  const [first] = clients
  return [...(first?.rounds.keys() ?? [])].flatMap((round) => clients.map((one) => ({ one, round })))
}

/** Gives the attempts of clients, in their order, the ids that they have where all are run together. Returns their last number. */
export function numberTogether(
  clients: readonly { ids: Map<string, string>; rounds: readonly string[][] }[],
  attemptsBefore: number,
): number {
  let count = attemptsBefore
  for (const { one, round } of turnsOf(clients))
    for (const id of one.rounds[round] ?? []) one.ids.set(id, attemptId((count += 1)))
  return count
}
