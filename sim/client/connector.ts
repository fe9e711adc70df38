import { connect as connectTcp, type LookupFunction, type Socket } from 'node:net'
import { connect as connectTls, type SecureContext, type TLSSocket } from 'node:tls'
import { errors, type buildConnector } from 'undici'
import type { ConnectionEnds } from '../evidence/connection.ts'

/** Milliseconds until a try is given up: long for loopback, so that only silence is cut off. */
export const patience = 10_000

/** How far one connection has come, kept by the connector as it goes. */
export interface Progress {
  ends?: ConnectionEnds
  secure?: { version: string; cipher: string; resumed: boolean }
  /** What the socket itself reported; undici keeps quiet about an alert that comes after the handshake. */
  socketError?: NodeJS.ErrnoException
}

export interface Connection {
  fqdn: string
  port: number
  resolve(fqdn: string): string | undefined
  sourceAddress: string
  /** Absent for plain HTTP. */
  secureContext?: SecureContext
}

/**
 * Opens the sockets for undici and keeps what undici does not tell: the local port of a connection that failed, and
 * how far it had come.
 */
export function createConnector(connection: Connection, progress: Progress): buildConnector.connector {
  return (_options, done) => {
    let finished = false
    function finish(error: Error | null, socket?: Socket | TLSSocket): void {
      if (finished) return
      finished = true
      socket?.setTimeout(0)
      if (error || !socket) done(error ?? new Error('no socket'), null)
      else done(null, socket)
    }

    const { fqdn: host, port, sourceAddress: localAddress, secureContext } = connection
    const destination = { host, port, localAddress, noDelay: true, lookup: lookupBy(connection.resolve) }
    const socket = secureContext
      ? connectTls({ ...destination, secureContext, servername: host, ALPNProtocols: ['http/1.1'] })
      : connectTcp(destination)
    socket.setTimeout(patience, () => {
      socket.destroy(new errors.ConnectTimeoutError('no answer in time while connecting'))
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      progress.socketError ??= error
      finish(error)
    })
    socket.once('connect', () => {
      progress.ends = endsOf(socket, connection)
      if (!secureContext) finish(null, socket)
    })
    socket.once('secureConnect', () => {
      progress.secure = describeTls(socket as TLSSocket)
      finish(null, socket)
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

/** Loopback addresses only ever come out of the hierarchy's own name service: nothing is asked of the machine's. */
function lookupBy(resolve: Connection['resolve']): LookupFunction {
  return (hostname, { all }, callback) => {
    const address = resolve(hostname)
    if (address === undefined) {
      const error = Object.assign(new Error(`no site system is called ${hostname}`), { code: 'ENOTFOUND' })
      callback(error, [])
    } else if (all) callback(null, [{ address, family: 4 }])
    else callback(null, address, 4)
  }
}

/** The server's end as it was asked for: a socket that has been reset already no longer knows its peer. */
function endsOf(socket: Socket, { fqdn, port, resolve, sourceAddress }: Connection): ConnectionEnds {
  return {
    clientAddress: sourceAddress,
    clientPort: socket.localPort ?? 0,
    serverAddress: resolve(fqdn) ?? '',
    serverPort: port,
  }
}
