import type { Outcome } from '../evidence/attempt.ts'
import type { Fate } from '../evidence/fates.ts'
import {
  fleetActNames,
  type ActDurations,
  type FleetResult,
  type ThresholdResult,
} from '../evidence/fleet-result.ts'
import { english, type Texts } from '../texts/english.ts'
import { titleInWords } from './in-words.ts'
import { thousands } from '../vocabulary/counted.ts'

/** What became of a fleet, in one sentence. */
export function fleetInWords(
  { clients, days, attempts, fates, held }: FleetResult,
  { fleet }: Texts,
): string {
  const acts = fates.reduce((sum, { count }) => sum + count, 0)
  const answered = fates.reduce((sum, { outcome, count }) => sum + (outcome === 'answered' ? count : 0), 0)
  return fleet.lived({
    clients,
    days,
    answered: thousands(answered),
    acts: thousands(acts),
    attempts: thousands(attempts),
    held,
  })
}

/** `at most 0.1% of all acts may fail: 12 of 14,000 did (0.086%)`. */
export function thresholdInWords(threshold: ThresholdResult, texts: Texts): string {
  const { atMost, group, act, outcome, diagnosis, count, of } = threshold
  return texts.fleet.threshold({
    most: atMost.count === null ? percent(atMost.share ?? 0) : thousands(atMost.count),
    act: act === null ? null : actInWords(act, texts),
    group,
    mayEnd: outcome === null ? null : texts.fleet.mayEnd[outcome],
    diagnosis,
    count: thousands(count),
    of: thousands(of),
    share: of === 0 ? null : percent(count / of),
  })
}

/** `0.086%`, as exactly as shares can be written. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`
}

/** A fate as cells of a table: group, act, outcome, reason. */
export function fateCells(
  { group, act, outcome, diagnosis }: Fate,
  texts: Texts,
): [string, string, string, string] {
  return [
    group ?? texts.fleet.noGroup,
    actInWords(act, texts),
    texts.outcomes[outcome],
    diagnosis === null ? '' : titleInWords(diagnosis, texts),
  ]
}

/** What casts doubt on a fleet's numbers: a heading, and the first cases. */
export function doubtsInWords(
  { strays, contradictions }: FleetResult,
  { fleet }: Texts,
): { title: string; first: string[] }[] {
  return [
    { title: fleet.strays(strays.count), ...strays },
    { title: fleet.contradictions(contradictions.count), ...contradictions },
  ]
    .filter(({ count }) => count > 0)
    .map(({ title, first }) => ({ title, first }))
}

/** Acts in the plural; one that this version does not know, as it stands. */
export function actInWords(act: string, { fleet }: Texts): string {
  const known = fleetActNames.find((name) => name === act)
  return known === undefined ? act : fleet.actNames[known]
}

const gravity: Readonly<Record<Outcome, number>> = { contradicted: 0, failed: 1, withheld: 2, answered: 3 }

/** What was not answered first, the most frequent first; then the rest. */
export function worstFirst(fates: readonly Fate[]): Fate[] {
  return fates.toSorted(
    (one, other) => gravity[one.outcome] - gravity[other.outcome] || other.count - one.count,
  )
}

/** `Half of all state messages took at most 50 ms, 99 of 100 at most 500 ms.` */
export function durationsInWords({ durations }: FleetResult): string[] {
  return durations.map(({ act, buckets }) => {
    const [half, most] = [0.5, 0.99].map((share) => upperBound(buckets, share))
    return `Half of all ${actInWords(act, english)} took ${half}, 99 of 100 ${most}.`
  })
}

/** The bucket within which this share of all durations lies. */
function upperBound(buckets: ActDurations['buckets'], share: number): string {
  const all = buckets.reduce((sum, { count }) => sum + count, 0)
  let within = 0
  let last = 0
  for (const { atMost, count } of buckets) {
    within += count
    if (within >= share * all && atMost !== null) return `at most ${thousands(atMost)} ms`
    last = atMost ?? last
  }
  return `more than ${thousands(last)} ms`
}
