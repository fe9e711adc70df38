import { machineError, type EnvironmentError } from '../errors.ts'
import { limits } from '../limits.ts'
import { isDatagramProtocol } from '../vocabulary/network.ts'
import type { Attempt } from './attempt.ts'
import type { EndEvidence } from './end-evidence.ts'
import { connectionKey, since, type ConnectionEnds } from './connection.ts'
import type { AttemptEnded, Journal } from './recording/event.ts'
import type { Traffic } from './traffic.ts'
import type {
  AcceptedConnection,
  Accepting,
  ClosedConnection,
  ServerSide,
  ServerView,
} from './server-view.ts'

/**
 * Both ends record here, so it is the witness: an attempt is the client's word, joined to the server's view by the
 * addresses and ports of its connection. Connections of a watched client that no attempt names are strays; those that no
 * simulated client made are foreign.
 */
export interface Recorder {
  readonly attempts: readonly Attempt[]
  /** Keeps an attempt and gives it an id that is unique within the run; `seen`: its connection, if there was one. */
  add(attempt: Omit<Attempt, 'id'>, seen?: ConnectionSeen): Attempt
  /** No attempt comes of this connection, since the machine kept it from being one: it is no stray, and not foreign. */
  disregard(connection: { protocol: Attempt['protocol']; ends: ConnectionEnds }): void
  /** Is told of the bytes of every connection; absent where nobody wants them. */
  readonly traffic: Traffic | undefined
  /** Passes on every other event. */
  readonly tell: Journal
  /** A datagram of a client that has sent one before belongs to the same exchange. */
  accepted(ends: ConnectionEnds, by: Accepting): ServerSide
  /** The server's view at this moment. */
  serverView(ends: ConnectionEnds): ServerView
  /** The server's view once it has seen something wrong or the connection has closed. */
  settledServerView(ends: ConnectionEnds): Promise<ServerView>
  /** Resolves once the server says nothing more of its own accord: a fault has taken the connection over, or it has closed. */
  silenceOf(ends: ConnectionEnds): Promise<void>
  /** From now on every connection from this address has to belong to an attempt. */
  watch(clientAddress: string): void
  /** A client begins an attempt from this address; call the result when the attempt is recorded. */
  begins(clientAddress: string): () => void
  /** Whether a client makes an attempt from this address. */
  isAttempting(clientAddress: string): boolean
  /** A TCP port opened or closed. */
  portChanged(): void
  /** How often that happened: no client can be held to what a listener said while another took its place. */
  readonly portChanges: number
  /**
   * One of our own ends could not do its work. Counts where that is the machine's fault: whatever becomes of the attempts in
   * progress says nothing of a site system then.
   */
  failedAtOwnEnd(what: string, error: unknown): void
  /** The latest such fault, another object for each. */
  readonly machineFault: EnvironmentError | undefined
  /** Connections from a watched address that no attempt accounts for; none while one from there is in progress. */
  strays(clientAddress: string): readonly AcceptedConnection[]
  /** The strays of every watched address; each is reported once. */
  takeStrays(): readonly AcceptedConnection[]
  /** Releases every caller that waits: no server will record anything further. */
  end(): void
}

/** The client's view of an attempt's connection, and the listener's beside it. */
export type ConnectionSeen = Omit<AttemptEnded, 'type' | 'attempt'>

interface Connection {
  view: ServerView
  settled: Promise<void>
  settle: () => void
  silent: Promise<void>
  fallSilent: () => void
  /** An attempt accounts for it. */
  claimed: boolean
  /** Once it has closed, for as long as an attempt may still claim it. */
  over?: ClosedConnection
}

/** A watched client's connections. */
interface Account {
  /** By their keys; those that no attempt has claimed yet. */
  unclaimed: Map<string, AcceptedConnection>
  /** Attempts in progress. */
  running: number
}

/**
 * A closed connection that no simulated client asks about (curl's, say) is forgotten once this many later ones have
 * closed: more than can close between the two ends of one connection, even when thousands of clients fail at once.
 */
const keptConnections = limits.unclaimedConnections.value

/** The id of the attempt of this number, from 1. */
export function attemptId(number: number): string {
  return `a${number}`
}

/**
 * `firstAttempt` is the number in the first id; `tell` gets every attempt, and every event that the hierarchy reports;
 * `foreign` gets every connection that has closed and that no attempt accounts for. While an attempt from the same address
 * is in progress the connection may be its own: then `foreign` gets it afterwards. `keeps`: whether attempts are kept once they
 * have been told; `traffic` gets the bytes of each connection, and the attempt that it belongs to.
 */
