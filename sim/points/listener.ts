import { createServer as createHttpServer, type IncomingMessage, type Server as HttpServer } from 'node:http'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import type { ConnectionEnds } from '../evidence/connection.ts'
import type { Recorder, ServerSide } from '../evidence/recorder.ts'
import type { Binding } from './bindings.ts'
import { clientOf, type OpenConnections } from './open-connections.ts'
import type { Place } from './role.ts'
import { createTlsServer, type TlsMaterial } from './tls-server.ts'
import { requestListener } from './web-server.ts'

export interface ListenerOptions {
  address: string
  /** 0 where the system is to choose. */
  port: number
  binding: Binding
  place: Place
  recorder: Recorder
  /** Asked for at the first connection: a thousand certificates that nobody uses are not made. */
  tls(): Promise<TlsMaterial>
}

export interface Listener {
  binding: Binding
  address: string
  /** The port that is really open. */
  port: number
  close(): Promise<void>
}

/**
 * Opens one port of a site system. The TCP listener is separate from the web server behind it, which is made at the
 * first connection: an idle listener costs a few KiB, and every connection is known before a handshake can fail.
 */
export async function openListener(options: ListenerOptions): Promise<Listener> {
  const { address, binding, recorder } = options
  const sockets = new Set<Socket>()
  const connections = new Map<string, ServerSide>()
  let webServer: Promise<HttpServer> | undefined

  const server = createServer((socket) => {
    const ends = endsOf(socket)
    const side = recorder.accepted(ends)
    const client = clientOf(socket)
    sockets.add(socket)
    connections.set(client, side)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      sockets.delete(socket)
      connections.delete(client)
      // The TLS socket around this one ends by the same event, and its error event, which has the reason, comes last.
      setImmediate(side.closed)
    })
    webServer ??= createWebServer(options, connections)
    webServer.then(
      (made) => socket.destroyed || made.emit('connection', socket),
      () => socket.destroy(),
    )
  })
  await listen(server, address, options.port)
  const { port } = server.address() as AddressInfo
  return {
    binding,
    address,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

async function createWebServer(options: ListenerOptions, connections: OpenConnections): Promise<HttpServer> {
  const { binding, place } = options
  const answer = requestListener(binding, place, ({ socket }: IncomingMessage) => {
    const side = connections.get(clientOf(socket))
    return (end) => side?.sawWrong(end)
  })
  const server =
    binding.protocol === 'https'
      ? createTlsServer(await options.tls(), binding, connections, answer)
      : createHttpServer(answer)
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code?.startsWith('HPE_')) {
      connections.get(clientOf(socket))?.sawWrong({ stage: 'http', code: error.code, message: error.message })
    }
    socket.destroy()
  })
  return server
}

function endsOf(socket: Socket): ConnectionEnds {
  return {
    clientAddress: socket.remoteAddress ?? '',
    clientPort: socket.remotePort ?? 0,
    serverAddress: socket.localAddress ?? '',
    serverPort: socket.localPort ?? 0,
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject)
      resolve()
    })
  })
}
