import type { IncomingMessage, ServerResponse } from 'node:http'
import { type ServedRequest, since } from '../../evidence/connection.ts'
import type { WebProtocol } from '../../model/protocol.ts'
import type { OpenConnection } from './open-connection.ts'

/** Tells of a request once it is answered, or its connection has gone: what the web server's log would say. */
export function tellWhenServed(
  request: IncomingMessage,
  response: ServerResponse,
  connection: OpenConnection,
  { fqdn, protocol }: { fqdn: string; protocol: WebProtocol },
  served: (request: Omit<ServedRequest, 'at'>) => void,
): void {
  const { socket } = connection
  // A socket that has been closed no longer knows them.
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  const writtenBefore = socket.bytesWritten
  const began = performance.now()
  const [path = '', ...query] = (request.url ?? '').split('?')
  connection.substatus = 0
  response.once('close', () => {
    served({
      system: fqdn,
      protocol,
      serverAddress: localAddress ?? '',
      serverPort: localPort ?? 0,
      clientAddress: remoteAddress ?? '',
      clientPort: remotePort ?? 0,
      method: request.method ?? '',
      path,
      query: query.join('?'),
      userAgent: request.headers['user-agent'] ?? null,
      host: request.headers.host ?? null,
      status: response.headersSent ? response.statusCode : 0,
      substatus: connection.substatus,
      aborted: !response.writableFinished,
      bytesSent: socket.bytesWritten - writtenBefore,
      bytesReceived: Number(request.headers['content-length'] ?? 0),
      durationMs: since(began),
    })
  })
}
