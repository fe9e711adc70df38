import { createServer, type RequestListener } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { hearAnyVerb, restoreVerbs } from './any-verb.ts'
import { clientOf, type OpenConnection, type OpenConnections } from './open-connection.ts'

/** What stands behind a port. */
export interface Receiver {
  /** `stream`: what is heard and said over the connection's socket, all of it or part. */
  receive(connection: OpenConnection, stream: Duplex): void
}

/** Plain HTTP. */
export function createHttpReceiver(connections: OpenConnections, answer: RequestListener): Receiver {
  const receive = createHttpServer(connections, answer)
  return { receive: (_connection, stream) => receive(stream) }
}

/** A web server that is given its connections; it notes what is no HTTP. */
export function createHttpServer(
  connections: OpenConnections,
  answer: RequestListener,
): (stream: Duplex) => void {
  const server = createServer(answer)
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    if (error.code?.startsWith('HPE_')) {
      const { side } = connections.get(clientOf(socket)) ?? {}
      side?.sawWrong({ stage: 'http', code: error.code, message: error.message })
    }
    socket.destroy()
  })
  restoreVerbs(server)
  return (stream) => server.emit('connection', hearAnyVerb(stream))
}
