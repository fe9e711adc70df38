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

/** What the clients of a fleet do. */
export type FleetAct = keyof typeof fleetActs

export const fleetActNames = keysOf(fleetActs)

/** What clients of a fleet came to, in numbers. */
export interface FleetCounts {
  /** Clients that lived through their days. */
  clients: number
  /** All that they made, withheld ones included. */
  attempts: number
  /** Attempts that made a connection, by protocol. */
  connections: Record<string, number>
  /** In the bodies of HTTP messages, as the clients saw them. */
  bytes: {
    /** Bytes of requests. */
    sent: number
    /** Bytes of responses. */
    received: number
  }
  /** How often acts ended in one way: by group, act, outcome and diagnosis. */
  fates: Fate[]
  /** How long each kind of act took. */
  durations: ActDurations[]
  /** Connections that listeners accepted from the fleet's clients and that no attempt accounts for. */
  strays: Doubts
  /** Attempts whose two ends contradict each other. */
  contradictions: Doubts
}

/** What became of a fleet; `fleet --json` prints this. */
export interface FleetResult extends FleetCounts {
  /** The fleet's own, or its hierarchy's. */
  name: string
  /** The fleet's file, or that of its hierarchy. */
  file: string
  /** Days of the simulation that each client lived through. */
  days: number
  /** Of all chances: the same fleet with the same seed has the same fates. */
  seed: number
  /** SHA-256 of the fates. */
  digest: string
  /** What the fleet's file expects, with what was found. */
  expectations: ThresholdResult[]
  /** Every expectation held, and there is neither a stray nor a contradiction. */
  held: boolean
}

/** How long acts of one kind took, counted in buckets. */
export interface ActDurations {
  /** What they did: `policy`. */
  act: string
  /** `atMost`: milliseconds; null for everything above. */
  buckets: {
    /** Upper limit in milliseconds; null for everything above the last. */
    atMost: number | null
    /** Acts between the limit before and this one. */
    count: number
  }[]
}

/** What casts doubt on the numbers. */
export interface Doubts {
  /** How often it was seen. */
  count: number
  /** Some of them, in words and in alphabetical order. */
  first: string[]
}

/** How many acts may end in one way; null for any group, act, outcome or diagnosis. */
export interface Expectation {
  /** A number of acts, or a part of one; the other is null. */
  atMost: {
    /** Acts. */
    count: number | null
    /** From 0 to 1, of all acts of the group and the kind. */
    share: number | null
  }
  /** Name of the group. */
  group: string | null
  /** `policy`, `content`, … */
  act: string | null
  /** How they end. */
  outcome: Outcome | null
  /** Id in the failure catalogue. */
  diagnosis: OpenId<DiagnosisId> | null
}

/** An expectation, and what was found. */
export interface ThresholdResult extends Expectation {
  /** Acts that ended so, and all acts of the group and the kind. */
  count: number
  /** All acts of the group and the kind, however they ended. */
  of: number
  /** There were no more than the expectation allows. */
  held: boolean
}
