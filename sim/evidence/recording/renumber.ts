import type { Attempt } from '../attempt.ts'
import type { Told } from '../end-evidence.ts'
import { attemptId } from '../recorder.ts'
import type { CellResult, LeftOutResult, StepResult, TableResult } from '../results.ts'
import type { RecordedEvent, RecordedLine } from './event.ts'

/** A new id for that of an attempt; null where no attempt of this recording has it. */
export type Moved = (id: string) => string | null

type Named<Type> = Extract<RecordedEvent, { type: Type }>

/**
 * A line whose attempts count on after so many others: recordings that each count from the first attempt are joined by it. The
 * ids of foreign connections count within their hierarchy.
 */
export function renumbered(line: RecordedLine, attemptsBefore: number): RecordedLine {
  const { run, sequence, ms } = line
  return { ...countedOn(line, attemptsBefore), run, sequence, ms }
}

/** The same for an event that is no line yet. */
export function countedOn(event: RecordedEvent, attemptsBefore: number): RecordedEvent {
  return renumberedEvent(event, (id) => attemptId(Number(id.slice(1)) + attemptsBefore))
}

/**
 * Events by themselves, such as those of a single act: their attempts count from the first, and attempts before them, which they
 * leave out, are named no longer.
 */
export function renumberedAlone(events: readonly RecordedEvent[]): RecordedEvent[] {
  const made = events.flatMap((event) => (event.type === 'attempt' ? [event.attempt.id] : []))
  const own = new Map(made.map((id, index) => [id, attemptId(index + 1)]))
  return events.map((event) => renumberedEvent(event, (id) => own.get(id) ?? null))
}

/** Puts lines one unit behind the other, where each unit counts its attempts and its milliseconds from its own beginning. */
export interface Joint {
  /** All lines of a unit come together. */
  placed(line: RecordedLine, unit: number): RecordedLine
  /** The milliseconds at the end of what has been placed. */
  now(): number
}

export function createJoint(): Joint {
  let current = 0
  const before = { attempts: 0, ms: 0 }
  const own = { attempts: 0, ms: 0 }
  return {
    placed(line, unit) {
      if (unit !== current) {
        Object.assign(before, { attempts: before.attempts + own.attempts, ms: before.ms + own.ms })
        Object.assign(own, { attempts: 0, ms: 0 })
        current = unit
      }
      if (line.type === 'attempt') own.attempts += 1
      own.ms = line.ms
      return { ...renumbered(line, before.attempts), ms: before.ms + line.ms }
    },
    now: () => before.ms + own.ms,
  }
}

function renumberedEvent<Type extends RecordedEvent['type']>(event: Named<Type>, moved: Moved): Named<Type> {
  return ids[event.type](event, moved)
}

/** Where the ids of attempts stand in each type of line. */
const ids: { [Type in RecordedEvent['type']]: (event: Named<Type>, moved: Moved) => Named<Type> } = {
  run: unchanged,
  scenario: unchanged,
  opened: unchanged,
  step: unchanged,
  attempt: (event, moved) => ({ ...event, attempt: renumberedAttempt(event.attempt, moved) }),
  request: unchanged,
  connection: unchanged,
  'revocation-list': unchanged,
  client: unchanged,
  sites: unchanged,
  misbehaviour: unchanged,
  fault: unchanged,
  clock: unchanged,
  revoked: unchanged,
  'time-lost': unchanged,
  'step-ended': (event, moved) => ({ ...event, step: inStep(event.step, moved) }),
  'scenario-ended': unchanged,
  fleet: unchanged,
  tables: (event, moved) => ({ ...event, tables: event.tables.map((table) => inTable(table, moved)) }),
  ended: unchanged,
}

function unchanged<Event>(event: Event): Event {
  return event
}

/** An attempt with new ids for its own and for the ones that it names. */
export function renumberedAttempt(attempt: Attempt, moved: Moved): Attempt {
  const { id, told, after, client_end: end } = attempt
  const believed = end?.believed && { ...end.believed, told: inTold(end.believed.told, moved) }
  return {
    ...attempt,
    id: moved(id) ?? id,
    told: inTold(told, moved),
    after: orNull(after, moved),
    client_end: end && { ...end, ...(believed && { believed }) },
  }
}

function inTold(told: Told | null, moved: Moved): Told | null {
  return told && { ...told, attempt: orNull(told.attempt, moved) }
}

function orNull(id: string | null, moved: Moved): string | null {
  return id === null ? null : moved(id)
}

function orNone(id: string, moved: Moved): string[] {
  return [moved(id) ?? []].flat()
}

function inStep(step: StepResult, moved: Moved): StepResult {
  const { attempts, story, problem, reasons, clients } = step
  const named = (id: string): string[] => orNone(id, moved)
  const withAttempt = <One extends { attempt: string | null }>(one: One): One => ({
    ...one,
    attempt: orNull(one.attempt, moved),
  })
  return {
    ...step,
    attempts: attempts.flatMap(named),
    story: story.map(withAttempt),
    // It names the attempts whose ends contradict each other.
    ...(problem !== undefined && { problem: problem.replace(/\ba\d+(?=: )/g, (id) => moved(id) ?? id) }),
    ...(reasons && { reasons: reasons.map(withAttempt) }),
    ...(clients && {
      clients: {
        ...clients,
        first: clients.first.map((one) => ({ ...one, attempts: one.attempts.flatMap(named) })),
      },
    }),
  }
}

function inTable(table: TableResult, moved: Moved): TableResult {
  const rows = table.rows.map(({ siteSystem, cells }) => {
    const entries = Object.entries(cells).map(([column, cell]): [string, CellResult] => [
      column,
      inCell(cell, moved),
    ])
    return { siteSystem, cells: Object.fromEntries(entries) }
  })
  return { ...table, rows }
}

function inCell(cell: CellResult, moved: Moved): CellResult {
  const leftOut = (one: LeftOutResult): LeftOutResult => ({
    ...one,
    attempt: moved(one.attempt) ?? one.attempt,
  })
  return {
    ...cell,
    attempts: cell.attempts.flatMap((id) => orNone(id, moved)),
    left_out: cell.left_out.map(leftOut),
    without_certificate: cell.without_certificate.map(leftOut),
  }
}
