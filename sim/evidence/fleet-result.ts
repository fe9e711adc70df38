import type { DiagnosisId } from './catalogue.ts'
import type { OpenId } from '../vocabulary/ids.ts'
import type { Outcome } from './attempt.ts'
import type { Fate } from './fates.ts'
import { keysOf } from '../vocabulary/keys-of.ts'

/** What a client of a fleet does, as the end of a sentence whose subject is the client. */
export const fleetActs = {
  assign: 'looks for a site to be assigned to',
  policy: 'requests policy',
  content: 'gets a package',
  updates: 'scans for software updates',
  state: 'sends a state message',
  'store-user-state': 'stores its user state',
  'restore-user-state': 'restores its user state',
} as const

export type FleetAct = keyof typeof fleetActs

export const fleetActNames = keysOf(fleetActs)

/** What clients of a fleet came to, in numbers. */
export interface FleetCounts {
  clients: number
  attempts: number
  /** Attempts that made a connection, by protocol. */
  connections: Record<string, number>
  /** In the bodies of HTTP messages, as the clients saw them. */
  bytes: { sent: number; received: number }
  /** How often acts ended in one way: by group, act, outcome and diagnosis. */
  fates: Fate[]
  durations: ActDurations[]
  /** Connections that listeners accepted from the fleet's clients and that no attempt accounts for. */
  strays: Doubts
  /** Attempts whose two ends contradict each other. */
  contradictions: Doubts
}

/** What became of a fleet; `fleet --json` prints this. */
export interface FleetResult extends FleetCounts {
  name: string
  /** The fleet's file, or that of its hierarchy. */
  file: string
  days: number
  seed: number
  /** SHA-256 of the fates. */
  digest: string
  expectations: ThresholdResult[]
  /** Every expectation held, and there is neither a stray nor a contradiction. */
  held: boolean
}

/** How long acts of one kind took, counted in buckets. */
export interface ActDurations {
  act: string
  /** `atMost`: milliseconds; null for everything above. */
  buckets: { atMost: number | null; count: number }[]
}

/** What casts doubt on the numbers. */
export interface Doubts {
  count: number
  /** Some of them, in words and in alphabetical order. */
  first: string[]
}

/** How many acts may end in one way; null for any group, act, outcome or diagnosis. */
export interface Expectation {
  /** A number of acts, or a part of one; the other is null. */
  atMost: { count: number | null; share: number | null }
  group: string | null
  act: string | null
  outcome: Outcome | null
  diagnosis: OpenId<DiagnosisId> | null
}

/** An expectation, and what was found. */
export interface ThresholdResult extends Expectation {
  /** Acts that ended so, and all acts of the group and the kind. */
  count: number
  of: number
  held: boolean
}
