import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { EndEvidence } from '../evidence/end-evidence.ts'
import type { ConnectionEnds } from '../evidence/connection.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { ServerSide } from '../evidence/server-view.ts'
import type { Stage, TcpProtocol } from '../vocabulary/network.ts'
import type { Behaviour } from './behaviour.ts'
import { createConnectionGuard, type ConnectionProgress } from './connection-guard.ts'
import type { SpoiltReply, TcpFault } from './faults.ts'
import type { Listener } from './listener.ts'
import { meetScripts, type Meet } from './scripts.ts'
import { tapSocket } from './tap-socket.ts'
import type { Unusually } from './unusual.ts'

export interface TcpServerOptions {
  address: string
  /** 0 where the system chooses. */
  port: number
  /** Name of the system that listens. */
  fqdn: string
  /** The server's name in messages: `the web server`. */
  service: string
  protocol: TcpProtocol
  recorder: Recorder
  /** Absent where the server behaves as usual. */
  behaviour?: Behaviour | undefined
  /** Whether a simulated machine waits at this address; by default one that makes an attempt. */
  isAwaited?(clientAddress: string): boolean
}

/** A connection that the server has accepted. */
export interface ServerConnection {
  socket: Socket
  /** Somebody is told of its bytes, so that nothing may read or write below Node's streams, as its TLS does. */
  isTapped: boolean
  side: ServerSide
  /** Connections that are open at this moment, this one included. */
  count: number
  /** Kept up to date by whoever serves the connection. */
  progress: ConnectionProgress
  /** Draws what is unusual about this connection; undefined where nothing is. */
  unusually: Unusually | undefined
  /** What a request meets. */
  meet: Meet
  /** Records that a fault has taken the connection over; the connection ends when the fault changes. */
  takeOver(seen: EndEvidence): void
  /** Spoils the reply to a request as the current fault does; undefined when the request gets its reply. */
  spoilReply(): ((reply: SpoiltReply) => void) | undefined
  /** Whether the current fault closes the connection after the reply to a request; recorded as seen at this stage. */
  closesAfterReply(stage: Stage): boolean
}

interface TcpServer extends Omit<Listener, 'break' | 'repair'> {
  /** Replaces the current fault; undefined: none. Closes the connections that the old one has taken over. */
  change(to: TcpFault | undefined): Promise<void>
}

/**
 * Opens a TCP port whose connections are recorded from the first moment, and which can have the faults of a connection.
 * `serve` gets the connections that no fault takes over; it resolves once it has recorded all about its connection.
 */