export function createRecorder(
  firstAttempt = 1,
  tell: Journal = () => undefined,
  foreign: (connection: ClosedConnection) => void = () => undefined,
  keeps = true,
  traffic?: Traffic,
): Recorder {
  const attempts: Attempt[] = []
  let nextAttempt = firstAttempt
  const connections = new Map<string, Connection>()
  const closed = new Set<string>()
  const accounts = new Map<string, Account>()
  /** Client ends of datagrams that an attempt accounts for: a repeated datagram can come after the answer to the first. */
  const claimedSenders = new Set<string>()
  let portChanges = 0
  let machineFault: EnvironmentError | undefined
  let ended = false

  // The client may ask before the server's accept event has fired, so either end can create its record.
  function connectionOf(ends: ConnectionEnds): Connection {
    const key = connectionKey(ends)
    const known = connections.get(key)
    if (known) return known
    const connection = newConnection()
    if (ended) release(connection)
    connections.set(key, connection)
    return connection
  }

  function forget(key: string): void {
    connections.delete(key)
    closed.delete(key)
  }

  function close(key: string, connection: Connection, over: ClosedConnection): void {
    const { ends } = over
    release(connection)
    // The client has its view already, or another connection has taken the place of this one.
    if (connections.get(key) !== connection) return
    if (connection.claimed) {
      forget(key)
      return
    }
    closed.add(key)
    if (!claimedSenders.has(senderOf(ends)) || over.transport === 'tcp') {
      connection.over = over
      if (!isAttempting(ends.clientAddress)) tellForeign(connection)
    }
    const [oldest] = closed
    if (oldest === undefined || closed.size <= keptConnections) return
    forget(oldest)
    accounts.get(ends.clientAddress)?.unclaimed.delete(oldest)
  }

  function tellForeign(connection: Connection): void {
    const { over } = connection
    if (!over) return
    delete connection.over
    foreign(over)
    // Nobody asks for it any more, and certificates take much room.
    connection.view.handshake = null
  }

  /** Nobody claims the closed connections of an address any more from which no attempt is in progress. */
  function tellUnclaimed({ unclaimed }: Account): void {
    for (const key of unclaimed.keys()) {
      const connection = connections.get(key)
      if (connection) tellForeign(connection)
    }
  }

  function claim(protocol: Attempt['protocol'], ends: ConnectionEnds): void {
    const key = connectionKey(ends)
    const { unclaimed } = accounts.get(ends.clientAddress) ?? {}
    const connection = connections.get(key)
    unclaimed?.delete(key)
    if (connection) connection.claimed = true
    delete connection?.over
    if (closed.has(key)) forget(key)
    if (!isDatagramProtocol(protocol)) return
    // One socket of a booting computer turns to several ports.
    const sender = senderOf(ends)
    for (const [other, accepted] of unclaimed ?? []) {
      if (senderOf(accepted.ends) !== sender) continue
      unclaimed?.delete(other)
      delete connections.get(other)?.over
    }
    claimedSenders.add(sender)
    const [oldest] = claimedSenders
    if (oldest !== undefined && claimedSenders.size > keptConnections) claimedSenders.delete(oldest)
  }

  function isAttempting(clientAddress: string): boolean {
    return (accounts.get(clientAddress)?.running ?? 0) > 0
  }

  function failedAtOwnEnd(what: string, error: unknown): void {
    machineFault = machineError(what, error) ?? machineFault
  }

  function strays(clientAddress: string): readonly AcceptedConnection[] {
    const { unclaimed } = accounts.get(clientAddress) ?? {}
    return !unclaimed || isAttempting(clientAddress) ? [] : [...unclaimed.values()]
  }

  return {
    attempts,
    traffic,
    tell,
    add(attempt, seen = noConnection) {
      const kept = { id: attemptId(nextAttempt), ...attempt }
      nextAttempt += 1
      if (seen.ends) {
        claim(attempt.protocol, seen.ends)
        traffic?.belongs(seen.ends, kept)
      }
      if (keeps) attempts.push(kept)
      tell({ type: 'attempt', attempt: kept, ...seen })
      return kept
    },
    disregard: ({ protocol, ends }) => claim(protocol, ends),
    accepted(ends, by) {
      const { fqdn, transport } = by
      const began = performance.now()
      const key = connectionKey(ends)
      const isDatagram = transport === 'udp'
      // The same addresses and ports can be used again once the earlier connection is gone.
      if (!isDatagram && connections.get(key)?.view.listener) forget(key)
      const connection = connectionOf(ends)
      const { view, settle, fallSilent } = connection
      const side = serverSide(view, settle)
      view.listener = { fqdn, port: ends.serverPort }
      if (!isDatagram || !claimedSenders.has(senderOf(ends)))
        accounts.get(ends.clientAddress)?.unclaimed.set(key, { fqdn, ends })
      return {
        ...side,
        tookOver(end) {
          side.tookOver(end)
          fallSilent()
        },
        followsScript(end, fails) {
          side.followsScript(end, fails)
          fallSilent()
        },
        failed: (error) => failedAtOwnEnd(`${fqdn} cannot serve a connection`, error),
        closed: () => close(key, connection, { ...by, ends, view, durationMs: since(began) }),
      }
    },
    serverView: (ends) => connectionOf(ends).view,
    async settledServerView(ends) {
      const connection = connectionOf(ends)
      await connection.settled
      if (connections.get(connectionKey(ends)) === connection) forget(connectionKey(ends))
      return connection.view
    },
    silenceOf: (ends) => connectionOf(ends).silent,
    watch(clientAddress) {
      if (!accounts.has(clientAddress)) accounts.set(clientAddress, { unclaimed: new Map(), running: 0 })
    },
    begins(clientAddress) {
      const account = accounts.get(clientAddress)
      if (account) account.running += 1
      return () => {
        if (!account) return
        account.running -= 1
        if (account.running === 0) tellUnclaimed(account)
      }
    },
    isAttempting,
    portChanged() {
      portChanges += 1
    },
    get portChanges() {
      return portChanges
    },
    failedAtOwnEnd,
    get machineFault() {
      return machineFault
    },
    strays,
    takeStrays() {
      const taken = [...accounts.keys()].flatMap(strays)
      for (const { ends } of taken) accounts.get(ends.clientAddress)?.unclaimed.delete(connectionKey(ends))
      return taken
    },
    end() {
      ended = true
      for (const connection of connections.values()) release(connection)
    },
  }
}

