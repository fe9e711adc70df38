import type { Outcome } from '../evidence/attempt.ts'
import { titleOf } from '../evidence/catalogue.ts'
import type { Fate } from '../evidence/fates.ts'
import {
  fleetActNames,
  type ActDurations,
  type FleetAct,
  type FleetResult,
  type ThresholdResult,
} from '../evidence/fleet-result.ts'
import { counted } from './in-words.ts'
import { clientsCounted, thousands } from './plan-in-words.ts'

/** What became of a fleet, in one sentence. */
export function fleetInWords({ clients, days, attempts, fates, held }: FleetResult): string {
  const acts = fates.reduce((sum, { count }) => sum + count, 0)
  const answered = fates.reduce((sum, { outcome, count }) => sum + (outcome === 'answered' ? count : 0), 0)
  const verdict = held ? '' : '; not everything is as expected'
  return (
    `${clientsCounted(clients)} lived through ${counted(days, 'day')}: ${thousands(answered)} of ${thousands(acts)} acts ` +
    `were answered, in ${thousands(attempts)} attempts${verdict}.`
  )
}

const actsInWords: Readonly<Record<FleetAct, string>> = {
  assign: 'searches for a site',
  policy: 'requests for policy',
  content: 'downloads of packages',
  updates: 'scans for software updates',
  state: 'state messages',
  'store-user-state': 'stores of user state',
  'restore-user-state': 'restores of user state',
}

const mayEnd: Readonly<Record<Outcome, string>> = {
  answered: 'be answered',
  failed: 'fail',
  withheld: 'be withheld',
  contradicted: 'be contradicted',
}

/** `at most 0.1% of all acts may fail: 12 of 14,000 did (0.086%)`. */
export function thresholdInWords(threshold: ThresholdResult): string {
  const { atMost, group, act, outcome, diagnosis, count, of } = threshold
  const most = atMost.count === null ? percent(atMost.share ?? 0) : thousands(atMost.count)
  const acts = act === null ? 'acts' : actInWords(act)
  const whose = group === null ? '' : ` of the group ${group}`
  const end = `${outcome === null ? 'end' : mayEnd[outcome]}${diagnosis === null ? '' : ` by ${diagnosis}`}`
  const found = `${thousands(count)} of ${thousands(of)} did${of === 0 ? '' : ` (${percent(count / of)})`}`
  return `at most ${most} of all ${acts}${whose} may ${end}: ${found}`
}

/** `0.086%`, as exactly as shares can be written. */
function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`
}

/** A fate as cells of a table: group, act, outcome, reason. */
export function fateCells({ group, act, outcome, diagnosis }: Fate): [string, string, string, string] {
  return [group ?? 'none', actInWords(act), outcome, diagnosis === null ? '' : titleOf(diagnosis)]
}

/** What casts doubt on a fleet's numbers: a heading, and the first cases. */
export function doubtsInWords({ strays, contradictions }: FleetResult): { title: string; first: string[] }[] {
  const doubts = [
    [strays, 'connection', 'that no attempt accounts for'],
    [contradictions, 'attempt', 'whose two ends contradict each other'],
  ] as const
  return doubts
    .filter(([{ count }]) => count > 0)
    .map(([{ count, first }, unit, which]) => ({ title: `${counted(count, unit)} ${which}`, first }))
}

/** Acts in the plural; one that this version does not know, as it stands. */
export function actInWords(act: string): string {
  const known = fleetActNames.find((name) => name === act)
  return known === undefined ? act : actsInWords[known]
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
    return `Half of all ${actInWords(act)} took ${half}, 99 of 100 ${most}.`
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
