import type { Attempt, EndEvidence } from './attempt.ts'
import { connectionKey, type ConnectionEnds } from './connection.ts'
import type { AttemptEnded, Journal } from './recording/event.ts'

/** What the server knows of one connection. */
export interface ServerView {
  end: EndEvidence | null
  /** The client presented a certificate, good or bad. */
  clientCertificate: boolean
}

/** The server's side of the recording for one connection. */
export interface ServerSide {
  presentedCertificate(): void
  /** Only the first thing that went wrong counts: what follows is its consequence. */
  sawWrong(end: EndEvidence): void
  closed(): void
}

/** Where both ends write. The server's view is joined to an attempt by the addresses and ports of its connection. */
export interface Recorder {
  readonly attempts: readonly Attempt[]
  /** Keeps an attempt and gives it its id, unique within the run; `seen`: of the connection, where there was one. */
  add(attempt: Omit<Attempt, 'id'>, seen?: ConnectionSeen): Attempt
  /** Passes on what else happened. */
  readonly tell: Journal
  accepted(ends: ConnectionEnds): ServerSide
  /** The server's view as it is now. */
  serverView(ends: ConnectionEnds): ServerView
  /** The server's view once it has seen something wrong or the connection has closed. */
  settledServerView(ends: ConnectionEnds): Promise<ServerView>
  /** Lets go of everybody who waits for a view: no server will write any more. */
  end(): void
}

/** What the client saw of an attempt's connection. */
export type ConnectionSeen = Omit<AttemptEnded, 'type' | 'attempt'>

interface Line {
  view: ServerView
  accepted: boolean
  settled: Promise<void>
  settle: () => void
}

/**
 * Closed connections that no simulated client asks about (curl's, say) are forgotten when this many newer ones closed:
 * more than can close in the moment between the two ends of one, even when thousands of clients fail at once.
 */
const keptConnections = 16_384

/** `firstAttempt` is the number of the first id; `tell` hears of every attempt, and of what the hierarchy tells. */
export function createRecorder(firstAttempt = 1, tell: Journal = () => undefined): Recorder {
  const attempts: Attempt[] = []
  const lines = new Map<string, Line>()
  const closed = new Set<string>()
  let ended = false

  // The client may ask before the server's accept event has come, so either end can open the line.
  function lineOf(ends: ConnectionEnds): Line {
    const key = connectionKey(ends)
    const known = lines.get(key)
    if (known) return known
    const line = newLine()
    if (ended) line.settle()
    lines.set(key, line)
    return line
  }

  function forget(key: string): void {
    lines.delete(key)
    closed.delete(key)
  }

  function close(key: string, line: Line): void {
    line.settle()
    // The client has its view already, or another connection has come in the place of this one.
    if (lines.get(key) !== line) return
    closed.add(key)
    const [oldest] = closed
    if (oldest !== undefined && closed.size > keptConnections) forget(oldest)
  }

  return {
    attempts,
    tell,
    add(attempt, seen = noConnection) {
      const kept = { id: `a${firstAttempt + attempts.length}`, ...attempt }
      attempts.push(kept)
      tell({ type: 'attempt', attempt: kept, ...seen })
      return kept
    },
    accepted(ends) {
      // The same addresses and ports can come again once the earlier connection is gone.
      const key = connectionKey(ends)
      if (lines.get(key)?.accepted) forget(key)
      const line = lineOf(ends)
      line.accepted = true
      const { view, settle } = line
      return {
        presentedCertificate: () => (view.clientCertificate = true),
        sawWrong(end) {
          view.end ??= end
          settle()
        },
        closed: () => close(key, line),
      }
    },
    serverView: (ends) => lineOf(ends).view,
    async settledServerView(ends) {
      const line = lineOf(ends)
      await line.settled
      if (lines.get(connectionKey(ends)) === line) forget(connectionKey(ends))
      return line.view
    },
    end() {
      ended = true
      for (const line of lines.values()) line.settle()
    },
  }
}

const noConnection: ConnectionSeen = { ends: null, times: { connectMs: null, tlsMs: null }, exchanges: [] }

function newLine(): Line {
  let settle = (): void => undefined
  const settled = new Promise<void>((resolve) => (settle = resolve))
  return { view: { end: null, clientCertificate: false }, accepted: false, settled, settle }
}
