import { createFateCounter, type Fate } from '../evidence/fates.ts'
import {
  fleetActNames,
  type ActDurations,
  type Doubts,
  type FleetAct,
  type FleetCounts,
} from '../evidence/fleet-result.ts'
import type { RecordedEvent } from '../evidence/recording/event.ts'

/** A hierarchy that was opened. */
export type Opened = Extract<RecordedEvent, { type: 'opened' }>

/** What clients of a fleet came to: those of one unit, or of several that were joined. Plain data. */
export interface FleetTally extends FleetCounts {
  /** The hierarchy of the first unit, without its clients. */
  opened: Opened | null
  /** The first acts of each fate, with everything that was recorded of them. */
  kept: KeptAct[]
}

/** One act. Its attempts count from the first, and name no attempt of another act. */
export interface KeptAct extends Omit<Fate, 'count'> {
  /** From 0; so are the client's position in the population, and the number of the act among those of its day. */
  day: number
  position: number
  number: number
  events: RecordedEvent[]
}

const noDoubts: Doubts = { count: 0, first: [] }

/** Doubts that are told in words. */
const toldByName = 20

/** Upper bounds of the buckets in which durations are counted, in milliseconds. */
const bounds = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 30_000] as const

/** What has come of no clients. */
export function emptyTally(): FleetTally {
  return {
    ...{ clients: 0, attempts: 0, connections: {}, bytes: { sent: 0, received: 0 }, fates: [] },
    durations: fleetActNames.map((act) => ({
      act,
      buckets: [...bounds, null].map((atMost) => ({ atMost, count: 0 })),
    })),
    ...{ strays: noDoubts, contradictions: noDoubts, opened: null, kept: [] },
  }
}

/** Counts an act that took so many milliseconds. */
export function addDuration(durations: readonly ActDurations[], act: FleetAct, milliseconds: number): void {
  const buckets = durations.find((one) => one.act === act)?.buckets ?? []
  const bucket = buckets.find(({ atMost }) => atMost === null || milliseconds <= atMost)
  if (bucket) bucket.count += 1
}

/** Joins what two parts of a fleet came to, the first part first. `evidence`: acts of each fate that are kept. */
export function joinTallies(one: FleetTally, other: FleetTally, evidence: number): FleetTally {
  const counter = createFateCounter()
  for (const { count, ...fate } of [...one.fates, ...other.fates]) counter.add(fate, count)
  return {
    clients: one.clients + other.clients,
    attempts: one.attempts + other.attempts,
    connections: sumByKey(one.connections, other.connections),
    bytes: { sent: one.bytes.sent + other.bytes.sent, received: one.bytes.received + other.bytes.received },
    fates: counter.fates(),
    durations: one.durations.map(({ act, buckets }) => ({
      act,
      buckets: buckets.map(({ atMost, count }, place) => ({
        atMost,
        count: count + (other.durations.find((its) => its.act === act)?.buckets[place]?.count ?? 0),
      })),
    })),
    strays: joinDoubts(one.strays, other.strays),
    contradictions: joinDoubts(one.contradictions, other.contradictions),
    opened: one.opened ?? other.opened,
    kept: firstOfEach([...one.kept, ...other.kept], evidence),
  }
}

/** Joins what all units came to, in the order of the units. */
export function joinUnits(tallies: Iterable<FleetTally>, evidence: number): FleetTally {
  let joined = emptyTally()
  for (const tally of tallies) joined = joinTallies(joined, tally, evidence)
  return joined
}

export function joinDoubts(one: Doubts, other: Doubts): Doubts {
  const inWords = [...one.first, ...other.first].sort()
  return { count: one.count + other.count, first: inWords.slice(0, toldByName) }
}

function sumByKey(one: Record<string, number>, other: Record<string, number>): Record<string, number> {
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()
  return Object.fromEntries(keys.map((key) => [key, (one[key] ?? 0) + (other[key] ?? 0)]))
}

/** Which fate an act is a case of. */
export function fateKey({ group, act, outcome, diagnosis }: Omit<Fate, 'count'>): string {
  return JSON.stringify([group, act, outcome, diagnosis])
}

/** The first acts of each fate, by day and position: however the clients were split, the same. */
function firstOfEach(acts: readonly KeptAct[], most: number): KeptAct[] {
  const counts = new Map<string, number>()
  return acts
    .toSorted((a, b) => a.day - b.day || a.position - b.position || a.number - b.number)
    .filter((act) => {
      const count = (counts.get(fateKey(act)) ?? 0) + 1
      counts.set(fateKey(act), count)
      return count <= most
    })
}
