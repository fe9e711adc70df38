import type { TextLine } from '../encoding/text-lines.ts'
import {
  beginning,
  cmtraceEnd,
  copiedLine,
  copiedMoment,
  olderEnd,
  type ClientLogEntry,
  type CopiedLine,
  type StampedText,
} from './client-log-entry.ts'
import { ownWords } from './own-client-log.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import { failingCodes, requestedIn } from './message-text.ts'
import type { LogLine, Statement } from './statement.ts'

/**
 * Logs of the client: CMTrace's format, in which an entry may have several lines; the older one; lines that were copied
 * out of the viewer, with its columns; and messages of the client's HTTP by themselves, as people post them.
 */
export const clientLogFormat: LogFormat = {
  kind: 'client-log',
  knows: (line) =>
    line.includes(beginning) ||
    olderEnd(line) !== undefined ||
    copiedLine(line) !== undefined ||
    (clientsOwn.test(line) && isBareMessage(line)),
  open: clientLogReader,
}

/** How messages of the client begin that are posted by themselves; other texts have errors in them as well. */
const clientsOwn = /^\s*(?:\[CCMHTTP\]|(?:\w+|Post to \S+) (?:failed|mapping)\b)/

const bareMessage = /^\s*(?:\[CCMHTTP\]|.*\b(?:fail(?:ed|ure)|error)\b.*\b0x[\da-f]{8}\b)/i

function isBareMessage(line: string): boolean {
  return bareMessage.test(line) && failingCodes(line, 'client').length > 0
}

/** More lines of an entry are not kept, and a beginning without an end is given up after them. */
const longestEntry = 200

function clientLogReader(file: string): LogReader {
  const machine = folderOf(file)
  /** The lines of an entry whose end has not come; null between two entries. */
  let begun: TextLine[] | null = null
  /** Lines that can belong to an entry in the older form, which marks no beginning. */
  let loose: TextLine[] = []
  let dayFirst = false
  let unread = 0

  return {
    read(line) {
      const { text } = line
      if (begun) {
        if (text.includes(beginning)) {
          unread += begun.length
          return [...loosened(), ...beginEntry(line)]
        }
        begun.push(line)
        return ended(cmtraceEnd(text), begun)
      }
      if (text.includes(beginning)) return [...loosened(), ...beginEntry(line)]
      const older = olderEnd(text)
      if (older) return entered([...taken(), line], older)
      const copy = copiedLine(text)
      if (copy) return [...loosened(), ...copied(line, copy)]
      loose.push(line)
      return loose.length > longestEntry ? loosened() : isBareMessage(text) ? loosened() : []
    },
    end() {
      unread += begun?.length ?? 0
      begun = null
      return loosened()
    },
    unread: () => unread,
  }

  function beginEntry(line: TextLine): Statement[] {
    begun = [line]
    return ended(cmtraceEnd(line.text), begun)
  }

  function ended(last: StampedText | undefined, lines: readonly TextLine[]): Statement[] {
    if (!last) {
      if (lines.length > longestEntry) {
        unread += lines.length
        begun = null
      }
      return []
    }
    begun = null
    return entered(lines, last)
  }

  function entered(lines: readonly TextLine[], { text, stamp }: StampedText): Statement[] {
    const before = lines.slice(0, -1).map((line) => line.text)
    const whole = [...before, text].join('\n')
    const start = whole.indexOf(beginning)
    const message = start < 0 ? whole : whole.slice(start + beginning.length)
    return [statementOf({ message, ...stamp, lines: lines.map(logLine) }, machine)]
  }

  function copied(line: TextLine, copy: CopiedLine): Statement[] {
    dayFirst = copy.dayFirst ?? dayFirst
    const at = copiedMoment(copy, dayFirst)
    const { text, thread } = copy
    return [statementOf({ message: text, at, thread, isError: null, lines: [logLine(line)] }, machine)]
  }

  function taken(): TextLine[] {
    const lines = loose
    loose = []
    return lines
  }

  /** Lines that no entry has claimed are messages by themselves, where they can be, or else are not understood. */
  function loosened(): Statement[] {
    return taken().flatMap((line) => {
      if (isBareMessage(line.text)) {
        const entry = { message: line.text, at: null, thread: '', isError: null, lines: [logLine(line)] }
        return [statementOf(entry, machine)]
      }
      if (line.text.trim() !== '') unread++
      return []
    })
  }

  function logLine({ text, number }: TextLine): LogLine {
    return { file, line: number, text: cut(text) }
  }
}

function statementOf({ message, at, thread, isError, lines }: ClientLogEntry, machine: string): Statement {
  const { answered, ownFault, seen, rest } = ownWords(message)
  // The server finds the same fault in the client's certificate.
  const codes = answered === null ? failingCodes(rest, ownFault?.presented ? 'server' : 'client') : []
  const about = requestedIn(message)
  const status = /\bStatusCode=(\d{3})\b/.exec(message)?.[1]
  return {
    end: 'client',
    at,
    failed: codes.length > 0 || (isError === true && about !== undefined && answered === null),
    hosts: about?.hosts ?? [],
    port: about?.port ?? null,
    url: about?.url ?? null,
    path: about?.path ?? null,
    client: null,
    machine,
    thread,
    status: status === undefined ? answered : Number(status),
    substatus: null,
    win32: null,
    codes,
    seen,
    ownFault,
    diagnosis: [],
    lines: lines.slice(0, keptLines),
  }
}

/** Of an entry; more of it is not shown. */
const keptLines = 5

/** Characters of a line that are shown. */
const longestShown = 500

export function cut(text: string): string {
  return text.length > longestShown ? `${text.slice(0, longestShown)}…` : text
}

/** The folder is the machine's: clients keep their logs in one, and whoever collects logs keeps their folders apart. */
export function folderOf(file: string): string {
  return file.replace(/[^/\\]*$/, '').replace(/[/\\]$/, '')
}
