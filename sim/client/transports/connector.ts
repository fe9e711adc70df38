import { connect as connectTcp, isIP, type LookupFunction, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import { errors, type buildConnector } from 'undici'
import { type ConnectionEnds, type ConnectionTimes, since } from '../../evidence/connection.ts'
import { awaitOther, endsOf, type Patience } from '../../net/other-end.ts'

/** The state of one connection, which the connector updates as it goes. */
export interface Progress {
  ends?: ConnectionEnds
  secure?: { version: string; cipher: string; resumed: boolean }
  /** The socket's own error; undici does not report an alert that comes after the handshake. */
  socketError?: NodeJS.ErrnoException
  times?: ConnectionTimes
  /** Bytes received from the other end. */
  received(): number
  /** Called once requests can be sent. */
  opened?(ends: ConnectionEnds): void
}

export interface Connection extends Patience {
  fqdn: string
  port: number
  resolve(fqdn: string): string | undefined
  /** Absent where the machine chooses. */
  sourceAddress?: string
  /** Absent for plain HTTP. */
  secure?: {
    context: SecureContext
    /** Stands between the handshake and the network, and gets its secrets. */
    tap?: { wrap(socket: Socket): Duplex; keyLog(line: Buffer): void }
    /** Judges the server's certificate after the handshake; rejects with the reason for refusing it. */
    judge(socket: TLSSocket): Promise<void> | void
  }
}

/** The connection is over, and the conversation is not: an attempt is one connection, so there is no second one. */
class ClosedInConversationError extends Error {
  override readonly name = 'ClosedInConversationError'
  readonly code = 'ERR_CLOSED_IN_CONVERSATION'

  constructor() {
    super('the other end closed the connection between two requests')
  }
}

/**
 * Opens one socket for undici, and keeps what undici does not report: the local port of a failed connection, how far it
 * got, and how many bytes it received. undici connects again when the connection has closed; the second call fails.
 */
export function createConnector(connection: Connection, progress: Progress): buildConnector.connector {
  let called = false
  return (_options, done) => {
    if (called) {
      done(new ClosedInConversationError(), null)
      return
    }
    called = true
    let finished = false
    function finish(error: Error | null, socket?: Socket): void {
      if (finished) return
      finished = true
      stopWaiting()
      if (error || !socket) {
        done(error ?? new Error('no socket'), null)
        return
      }
      if (progress.ends) progress.opened?.(progress.ends)
      done(null, socket)
    }
    function fail(error: NodeJS.ErrnoException): void {
      progress.socketError ??= error
      const ends = known.ifReset(error)
      if (ends) progress.ends ??= ends
      finish(error)
    }

    const startedAt = performance.now()
    const { fqdn: host, port, sourceAddress: localAddress, secure } = connection
    const tcp = connectTcp({
      host,
      port,
      ...(localAddress !== undefined && { localAddress }),
      noDelay: true,
      lookup: lookupBy(connection.resolve),
    })
    const known = endsOf(tcp, {
      address: connection.resolve(host) ?? '',
      port,
      sourceAddress: localAddress,
      refused: connection.refused,
    })
    progress.received = () => tcp.bytesRead
    const connected = new Promise<ConnectionEnds>((resolve) =>
      tcp.once('connect', () => {
        const ends = known.connected()
        progress.ends = ends
        progress.times = { connectMs: since(startedAt), tlsMs: null }
        if (!secure) finish(null, tcp)
        resolve(ends)
      }),
    )
    const giveUp = () => tcp.destroy(new errors.ConnectTimeoutError('no answer in time'))
    const stopWaiting = awaitOther(connection, connected, giveUp, progress.received)
    // A socket that is closed while its certificate is judged has no error of its own.
    const closed = (): void => {
      // Every connection closes; an error, with its stack trace, is made only where that ends an attempt to connect.
      if (!finished) finish(Object.assign(new Error('closed by the other side'), { code: 'ECONNRESET' }))
    }
    tcp.on('error', fail)
    if (!secure) {
      tcp.once('close', closed)
      return
    }

    const socket = connectTls({
      socket: secure.tap?.wrap(tcp) ?? tcp,
      host,
      secureContext: secure.context,
      // An address is not a server name (RFC 6066).
      servername: isIP(host) === 0 ? host : '',
      ALPNProtocols: ['http/1.1'],
      // Judged below, where the refused chain can still be seen. On the wire there is no difference, since Node too
      // judges after the handshake.
      rejectUnauthorized: false,
    })
    describeLeafAlone(socket)
    if (secure.tap) socket.on('keylog', secure.tap.keyLog)
    socket.on('error', fail)
    socket.once('close', closed)
    socket.once('secureConnect', () => {
      progress.secure = describeTls(socket)
      const connectMs = progress.times?.connectMs ?? 0
      progress.times = { connectMs, tlsMs: since(startedAt + connectMs) }
      // The server waits while its certificate is judged.
      stopWaiting()
      Promise.resolve(socket)
        .then(secure.judge)
        .then(
          () => finish(null, socket),
          // Lets the end of the handshake be sent first, however quick the verdict was.
          (error: unknown) => setImmediate(() => socket.destroy(error as Error)),
        )
    })
  }
}

/**
 * Node describes the server's whole chain only to compare the names in the leaf with the name asked for: 0.3 ms of each
 * handshake with a chain of two.
 */
function describeLeafAlone(socket: TLSSocket): void {
  const describe = socket.getPeerCertificate.bind(socket)
  Object.assign(socket, { getPeerCertificate: () => describe(false) })
}

function describeTls(socket: TLSSocket): NonNullable<Progress['secure']> {
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    resumed: socket.isSessionReused(),
  }
}

/**
 * Resolves names by the hierarchy's own name service alone, so that clients connect to loopback addresses only. Later, as a
 * resolver would: the socket is watched from before it connects.
 */
export function lookupBy(resolve: (fqdn: string) => string | undefined): LookupFunction {
  return (hostname, { all }, callback) =>
    queueMicrotask(() => {
      const address = resolve(hostname)
      if (address === undefined) {
        const error = Object.assign(new Error(`no host has the name ${hostname}`), { code: 'ENOTFOUND' })
        callback(error, [])
      } else if (all) callback(null, [{ address, family: isIP(address) }])
      else callback(null, address, isIP(address))
    })
}
