import { win32Statuses } from '../evidence/codes/win32-statuses.ts'
import { failingCodes } from './message-text.ts'
import { cut, folderOf } from './client-log.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import type { LogLine, Moment, Statement } from './statement.ts'

/** W3C extended logs with any fields, which may change in the middle of a file, as they do when the server restarts. */
export const webServerLogFormat: LogFormat = {
  kind: 'web-server-log',
  knows: (line) => /^#(?:Software|Version|Date|Fields):/.test(line),
  open: webServerLogReader,
}

/** The fields of a W3C log by their names; undefined for a line of another shape. */
export type Fields = (name: string) => string | undefined

/** Follows the directives of a W3C log, and reads the fields of its other lines. */
export interface FieldReader {
  /** undefined for a directive, and for a line that does not have the fields that were announced. */
  fields(line: string): Fields | undefined
  /** The day that the last `#Date` tells, for lines that have only a time. */
  day(): string | undefined
}

/** `heading`: the fields of a log that has not announced any yet. */
export function fieldReader(heading = ''): FieldReader {
  let columns = columnsOf(heading)
  let day: string | undefined
  return {
    fields(line) {
      if (line.startsWith('#')) {
        columns = columnsOf(line) ?? columns
        day = /^#Date:\s*(\d{4}-\d\d-\d\d)/.exec(line)?.[1] ?? day
        return undefined
      }
      const known = columns
      const values = line.trim().split(' ')
      if (known?.size !== values.length) return undefined
      return (name) => {
        const value = values[known.get(name) ?? -1]
        return value === '-' ? undefined : value
      }
    },
    day: () => day,
  }
}

/** The places of the fields that a directive announces; undefined for another directive. */
function columnsOf(directive: string): ReadonlyMap<string, number> | undefined {
  const names = /^#Fields:\s*(.*)/.exec(directive)?.[1]
  return names === undefined
    ? undefined
    : new Map(
        names
          .trim()
          .split(/\s+/)
          .map((name, at) => [name, at]),
      )
}

/** The fields that hold codes, in the order in which they are read; undefined where there is no status. */
export function statusFields(fields: Fields): string | undefined {
  const status = fields('sc-status')
  const reason = fields('s-reason')
  if (reason !== undefined) return `${status ?? '-'} - ${reason}`
  if (status === undefined) return undefined
  return [status, fields('sc-substatus') ?? '0', fields('sc-win32-status') ?? '0'].join(' ')
}

/** Whoever collects the logs of several servers names the folders after them; IIS itself names them `W3SVC1`. */
const fullName = /(?:^|[/\\])([a-z][\w-]*(?:\.[a-z][\w-]*)+)$/i

/** Requests of one client for one path that were told to sign in, of which no more are held. */
const mostHeld = 1000
/** A client that is to sign in asks again at once, and signs in after a few tries or never. */
const mostTries = 5
const signsInWithinMs = 60_000

/** The server's name by the folder of its log, where that is named after it. */
export function hostOfFolder(file: string): string | undefined {
  return fullName.exec(folderOf(file))?.[1]?.toLowerCase()
}

/** The server by whose clock a line is: both of its logs tell its address. */
export function machineOf(fields: Fields, file: string): string {
  return fields('s-ip') ?? fields('s-computername') ?? folderOf(file)
}

function webServerLogReader(file: string): LogReader {
  const reader = fieldReader()
  const hostByFolder = hostOfFolder(file)
  /** Told to sign in, which is the beginning of every authentication: a failure only where no success follows. */
  const held = new Map<string, Statement[]>()
  let unread = 0
  return {
    read({ text, number }) {
      if (text === '' || text === '\u0000') return []
      const fields = reader.fields(text)
      const status = fields && Number(fields('sc-status'))
      if (!fields || status === undefined || Number.isNaN(status)) {
        if (!text.startsWith('#')) unread++
        return []
      }
      return settled(statementOf(fields, status, { file, line: number, text }))
    },
    end: () => [...held.keys()].flatMap(released),
    unread: () => unread,
  }

  function settled(statement: Statement): Statement[] {
    const key = `${statement.client} ${statement.hosts.join()} ${statement.path}`
    if (statement.status === 401) {
      const tries = [...released(key), statement]
      held.set(key, tries.slice(-mostTries))
      return [...tries.slice(0, -mostTries), ...[...held.keys()].slice(0, -mostHeld).flatMap(released)]
    }
    const before = released(key)
    const signedIn = statement.status !== null && statement.status < 400 && isSoonAfter(before, statement)
    return [...(signedIn ? before.map((one) => ({ ...one, failed: false })) : before), statement]
  }

  function released(key: string): Statement[] {
    const statements = held.get(key) ?? []
    held.delete(key)
    return statements
  }

  function statementOf(fields: Fields, status: number, line: LogLine): Statement {
    const win32 = fields('sc-win32-status')
    const named = ['cs-host', 's-computername', 's-ip'].map((name) =>
      fields(name)?.toLowerCase().replace(/:\d+$/, ''),
    )
    const hosts = [...new Set([...named, hostByFolder].filter((host) => host !== undefined))]
    const failed = status >= 400 || (win32 !== undefined && lost.includes(Number(win32)))
    return {
      end: 'server',
      at: momentOf(fields('date') ?? reader.day(), fields('time')),
      failed,
      hosts,
      port: Number(fields('s-port')) || null,
      url: null,
      path: fields('cs-uri-stem') ?? null,
      client: fields('c-ip') ?? null,
      machine: machineOf(fields, file),
      thread: '',
      status,
      substatus: Number(fields('sc-substatus') ?? Number.NaN) || null,
      win32: win32 === undefined ? null : Number(win32),
      codes: failed ? failingCodes(statusFields(fields) ?? '', 'server') : [],
      seen: null,
      ownFault: null,
      diagnosis: [],
      lines: failed ? [{ ...line, text: cut(line.text) }] : [],
    }
  }
}

/** The client has gone, or the time is over: the answer did not get through, whatever its status. */
const lost: readonly number[] = [
  win32Statuses.ERROR_NETNAME_DELETED.code,
  win32Statuses.ERROR_SEM_TIMEOUT.code,
  win32Statuses.ERROR_CONNECTION_ABORTED.code,
]

function isSoonAfter(before: readonly Statement[], { at }: Statement): boolean {
  const last = before.at(-1)?.at
  return !last || at === null || at.ms - last.ms <= signsInWithinMs
}

/** W3C logs are in UTC ("W3C Extended Log File Format", IIS 6.0). */
export function momentOf(date: string | undefined, time: string | undefined): Moment | null {
  const ms = Date.parse(`${date ?? ''}T${time ?? ''}Z`)
  return Number.isNaN(ms) ? null : { ms, zoneKnown: true, precisionMs: 1000 }
}