export async function openTcpServer(
  { address, port: wantedPort, fqdn, service, protocol, recorder, behaviour, isAwaited }: TcpServerOptions,
  serve: (connection: ServerConnection) => Promise<void>,
): Promise<TcpServer> {
  const by = { fqdn, protocol, transport: 'tcp' } as const
  const sockets = new Set<Socket>()
  /** Sockets that a fault has taken over. */
  const taken = new Set<Socket>()
  const guard = createConnectionGuard({
    ...{ protocol, fqdn, taken },
    isAwaited: isAwaited ?? ((clientAddress) => recorder.isAttempting(clientAddress)),
  })
  let fault: TcpFault | undefined
  let elsewhere: number | undefined
  let isClosed = false
  let changing = Promise.resolve()

  function accept(socket: Socket): void {
    const ends = endsOf(socket)
    const { traffic } = recorder
    if (traffic) tapSocket(socket, traffic.connected(ends))
    const side = recorder.accepted(ends, by)
    const progress = { stage: firstStage[protocol], read: 0, open: 0, isHeld: false }
    const unusually = behaviour?.unusual?.(`${fqdn} ${protocol}`, ends.clientAddress, side)
    // Pieces that wait for one another come as a whole.
    if (unusually) socket.setNoDelay()
    sockets.add(socket)
    // Readers of the socket get the error as well; ignore one that comes later.
    socket.on('error', () => undefined)
    const served = begin({
      socket,
      isTapped: traffic !== undefined,
      side,
      count: sockets.size,
      progress,
      unusually,
      meet: (request) =>
        behaviour?.scripts?.scripted.size
          ? meetScripts(behaviour.scripts, protocol, side, unusually, request)
          : { due: undefined, unusually },
      takeOver(seen) {
        side.tookOver(seen)
        taken.add(socket)
      },
      spoilReply() {
        const { requested, spares, afterwards } = fault ?? {}
        if (!requested || spares?.(socket)) return undefined
        return (reply) => {
          taken.add(socket)
          side.tookOver(requested(reply))
          if (afterwards) fault = afterwards
        }
      },
      closesAfterReply(stage) {
        const { closesAfterReply: seen } = fault ?? {}
        if (!seen) return false
        side.sawWrong({ stage, ...seen })
        taken.add(socket)
        return true
      },
    })
    socket.once('close', () => {
      sockets.delete(socket)
      taken.delete(socket)
      void served.then(side.closed)
    })
    guard.watch({ socket, side, progress, clientAddress: ends.clientAddress })
  }

  async function begin(connection: ServerConnection): Promise<void> {
    const { socket, takeOver } = connection
    if (!fault?.connected) return serve(connection)
    takeOver(fault.connected(socket))
    // Read on, or the end of the connection goes unnoticed.
    socket.resume()
  }

  async function changeNow(to: TcpFault | undefined): Promise<void> {
    const listens = fault?.port
    fault = to
    for (const socket of taken) socket.destroy()
    if (to?.port === listens) return
    recorder.portChanged()
    // Frees the port at once; open connections go on.
    server.close()
    elsewhere = undefined
    if (to?.port === 'none') return
    server = createServer(accept)
    const opened = await listen(server, address, to?.port === 'another' ? 0 : port, cannotAccept)
    if (to?.port === 'another') elsewhere = opened
  }

  /** libuv tries an accept that failed again at once, for ever; a port that is opened anew waits for the next connection. */
  function cannotAccept(error: Error): void {
    recorder.failedAtOwnEnd(`${fqdn} cannot accept a connection`, error)
    const stopped = server.close()
    changing = changing.then(async () => {
      if (server !== stopped || isClosed) return
      server = createServer(accept)
      await listen(server, address, elsewhere ?? port, cannotAccept)
    })
    changing = changing.catch((again: unknown) =>
      recorder.failedAtOwnEnd(`${fqdn} cannot listen any more`, again),
    )
  }

  let server = createServer(accept)
  const port = await listen(server, address, wantedPort, cannotAccept)
  return {
    address,
    port,
    change(to) {
      // Changes run one after the other.
      const changed = changing.then(() => changeNow(to))
      changing = changed.catch(() => undefined)
      return changed
    },
    refuses() {
      if (fault?.port === 'none') {
        const message = `${service} of ${fqdn} is stopped`
        return { stage: 'connect', code: 'NOT_LISTENING', message, witnessed: false }
      }
      if (elsewhere === undefined) return fault?.refuses ?? null
      const message = `${fqdn} listens on port ${elsewhere} instead of ${port}`
      return { stage: 'connect', code: 'LISTENS_ELSEWHERE', message, witnessed: false }
    },
    async close() {
      recorder.portChanged()
      isClosed = true
      await changing
      const closed = new Promise((resolve) => server.close(resolve))
      // The server counts a connection as gone before the connection itself says so.
      const gone = [...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve)))
      for (const socket of sockets) socket.destroy()
      await Promise.all([closed, ...gone])
      // The end of a connection is learned in this turn, and told to the recorder.
      await new Promise(setImmediate)
    },
  }
}

/** The stage of a connection that has just been accepted. */
const firstStage: Readonly<Record<TcpProtocol, Stage>> = {
  http: 'http',
  https: 'tls',
  smb: 'smb',
  ldap: 'ldap',
  dns: 'dns',
}

function endsOf({ remoteAddress, remotePort, localAddress, localPort }: Socket): ConnectionEnds {
  return {
    clientAddress: remoteAddress ?? '',
    clientPort: remotePort ?? 0,
    serverAddress: localAddress ?? '',
    serverPort: localPort ?? 0,
  }
}

/** Resolves to the port that was opened; `failed` hears of each later error. */
function listen(server: Server, host: string, port: number, failed: (error: Error) => void): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject).on('error', failed)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
