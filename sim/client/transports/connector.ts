import { connect as connectTcp, isIP, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import { errors, type buildConnector } from 'undici'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import type { ConnectionTimes } from '../../evidence/recording/http-exchange.ts'
import { since } from '../../evidence/since.ts'
import { lookupBy } from '../network.ts'

/** How far one connection has come, kept by the connector as it goes. */
export interface Progress {
  ends?: ConnectionEnds
  secure?: { version: string; cipher: string; resumed: boolean }
  /** What the socket itself reported; undici keeps quiet about an alert that comes after the handshake. */
  socketError?: NodeJS.ErrnoException
  times?: ConnectionTimes
  /** Bytes that have come from the other end. */
  received(): number
}

export interface Connection {
  fqdn: string
  port: number
  resolve(fqdn: string): string | undefined
  /** Absent where the machine is to choose. */
  sourceAddress?: string
  /** Milliseconds of silence until a try is given up. */
  timeout: number
  /** Absent for plain HTTP. */
  secure?: {
    context: SecureContext
    /** Stands between the handshake and the network, and is told its secrets. */
    tap?: { wrap(socket: Socket): Duplex; keyLog(line: Buffer): void }
    /** Looks at the server's certificate once the handshake is over; rejects with why it is refused. */
    judge(socket: TLSSocket): Promise<void> | void
  }
}

/**
 * Opens the sockets for undici and keeps what undici does not tell: the local port of a connection that failed, how
 * far it had come, and how much had come over it.
 */
export function createConnector(connection: Connection, progress: Progress): buildConnector.connector {
  return (_options, done) => {
    let finished = false
    function finish(error: Error | null, socket?: Socket): void {
      if (finished) return
      finished = true
      tcp.setTimeout(0)
      if (error || !socket) done(error ?? new Error('no socket'), null)
      else done(null, socket)
    }
    function fail(error: NodeJS.ErrnoException): void {
      progress.socketError ??= error
      finish(error)
    }

    const startedAt = performance.now()
    const { fqdn: host, port, sourceAddress: localAddress, timeout, secure } = connection
    const lookup = lookupBy(connection.resolve)
    const tcp = connectTcp({
      host,
      port,
      ...(localAddress !== undefined && { localAddress }),
      noDelay: true,
      lookup,
    })
    progress.received = () => tcp.bytesRead
    tcp.setTimeout(timeout, () => tcp.destroy(new errors.ConnectTimeoutError('no answer in time')))
    // A socket that is closed while its certificate is looked at ends without an error of its own.
    const closed = (): void =>
      finish(Object.assign(new Error('closed by the other side'), { code: 'ECONNRESET' }))
    tcp.on('error', fail)
    tcp.once('connect', () => {
      progress.ends = endsOf(tcp, connection)
      progress.times = { connectMs: since(startedAt), tlsMs: null }
      if (!secure) finish(null, tcp)
    })
    if (!secure) {
      tcp.once('close', closed)
      return
    }

    const socket = connectTls({
      socket: secure.tap?.wrap(tcp) ?? tcp,
      host,
      secureContext: secure.context,
      // RFC 6066: an address is no server name.
      servername: isIP(host) === 0 ? host : '',
      ALPNProtocols: ['http/1.1'],
      // Judged below, where the chain that is refused can still be seen. On the wire there is no difference: Node, too,
      // judges once the handshake is over.
      rejectUnauthorized: false,
    })
    if (secure.tap) socket.on('keylog', secure.tap.keyLog)
    socket.on('error', fail)
    socket.once('close', closed)
    socket.once('secureConnect', () => {
      progress.secure = describeTls(socket)
      const connectMs = progress.times?.connectMs ?? 0
      progress.times = { connectMs, tlsMs: since(startedAt + connectMs) }
      // The look at the certificate has a limit of its own.
      tcp.setTimeout(0)
      Promise.resolve(socket)
        .then(secure.judge)
        .then(
          () => finish(null, socket),
          // The end of the handshake is sent first, however short the look was.
          (error: unknown) => setImmediate(() => socket.destroy(error as Error)),
        )
    })
  }
}

function describeTls(socket: TLSSocket): NonNullable<Progress['secure']> {
  return {
    version: socket.getProtocol() ?? '',
    cipher: socket.getCipher().name,
    resumed: socket.isSessionReused(),
  }
}

/** The server's end as it was asked for: a socket that has been reset already no longer knows its peer. */
function endsOf(socket: Socket, { fqdn, port, resolve, sourceAddress }: Connection): ConnectionEnds {
  return {
    clientAddress: sourceAddress ?? socket.localAddress ?? '',
    clientPort: socket.localPort ?? 0,
    serverAddress: resolve(fqdn) ?? '',
    serverPort: port,
  }
}
