import type { Attempt, EndEvidence } from './attempt.ts'
import { connectionKey, type ConnectionEnds } from './connection.ts'

/** What the server knows of one connection. */
export interface ServerView {
  end: EndEvidence | null
  /** The client presented a certificate, good or bad. */
  clientCertificate: boolean
}

/** A site system's pen: it writes what it sees of one connection. */
export interface ServerSide {
  presentedCertificate(): void
  /** Only the first thing that went wrong counts: what follows is its consequence. */
  sawWrong(end: EndEvidence): void
  closed(): void
}

/** Where both ends write. The server's view is joined to an attempt by the addresses and ports of its connection. */
export interface Recorder {
  readonly attempts: readonly Attempt[]
  /** Keeps an attempt and gives it its id, unique within the run. */
  add(attempt: Omit<Attempt, 'id'>): Attempt
  accepted(ends: ConnectionEnds): ServerSide
  /** The server's view as it is now. */
  serverView(ends: ConnectionEnds): ServerView
  /** The server's view once it has seen something wrong or the connection has closed. */
  settledServerView(ends: ConnectionEnds): Promise<ServerView>
  /** Lets go of everybody who waits for a view: no server will write any more. */
  end(): void
}

interface Line {
  view: ServerView
  accepted: boolean
  settled: Promise<void>
  settle: () => void
}

/** Connections that no simulated client asks about (curl's, say) are forgotten when this many newer ones came. */
const keptConnections = 1024

/** `firstAttempt` is the number of the first id. */
export function createRecorder(firstAttempt = 1): Recorder {
  const attempts: Attempt[] = []
  const lines = new Map<string, Line>()
  let ended = false

  // The client may ask before the server's accept event has come, so either end can open the line.
  function lineOf(ends: ConnectionEnds): Line {
    const key = connectionKey(ends)
    const known = lines.get(key)
    if (known) return known
    const line = newLine()
    if (ended) line.settle()
    lines.set(key, line)
    if (lines.size > keptConnections) forgetOldest(lines)
    return line
  }

  return {
    attempts,
    add(attempt) {
      const kept = { id: `a${firstAttempt + attempts.length}`, ...attempt }
      attempts.push(kept)
      return kept
    },
    accepted(ends) {
      // The same addresses and ports can come again once the earlier connection is gone.
      if (lines.get(connectionKey(ends))?.accepted) lines.delete(connectionKey(ends))
      const line = lineOf(ends)
      line.accepted = true
      const { view, settle } = line
      return {
        presentedCertificate: () => (view.clientCertificate = true),
        sawWrong(end) {
          view.end ??= end
          settle()
        },
        closed: settle,
      }
    },
    serverView: (ends) => lineOf(ends).view,
    async settledServerView(ends) {
      const line = lineOf(ends)
      await line.settled
      lines.delete(connectionKey(ends))
      return line.view
    },
    end() {
      ended = true
      for (const line of lines.values()) line.settle()
    },
  }
}

function newLine(): Line {
  let settle = (): void => undefined
  const settled = new Promise<void>((resolve) => (settle = resolve))
  return { view: { end: null, clientCertificate: false }, accepted: false, settled, settle }
}

function forgetOldest(lines: Map<string, Line>): void {
  for (const key of lines.keys()) {
    lines.delete(key)
    return
  }
}
