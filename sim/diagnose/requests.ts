import { clientErrors } from '../evidence/codes/client-codes.ts'
import { callbackStatuses } from '../evidence/codes/winhttp-errors.ts'
import { flagKind } from '../evidence/explanation/number-readers.ts'
import type { Statement } from '../logs/statement.ts'
import { areOfOneRequest, joined, joinedLines, toldBy, type Occurrence } from './occurrence.ts'

/** Puts the lines of a client's log that tell of one request together. */
export interface RequestGrouper {
  /** The requests of which nothing more can come. */
  take(statement: Statement): Occurrence[]
  end(): Occurrence[]
}

/** Between two lines of one request of one thread. */
const gapMs = 2000

export function requestGrouper(): RequestGrouper {
  /** By thread. */
  const open = new Map<string, Request>()
  return {
    take(statement) {
      const before = open.get(statement.thread)
      if (before && continues(before, statement)) {
        open.set(statement.thread, added(before, statement))
        return []
      }
      open.set(statement.thread, begun(statement))
      return before ? [before.occurrence] : []
    },
    end() {
      const rest = [...open.values()].map(({ occurrence }) => occurrence)
      open.clear()
      return rest
    },
  }
}

interface Request {
  occurrence: Occurrence
  last: Statement['at']
  /** How its lines begin: the client writes each of them once for a request. */
  beginnings: readonly string[]
}

function begun(statement: Statement): Request {
  const { at, client, lines } = statement
  return {
    occurrence: { told: toldBy(statement), at, client, lines },
    last: at,
    beginnings: [beginningOf(statement)],
  }
}

function added({ occurrence, beginnings }: Request, statement: Statement): Request {
  const { told, at, client, lines } = occurrence
  return {
    occurrence: {
      told: joined(told, toldBy(statement)),
      at: statement.at ?? at,
      client,
      lines: joinedLines(lines, statement.lines),
    },
    last: statement.at,
    beginnings: [...beginnings, beginningOf(statement)],
  }
}

function continues({ occurrence: { told }, last, beginnings }: Request, statement: Statement): boolean {
  const soon = last === null || statement.at === null || Math.abs(statement.at.ms - last.ms) <= gapMs
  if (!soon || !areOfOneRequest(told, toldBy(statement))) return false
  return isForerunner(told)
    ? statement.url !== null || isForerunner(statement)
    : !isForerunner(statement) && !beginnings.includes(beginningOf(statement))
}

/** Flags of WinHTTP's callback, and why there is no certificate, come before the line with the address. */
function isForerunner({ url, codes }: Pick<Statement, 'url' | 'codes'>): boolean {
  return (
    url === null &&
    codes.every(({ readings }) =>
      readings.every(
        ({ kind, code, candidates }) =>
          kind === flagKind ||
          kind === callbackStatuses.kind ||
          (kind === clientErrors.kind && candidates.some(({ clientError }) => clientError === code)),
      ),
    )
  )
}

/** Characters that tell the lines of the client apart, without times and numbers. */
const beginningLength = 48

function beginningOf({ lines: [first] }: Statement): string {
  return (first?.text ?? '').slice(0, beginningLength).replaceAll(/\d+/g, '#')
}
