import { explain } from '../evidence/explanation/explain.ts'
import type { Found } from '../evidence/explanation/pick-codes.ts'
import type { AttemptEnded, ForeignConnectionEnded, RecordedLine } from '../evidence/recording/event.ts'
import { readLine, RecordingError } from '../evidence/recording/recording-text.ts'
import { cut } from './client-log.ts'
import type { LogFormat, LogReader } from './log-reader.ts'
import { reportedBy, requested } from './message-text.ts'
import type { LogLine, Statement } from './statement.ts'

/** Recordings of our own, which have both ends of every attempt of a simulated client. */
export const recordingFormat: LogFormat = {
  kind: 'recording',
  knows: (line) => line.startsWith('{') && line.includes('"type":"run"'),
  open: recordingReader,
}

function recordingReader(file: string): LogReader {
  let unread = 0
  return {
    read({ text, number }) {
      const recorded = text === '' ? undefined : understood(text, number)
      const line = { file, line: number, text: cut(text) }
      if (recorded?.type === 'attempt') return attemptStatements(recorded, line)
      return recorded?.type === 'connection' ? connectionStatements(recorded, line) : []
    },
    end: () => [],
    unread: () => unread,
  }

  /** undefined for a line that is torn, or of a version that this one does not know. */
  function understood(text: string, number: number): RecordedLine | undefined {
    try {
      return readLine(text, number)
    } catch (error) {
      if (!(error instanceof RecordingError)) throw error
      unread++
      return undefined
    }
  }
}

function attemptStatements({ attempt, run }: AttemptEnded & { run: string }, line: LogLine): Statement[] {
  const { id, url, system, client, outcome, diagnosis, startedAt, client_end, server_end } = attempt
  if (outcome !== 'failed' || url === null) return []
  const about = URL.canParse(url) ? requested(url) : { hosts: [], port: null, path: null }
  return [
    {
      ...about,
      end: 'both',
      at: momentOf(startedAt),
      failed: true,
      hosts: [...new Set([...about.hosts, ...(system === null ? [] : [system.toLowerCase()])])],
      url,
      client,
      machine: `${run} ${client}`,
      thread: id,
      status: attempt.status,
      substatus: attempt.substatus,
      win32: null,
      codes: [
        ...(client_end ? foundCode(client_end.code, 'client') : []),
        ...(server_end ? foundCode(server_end.code, 'server') : []),
      ],
      seen: null,
      ownFault: null,
      diagnosis: diagnosis === null ? [] : [diagnosis],
      lines: [line],
    },
  ]
}

function connectionStatements(
  { connection, run }: ForeignConnectionEnded & { run: string },
  line: LogLine,
): Statement[] {
  const { at, id, system, serverPort, clientAddress, outcome, candidates, status, substatus } = connection
  if (outcome !== 'failed') return []
  const { server_end } = connection
  return [
    {
      end: 'server',
      at: momentOf(at),
      failed: true,
      hosts: [system.toLowerCase()],
      port: serverPort,
      url: null,
      path: null,
      client: clientAddress,
      machine: run,
      thread: id,
      status,
      substatus,
      win32: null,
      codes: server_end ? foundCode(server_end.code, 'server') : [],
      seen: null,
      ownFault: null,
      diagnosis: candidates,
      lines: [line],
    },
  ]
}

function foundCode(code: string, end: 'client' | 'server'): Found[] {
  return reportedBy(end, { written: code, readings: explain(code) })
}

function momentOf(at: string): Statement['at'] {
  const ms = Date.parse(at)
  return Number.isNaN(ms) ? null : { ms, zoneKnown: true, precisionMs: 1 }
}
