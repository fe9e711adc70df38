import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import { since, type ServedRequest } from '../../evidence/connection.ts'
import type { WebProtocol } from '../../vocabulary/network.ts'
import { errorPage, type WebServerError } from '../../wire/error-page.ts'
import { createVerbRewriter } from '../../wire/http/verb-rewriter.ts'
import type { WebConnection } from './web-connection.ts'

/** Answers a request received on a connection. */
export type AnswerRequest = (
  request: IncomingMessage,
  response: ServerResponse,
  connection: WebConnection,
) => void

/** The server behind a port, which serves the requests of its connections. */
export interface Receiver {
  /** `stream`: the connection's socket, TLS within it, or the part of it that the server may read. */
  receive(connection: WebConnection, stream: Duplex): void
}

/** A web server without a port of its own; it records connections that do not speak HTTP. */
export function createHttpReceiver(answer: AnswerRequest): Receiver {
  const connections = new WeakMap<Duplex, WebConnection>()
  const server = createServer((request, response) => {
    const connection = connections.get(request.socket)
    if (connection) answer(request, response, connection)
    else request.socket.destroy()
  })
  server.on('clientError', (error: NodeJS.ErrnoException, stream) => {
    if (error.code?.startsWith('HPE_')) {
      const { side } = connections.get(stream) ?? {}
      side?.sawWrong({ stage: 'http', code: error.code, message: error.message })
    }
    stream.destroy()
  })
  restoreVerbs(server)
  return {
    receive(connection, stream) {
      const rewritten = acceptAnyVerb(stream)
      connections.set(rewritten, connection)
      server.emit('connection', rewritten)
    },
  }
}

/** Reports a request, for a line of the web server's log, once it is answered or its connection has closed. */
export function reportWhenServed(
  request: IncomingMessage,
  response: ServerResponse,
  connection: WebConnection,
  { fqdn, protocol }: { fqdn: string; protocol: WebProtocol },
  served: (request: Omit<ServedRequest, 'at'>) => void,
): void {
  const { socket } = connection
  // Read now: a closed socket no longer has them.
  const { remoteAddress, remotePort, localAddress, localPort } = socket
  const writtenBefore = socket.bytesWritten
  const began = performance.now()
  const [path = '', ...query] = (request.url ?? '').split('?')
  connection.substatus = 0
  connection.refusedFor = undefined
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
      ...(connection.refusedFor !== undefined && { refused: connection.refusedFor }),
      aborted: !response.writableFinished,
      bytesSent: socket.bytesWritten - writtenBefore,
      bytesReceived: Number(request.headers['content-length'] ?? 0),
      durationMs: since(began),
    })
  })
}

export function sendError(request: IncomingMessage, response: ServerResponse, error: WebServerError): void {
  const body = errorPage(error)
  const { status, allow, authenticate } = error
  writeHead(response, status, {
    'Content-Type': 'text/html',
    'Content-Length': Buffer.byteLength(body),
    ...(allow && { Allow: allow.join(', ') }),
    ...(authenticate && { 'WWW-Authenticate': authenticate.join(', ') }),
  })
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** Writes the head of a response in the name of the web server of Windows Server 2003. */
export function writeHead(
  response: ServerResponse,
  status: number,
  headers: Record<string, string | number>,
): void {
  response.writeHead(status, { Server: 'Microsoft-IIS/6.0', ...headers })
}

/** A random name, so that no client can send this header. */
const verbHeader = `x-verb-${randomBytes(16).toString('hex')}`

/**
 * Wraps a socket for a web server, so that it accepts verbs that Node's parser refuses. Call
 * `restoreVerbs` with the server as well.
 */
export function acceptAnyVerb(socket: Duplex): Duplex {
  const rewrite = createVerbRewriter(verbHeader)
  const stream = new Duplex({
    read: () => void socket.resume(),
    write: (chunk: Buffer, encoding, done) => void socket.write(chunk, encoding, done),
    // Send head and body of an answer together, as happens without this stream in between.
    writev(chunks, done) {
      socket.cork()
      for (const { chunk, encoding } of chunks.slice(0, -1)) socket.write(chunk as Buffer, encoding)
      socket.write(chunks.at(-1)?.chunk as Buffer, done)
      socket.uncork()
    },
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (piece: Buffer) => {
    for (const part of rewrite(piece)) if (!stream.push(part)) socket.pause()
  })
  socket.on('end', () => stream.push(null))
  socket.on('error', (error) => stream.destroy(error))
  socket.on('close', () => stream.destroy())
  return stream
}

/** Restores the verbs of requests before any other listener sees them. */
export function restoreVerbs(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const verb = request.headers[verbHeader]
    if (typeof verb === 'string') request.method = verb
  })
}
