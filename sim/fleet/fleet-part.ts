import * as z from 'zod'
import { outcomes } from '../evidence/attempt.ts'
import type { FleetResult } from '../evidence/fleet-result.ts'
import type { RecordedEvent } from '../evidence/recording/event.ts'
import { fleetResult } from '../evidence/recording/fleet-schema.ts'
import { checkedEvent } from '../evidence/recording/line-schemas.ts'
import {
  count,
  fields,
  list,
  milliseconds,
  oneOf,
  text,
  wrongField,
  type Fields,
  type WrongField,
} from '../evidence/recording/value-schemas.ts'
import { fingerprintOf } from '../parts/partition.ts'
import type { Fleet } from './fleet-file.ts'
import { joinedResult } from './fleet-result.ts'
import { emptyTally, joinTallies, type FleetTally, type KeptAct, type Opened } from './tally.ts'

/** Equal for fleets that come to the same, whatever their files are called. */
export function fingerprintOfFleet(fleet: Fleet, evidence: number): string {
  const { name, hierarchy, days, seed, habits, expect } = fleet
  return fingerprintOf({ name, hierarchy, days, seed, habits, expect, evidence })
}

/** What the part of a fleet holds: what its clients came to, and then the acts that were kept, one by one. */
export type FleetItem = ResultItem | { type: 'kept'; act: KeptAct }

interface ResultItem {
  type: 'result'
  fleet: FleetResult
  /** The hierarchy of the first unit; null where the shard had no client. */
  opened: Opened | null
  /** Acts of each fate that are kept. */
  evidence: number
  /** How long the shard took. */
  durationMs: number
}

export function* itemsOfFleet(
  fleet: FleetResult,
  { opened, kept }: FleetTally,
  { evidence, durationMs }: Pick<ResultItem, 'evidence' | 'durationMs'>,
): Iterable<FleetItem> {
  yield { type: 'result', fleet, opened, evidence, durationMs }
  for (const act of kept) yield { type: 'kept', act }
}

const event = z.unknown().transform((value, context): RecordedEvent => {
  const checked = checkedEvent(value)
  if ('event' in checked) return checked.event
  context.addIssue({ code: 'custom', message: checked.wrong, path: checked.field?.split('.') ?? [] })
  return z.NEVER
})

const opened = event.transform((one, context): Opened => {
  if (one.type === 'opened') return one
  context.addIssue({ code: 'custom', message: 'has to be a hierarchy that was opened' })
  return z.NEVER
})

const keptAct: z.ZodType<KeptAct> = fields({
  group: text.nullable(),
  act: text,
  outcome: oneOf(outcomes),
  diagnosis: text.nullable(),
  day: count,
  position: count,
  number: count,
  events: list(event),
} satisfies Fields<KeptAct>)

const item = z.discriminatedUnion('type', [
  fields({
    type: z.literal('result'),
    fleet: fleetResult,
    opened: opened.nullable(),
    evidence: count,
    durationMs: milliseconds,
  } satisfies Fields<ResultItem>),
  fields({ type: z.literal('kept'), act: keptAct }),
])

/** An item that was read, or the first thing that is wrong with it. */
export function checkedFleetItem(value: unknown): { item: FleetItem } | WrongField {
  const read = item.safeParse(value)
  return read.success ? { item: read.data } : wrongField(read.error)
}

/** Joins the parts of a fleet. */
export interface FleetJoin {
  take(item: FleetItem): void
  /** undefined where there was nothing to join. */
  joined(): { fleet: FleetResult; tally: FleetTally; durationMs: number } | undefined
}

export function createFleetJoin(): FleetJoin {
  let tally = emptyTally()
  let first: ResultItem | undefined
  let part: FleetTally | undefined
  let durationMs = 0

  function joinPart(): void {
    if (first && part) tally = joinTallies(tally, part, first.evidence)
    part = undefined
  }
  return {
    take(one) {
      if (one.type === 'kept') {
        part?.kept.push(one.act)
        return
      }
      joinPart()
      first ??= one
      durationMs += one.durationMs
      part = { ...one.fleet, opened: one.opened, kept: [] }
    },
    joined() {
      joinPart()
      return first && { fleet: joinedResult(first.fleet, tally), tally, durationMs }
    },
  }
}