/** The result tells what has been the machine's fault since. */
export function machineFaultsFromNow(
  recorder: Pick<Recorder, 'machineFault'>,
): () => EnvironmentError | undefined {
  const before = recorder.machineFault
  return () => (recorder.machineFault === before ? undefined : recorder.machineFault)
}

const noConnection: ConnectionSeen = {
  ends: null,
  times: { connectMs: null, tlsMs: null },
  exchanges: [],
  server: null,
}

function senderOf({ clientAddress, clientPort }: ConnectionEnds): string {
  return `${clientAddress}:${clientPort}`
}

function newConnection(): Connection {
  let settle = (): void => undefined
  let fallSilent = (): void => undefined
  const settled = new Promise<void>((resolve) => (settle = resolve))
  const silent = new Promise<void>((resolve) => (fallSilent = resolve))
  return { view: { ...nothingSeen }, settled, settle, silent, fallSilent, claimed: false }
}

/** Lets everybody go who waits for the server. */
function release({ settle, fallSilent }: Connection): void {
  settle()
  fallSilent()
}

export const nothingSeen: Readonly<ServerView> = {
  listener: null,
  end: null,
  failure: null,
  awaitsScript: false,
  replies: 0,
  status: null,
  substatus: null,
  spoilt: false,
  clientCertificate: null,
  handshake: null,
}

/** Writes a server's view; `settle` is called once the server has seen something wrong or the connection has closed. */
export function serverSide(view: ServerView, settle: () => void): Omit<ServerSide, 'failed' | 'closed'> {
  function sawWrong(end: EndEvidence): void {
    view.end ??= end
    view.failure ??= end
    settle()
  }
  return {
    shook: (handshake) => (view.handshake = handshake),
    secured: (clientCertificate) => (view.clientCertificate = clientCertificate),
    replied(status, substatus) {
      view.replies += 1
      view.status = status ?? null
      view.substatus = substatus ?? null
      view.spoilt = false
      view.awaitsScript = false
    },
    sawWrong,
    behavedUnusually(behaviour) {
      view.unusual = [...new Set(view.unusual).add(behaviour)]
    },
    tookOver(end) {
      view.spoilt = true
      view.awaitsScript = false
      sawWrong(end)
    },
    followsScript(end, fails) {
      view.spoilt = true
      view.awaitsScript = !fails
      view.end ??= end
      if (fails) view.failure ??= end
      settle()
    },
  }
}
