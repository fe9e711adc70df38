import * as z from 'zod'
import { outcomes } from '../attempt.ts'
import type { Fate } from '../fates.ts'
import type { ActDurations, Doubts, FleetCounts, FleetResult, ThresholdResult } from '../fleet-result.ts'
import { byKey, count, fields, flag, list, milliseconds, oneOf, text, type Fields } from './value-schemas.ts'

const fate: z.ZodType<Fate> = fields({
  group: text.nullable(),
  act: text,
  outcome: oneOf(outcomes),
  diagnosis: text.nullable(),
  count,
} satisfies Fields<Fate>)

const durations: z.ZodType<ActDurations> = fields({
  act: text,
  buckets: list(
    fields({ atMost: milliseconds.nullable(), count } satisfies Fields<ActDurations['buckets'][number]>),
  ),
} satisfies Fields<ActDurations>)

const share = z.number('has to be a number').min(0, 'has to be 0 or more').max(1, 'has to be 1 or less')

const expectation: z.ZodType<ThresholdResult> = fields({
  atMost: fields({
    count: count.nullable(),
    share: share.nullable(),
  } satisfies Fields<ThresholdResult['atMost']>),
  group: text.nullable(),
  act: text.nullable(),
  outcome: oneOf(outcomes).nullable(),
  diagnosis: text.nullable(),
  count,
  of: count,
  held: flag,
} satisfies Fields<ThresholdResult>)

const doubts: z.ZodType<Doubts> = fields({ count, first: list(text) } satisfies Fields<Doubts>)

/** Numbers of which a recording, or a part of a fleet, tells. */
export const fleetCounts = {
  clients: count,
  attempts: count,
  connections: byKey(count),
  bytes: fields({ sent: count, received: count } satisfies Fields<FleetCounts['bytes']>),
  fates: list(fate),
  durations: list(durations),
  strays: doubts,
  contradictions: doubts,
} satisfies Fields<FleetCounts>

/** What a recording says of a fleet. */
export const fleetResult: z.ZodType<FleetResult> = fields({
  name: text,
  file: text,
  days: count,
  seed: count,
  ...fleetCounts,
  digest: text,
  expectations: list(expectation),
  held: flag,
} satisfies Fields<FleetResult>)
