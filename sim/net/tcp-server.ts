import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { EndEvidence } from '../evidence/attempt.ts'
import type { ConnectionEnds } from '../evidence/connection.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { ServerSide } from '../evidence/server-view.ts'
import type { Stage, TcpProtocol } from '../vocabulary/network.ts'
import type { SpoiltReply, TcpFault } from './faults.ts'
import type { Listener } from './listener.ts'

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
  /** Connections at a time; any number where absent. */
  mostConnections?: number
}

/** A connection that the server has accepted. */
export interface ServerConnection {
  socket: Socket
  side: ServerSide
  /** Connections that are open at this moment, this one included. */
  count: number
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
  { address, port: wantedPort, fqdn, service, protocol, recorder, mostConnections }: TcpServerOptions,
  serve: (connection: ServerConnection) => Promise<void>,
): Promise<TcpServer> {
  const by = { fqdn, protocol, transport: 'tcp' } as const
  const sockets = new Set<Socket>()
  /** Sockets that a fault has taken over. */
  const taken = new Set<Socket>()
  let fault: TcpFault | undefined
  let elsewhere: number | undefined
  let changing = Promise.resolve()

  function accept(socket: Socket): void {
    const side = recorder.accepted(endsOf(socket), by)
    sockets.add(socket)
    // Readers of the socket get the error as well; ignore one that comes later.
    socket.on('error', () => undefined)
    const served = begin({
      socket,
      side,
      count: sockets.size,
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
    server = newServer()
    const opened = await listen(server, address, to?.port === 'another' ? 0 : port)
    if (to?.port === 'another') elsewhere = opened
  }

  function newServer(): Server {
    const created = createServer(accept)
    if (mostConnections !== undefined) created.maxConnections = mostConnections
    // Accepted all the same, and closed at once.
    created.on('drop', (dropped) => dropped && recorder.accepted(endsOf(dropped), by).closed())
    return created
  }

  let server = newServer()
  const port = await listen(server, address, wantedPort)
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
      await changing
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** The ends of a socket, or of a connection that was dropped. */
type BothEnds = Partial<Pick<Socket, 'remoteAddress' | 'remotePort' | 'localAddress' | 'localPort'>>

function endsOf({ remoteAddress, remotePort, localAddress, localPort }: BothEnds): ConnectionEnds {
  return {
    clientAddress: remoteAddress ?? '',
    clientPort: remotePort ?? 0,
    serverAddress: localAddress ?? '',
    serverPort: localPort ?? 0,
  }
}

/** Resolves to the port that was opened. */
function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve((server.address() as AddressInfo).port)
    })
  })
}
