import type { LogDiagnosis, ReadFile } from './failure.ts'
import { groupFailures } from './group-failures.ts'
import { joinEnds, type Coverage } from './join-ends.ts'
import { mergeFiles } from './merge-files.ts'
import { isOfHttpSys, protocolOf, toldBy, type Occurrence, type Told } from './occurrence.ts'
import { requestGrouper } from './requests.ts'
import type { LogLine, Statement } from '../logs/statement.ts'

/** Takes statements as they are read, from several files one after the other, and keeps distinct failures only. */
export interface LogDiagnostician {
  take(statement: Statement): void
  /** A file has been read to its end. */
  fileRead(file: ReadFile, unread: number): void
  diagnosis(): LogDiagnosis
}

/** How much is kept, however long the logs are. */
interface Limits {
  /** Distinct failures, as each end tells them. */
  distinct: number
  /** The times at which they were met. */
  occurrences: number
  /** Occurrences of the same whose lines are kept. */
  withLines: number
}

const usualLimits: Limits = { distinct: 2000, occurrences: 300_000, withLines: 20 }

export function logDiagnostician(limits: Limits = usualLimits): LogDiagnostician {
  const files: ReadFile[] = []
  const known = new Map<string, { told: Told; count: number }>()
  const clients: Occurrence[] = []
  const servers: Occurrence[] = []
  const coverage = new Map<string, Coverage>()
  let grouper = requestGrouper()
  let unread = 0
  let leftOut = 0

  return {
    take(statement) {
      // HTTP.sys logs nothing of the requests that a web site answers.
      if (statement.end === 'server' && !isOfHttpSys(statement)) cover(statement)
      if (!statement.failed) return
      if (statement.end === 'client') grouper.take(statement).forEach(keep)
      else
        keep({ told: toldBy(statement), at: statement.at, client: statement.client, lines: statement.lines })
    },
    fileRead(file, unreadLines) {
      grouper.end().forEach(keep)
      grouper = requestGrouper()
      files.push(file)
      unread += unreadLines
    },
    diagnosis() {
      const { requests, clocks } = joinEnds(mergeFiles(clients), servers, coverage)
      return { files, failures: groupFailures(requests), unread, leftOut, clocks }
    },
  }

  function keep({ told, at, client, lines }: Occurrence): void {
    const key = keyOf(told)
    const before = known.get(key)
    const isFull = before ? false : known.size >= limits.distinct
    if (isFull || clients.length + servers.length >= limits.occurrences) {
      leftOut++
      return
    }
    const same = before ?? { told, count: 0 }
    known.set(key, same)
    same.count++
    const all = told.end === 'server' ? servers : clients
    all.push({
      told: same.told,
      at,
      client,
      lines: same.count <= limits.withLines ? lines.map(copied) : [],
    })
  }

  function cover({ machine, hosts, at }: Statement): void {
    if (at === null) return
    const covered = coverage.get(machine) ?? { hosts: new Set(), fromMs: at.ms, toMs: at.ms }
    for (const host of hosts) covered.hosts.add(host)
    covered.fromMs = Math.min(covered.fromMs, at.ms)
    covered.toMs = Math.max(covered.toMs, at.ms)
    coverage.set(machine, covered)
  }
}

/** Requests for one virtual directory that end in the same way are told as the same failure. */
function keyOf(told: Told): string {
  const { end, machine, thread, hosts, port, url, path, status, substatus, win32, codes, file } = told
  const { seen, ownFault, diagnosis } = told
  const written = codes.map(({ written: code }) => code)
  return [
    ...[end, machine, end === 'both' ? '' : thread, file, protocolOf(url), hosts, port],
    ...[
      path?.toLowerCase(),
      status,
      substatus,
      win32,
      ...written,
      seen?.stage,
      seen?.message,
      ownFault?.fault,
      ...diagnosis,
    ],
  ].join('\n')
}

/** Texts of their own: a part of a text keeps the whole in memory, and a file is read in large parts. */
function copied({ file, line, text }: LogLine): LogLine {
  return { file, line, text: Buffer.from(text).toString() }
}
