import type { DiagnosisId } from './catalogue.ts'
import type { OpenId } from '../vocabulary/ids.ts'
import { createHash } from 'node:crypto'
import type { Outcome } from './attempt.ts'

/** How often something ended in one way. */
export interface Fate {
  /** Group of clients, or file of the scenario; null for clients outside of any group. */
  group: string | null
  /** `policy`, `content` and so on in a fleet; the words of the step in a scenario. */
  act: string
  /** How it ended. */
  outcome: Outcome
  /** Id in the failure catalogue; null unless it failed. */
  diagnosis: OpenId<DiagnosisId> | null
  /** How many ended so. */
  count: number
}

export interface FateCounter {
  add(fate: Omit<Fate, 'count'>, count?: number): void
  /** In the order of their groups, acts, outcomes and diagnoses, by code unit. */
  fates(): Fate[]
}

/** Counts fates; however the work was split, the sum is the same. */
export function createFateCounter(): FateCounter {
  const counted = new Map<string, Fate>()
  return {
    add({ group, act, outcome, diagnosis }, count = 1) {
      const key = JSON.stringify([group, act, outcome, diagnosis])
      const known = counted.get(key)
      if (known) known.count += count
      else counted.set(key, { group, act, outcome, diagnosis, count })
    },
    fates: () => [...counted].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, fate]) => fate),
  }
}

/** SHA-256 of fates in their order, one a line. */
export function digestOf(fates: readonly Fate[]): string {
  const hash = createHash('sha256')
  for (const { group, act, outcome, diagnosis, count } of fates)
    hash.update(`${JSON.stringify([group, act, outcome, diagnosis, count])}\n`)
  return hash.digest('hex')
}
