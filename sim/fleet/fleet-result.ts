import { digestOf, type Fate } from '../evidence/fates.ts'
import type { Expectation, FleetResult, ThresholdResult } from '../evidence/fleet-result.ts'
import type { Journal } from '../evidence/recording/event.ts'
import { countedOn } from '../evidence/recording/renumber.ts'
import type { Fleet, Threshold } from './fleet-file.ts'
import type { FleetTally } from './tally.ts'

/** A fleet as its result names it, with what was expected of it. */
type Described = Pick<FleetResult, 'name' | 'file' | 'days' | 'seed'> & { expected: readonly Expectation[] }

/** What the fleet came to, with its expectations judged. */
export function fleetResultOf({ file, name, days, seed, expect }: Fleet, tally: FleetTally): FleetResult {
  return judged({ file, name, days, seed, expected: expect.map(expectationOf) }, tally)
}

function expectationOf({ atMost, group, act, outcome, diagnosis }: Threshold): Expectation {
  return {
    atMost,
    ...{ group: group ?? null, act: act ?? null, outcome: outcome ?? null, diagnosis: diagnosis ?? null },
  }
}

/** What a fleet came to whose parts are joined; all have the expectations of the first. */
export function joinedResult(first: FleetResult, tally: FleetTally): FleetResult {
  return judged({ ...first, expected: first.expectations }, tally)
}

function judged({ file, name, days, seed, expected }: Described, tally: FleetTally): FleetResult {
  const { clients, attempts, connections, bytes, fates, durations, strays, contradictions } = tally
  const expectations = expected.map((one) => found(one, fates))
  return {
    ...{ name, file, days, seed, clients, attempts, connections, bytes, fates },
    durations: durations.filter(({ buckets }) => buckets.some(({ count }) => count > 0)),
    ...{ strays, contradictions },
    digest: digestOf(fates),
    expectations,
    held: isWithoutDoubts(tally) && expectations.every(({ held }) => held),
  }
}

export function isWithoutDoubts({
  strays,
  contradictions,
}: Pick<FleetTally, 'strays' | 'contradictions'>): boolean {
  return strays.count + contradictions.count === 0
}

function found(
  { atMost, group, act, outcome, diagnosis }: Expectation,
  fates: readonly Fate[],
): ThresholdResult {
  const all = fates.filter((fate) => isAmong(fate.group, group) && isAmong(fate.act, act))
  const ended = all.filter((fate) => isAmong(fate.outcome, outcome) && isAmong(fate.diagnosis, diagnosis))
  const [count, of] = [sum(ended), sum(all)]
  return {
    ...{ atMost, group, act, outcome, diagnosis, count, of },
    held: atMost.count === null ? isWithin(count, of, atMost.share ?? 0) : count <= atMost.count,
  }
}

/** Compares whole numbers, since shares are written to a thousandth of a percent: 3 of 1000 is 0.3%, and not a little more. */
function isWithin(count: number, of: number, share: number): boolean {
  return count * 100_000 <= Math.round(share * 100_000) * of
}

function isAmong(value: string | null, wanted: string | null): boolean {
  return wanted === null || value === wanted
}

function sum(fates: readonly Fate[]): number {
  return fates.reduce((total, { count }) => total + count, 0)
}

/** Records the acts that were kept, on one hierarchy whatever unit they come from, and what became of the fleet. */
export function recordFleet({ opened, kept }: FleetTally, fleet: FleetResult, journal: Journal): void {
  if (opened) journal(opened)
  let attempts = 0
  for (const { events } of kept) {
    for (const event of events) journal(countedOn(event, attempts))
    attempts += events.filter(({ type }) => type === 'attempt').length
  }
  journal({ type: 'fleet', fleet })
}
