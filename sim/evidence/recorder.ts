import type { Attempt, EndEvidence } from './attempt.ts'
import { connectionKey, type ConnectionEnds } from './connection.ts'
import type { AttemptEnded, Journal } from './recording/event.ts'

/** The server's view of one connection. */
export interface ServerView {
  end: EndEvidence | null
  /** The client presented a certificate, good or bad. */
  clientCertificate: boolean
}

/** The server's side of the recording for one connection. */
export interface ServerSide {
  presentedCertificate(): void
  /** Only the first failure counts: later ones are its consequences. */
  sawWrong(end: EndEvidence): void
  closed(): void
}

/** Both ends record here. The server's view is joined to an attempt by the addresses and ports of its connection. */
export interface Recorder {
  readonly attempts: readonly Attempt[]
  /** Keeps an attempt and gives it an id that is unique within the run; `seen`: its connection, if there was one. */
  add(attempt: Omit<Attempt, 'id'>, seen?: ConnectionSeen): Attempt
  /** Passes on every other event. */
  readonly tell: Journal
  accepted(ends: ConnectionEnds): ServerSide
  /** The server's view at this moment. */
  serverView(ends: ConnectionEnds): ServerView
  /** The server's view once it has seen something wrong or the connection has closed. */
  settledServerView(ends: ConnectionEnds): Promise<ServerView>
  /** Releases every caller that waits for a view: no server will record anything further. */
  end(): void
}

/** The client's view of an attempt's connection. */
export type ConnectionSeen = Omit<AttemptEnded, 'type' | 'attempt'>

interface Connection {
  view: ServerView
  accepted: boolean
  settled: Promise<void>
  settle: () => void
}

/**
 * A closed connection that no simulated client asks about (curl's, say) is forgotten once this many later ones have
 * closed: more than can close between the two ends of one connection, even when thousands of clients fail at once.
 */
const keptConnections = 16_384

/**
 * `firstAttempt` is the number in the first id; `tell` gets every attempt, and every event that the hierarchy reports.
 */
export function createRecorder(firstAttempt = 1, tell: Journal = () => undefined): Recorder {
  const attempts: Attempt[] = []
  const connections = new Map<string, Connection>()
  const closed = new Set<string>()
  let ended = false

  // The client may ask before the server's accept event has fired, so either end can create its record.
  function connectionOf(ends: ConnectionEnds): Connection {
    const key = connectionKey(ends)
    const known = connections.get(key)
    if (known) return known
    const connection = newConnection()
    if (ended) connection.settle()
    connections.set(key, connection)
    return connection
  }

  function forget(key: string): void {
    connections.delete(key)
    closed.delete(key)
  }

  function close(key: string, connection: Connection): void {
    connection.settle()
    // The client has its view already, or another connection has taken the place of this one.
    if (connections.get(key) !== connection) return
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
      // The same addresses and ports can be used again once the earlier connection is gone.
      const key = connectionKey(ends)
      if (connections.get(key)?.accepted) forget(key)
      const connection = connectionOf(ends)
      connection.accepted = true
      const { view, settle } = connection
      return {
        presentedCertificate: () => (view.clientCertificate = true),
        sawWrong(end) {
          view.end ??= end
          settle()
        },
        closed: () => close(key, connection),
      }
    },
    serverView: (ends) => connectionOf(ends).view,
    async settledServerView(ends) {
      const connection = connectionOf(ends)
      await connection.settled
      if (connections.get(connectionKey(ends)) === connection) forget(connectionKey(ends))
      return connection.view
    },
    end() {
      ended = true
      for (const connection of connections.values()) connection.settle()
    },
  }
}

const noConnection: ConnectionSeen = { ends: null, times: { connectMs: null, tlsMs: null }, exchanges: [] }

function newConnection(): Connection {
  let settle = (): void => undefined
  const settled = new Promise<void>((resolve) => (settle = resolve))
  return { view: { end: null, clientCertificate: false }, accepted: false, settled, settle }
}
