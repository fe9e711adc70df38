import { AsyncResource } from 'node:async_hooks'
import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Duplex } from 'node:stream'
import { codeAndMessage } from '../../evidence/end-evidence.ts'
import { limits } from '../../limits.ts'
import { errorPage, type WebServerError } from '../../wire/error-page.ts'
import {
  longestHead,
  refusalFor,
  refusalOfUnreadable,
  refusalPage,
  refusalText,
  type HeadSeen,
  type Refusal,
} from '../../wire/http/refusal.ts'
import { createVerbRewriter } from '../../wire/http/requests.ts'
import { writeInPieces } from '../../net/unusual.ts'
import type { Random } from '../../random.ts'
import type { WebConnection } from './web-connection.ts'

/** What a listener does with the requests of its connections. */
export interface RequestHandler {
  /** Of one connection, each once the answer to the one before it is sent. */
  answer(request: IncomingMessage, response: ServerResponse, connection: WebConnection): void
  /** Records what cannot be read as a request, before it is refused. */
  saw(unreadable: Unreadable, connection: WebConnection): void
}

/** What came instead of a request, or of its body. */
export interface Unreadable {
  /** As far as it has come. */
  requestLine: string
  /** Node's code, and what it says. */
  code: string
  message: string
  /** undefined where the connection has had its last answer. */
  refusal?: Refusal
  /** The length of the refusal; undefined where it is the answer to a request, which is reported by itself. */
  bytesSent?: number
}

/** The server behind a port, which serves the requests of its connections. */
export interface Receiver {
  /** `stream`: the connection's socket, TLS within it, or the part of it that the server may read. */
  receive(connection: WebConnection, stream: Duplex): void
}

/** A connection that the web server reads. */
interface Received extends RequestStream {
  connection: WebConnection
  /** The response to the request that came last. */
  latest?: ServerResponse
  /** The one before that. */
  before?: ServerResponse | undefined
}

/** A web server without a port of its own. Connections that do not speak HTTP are answered, recorded and closed. */
export function createHttpReceiver({ answer, saw }: RequestHandler): Receiver {
  const received = new WeakMap<Duplex, Received>()
  const server = createServer({
    insecureHTTPParser: false,
    maxHeaderSize: longestHead,
    // Node would answer by itself, and nobody would hear of it.
    requireHostHeader: false,
    // The answers promise it, and the listener keeps the promise.
    keepAliveTimeout: limits.webSilence.value * 1000,
  })
  // Otherwise Node drops the fields above a number of them, and Host may be one.
  server.maxHeadersCount = 0
  server.on('request', (request, response) => {
    const from = received.get(request.socket)
    if (!from) {
      request.socket.destroy()
      return
    }
    const { latest: before, connection, stream } = from
    Object.assign(from, { before, latest: response })
    // Whatever comes behind one that waits is not read yet, or there would be no end to them.
    if (before && !before.closed) stream.pause()
    afterwards(before, () => {
      if (from.latest === response) stream.resume()
      // The answer before it may have been the last.
      if (!stream.writableEnded) answer(request, response, connection)
    })
  })
  // The web server refuses it: Node's own answer would not be recorded.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response))
  server.on('connect', (_request, stream: Duplex) => {
    const from = received.get(stream)
    if (from) refuse(from, { code: '501', message: 'was asked for a tunnel' }, refusalFor('N/I'))
  })
  server.on('clientError', (error, stream) => {
    const why = codeAndMessage(error, '')
    const from = received.get(stream)
    if (from && why.code.startsWith('HPE_') && !stream.destroyed)
      refuse(from, why, refusalOfUnreadable(why.code, from.head()))
    else stream.destroy()
  })
  restoreVerbs(server)

  /** Answers once all earlier requests are answered, and closes the connection. */
  function refuse(from: Received, why: Pick<Unreadable, 'code' | 'message'>, refusal: Refusal): void {
    const { connection, stream, head, ignoreRest, latest, before } = from
    // Node tells of every further byte.
    if (!ignoreRest()) return
    const seen = { ...why, requestLine: head().requestLine }
    if (latest === undefined || latest.req.complete) {
      afterwards(latest, () => {
        // There is no answer after the last.
        if (stream.writableEnded) {
          saw(seen, connection)
          return
        }
        const text = refusalText(refusal, new Date())
        saw({ ...seen, refusal, bytesSent: text.length }, connection)
        stream.end(text)
      })
      return
    }
    // Its body cannot be read. A request has one answer.
    afterwards(before, () => {
      if (!latest.headersSent && !stream.writableEnded) {
        saw({ ...seen, refusal }, connection)
        sendRefusal(latest.req, latest, refusal)
        return
      }
      afterwards(latest, () => {
        saw(seen, connection)
        stream.end()
      })
    })
  }

  return {
    receive(connection, stream) {
      const split = connection.unusually?.('split-writes')
      const from: Received = { ...acceptAnyVerb(stream, split), connection }
      received.set(from.stream, from)
      server.emit('connection', from.stream)
    },
  }
}

/** Once an answer is sent, and all about it recorded. Not at all where it cannot be sent. */
function afterwards(response: ServerResponse | undefined, act: () => void): void {
  if (!response || response.closed) act()
  else response.once('close', () => response.writableFinished && act())
}

/** Refuses a request in the name of HTTP.sys, and closes its connection. */
export function sendRefusal(request: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const page = refusalPage(refusal)
  response.writeHead(refusal.status, {
    'Content-Type': 'text/html',
    Connection: 'close',
    'Content-Length': Buffer.byteLength(page),
  })
  response.end(request.method === 'HEAD' ? undefined : page)
}

export function sendError(
  request: IncomingMessage,
  response: ServerResponse,
  error: WebServerError,
  arrange?: (head: Head) => Head,
): void {
  const body = errorPage(error)
  const { status, allow, authenticate, closes } = error
  const head = {
    'Content-Type': 'text/html',
    'Content-Length': Buffer.byteLength(body),
    ...(allow && { Allow: allow.join(', ') }),
    ...(authenticate && { 'WWW-Authenticate': [...authenticate] }),
    ...(closes && { Connection: 'close' }),
  }
  writeHead(response, status, head, arrange)
  response.end(request.method === 'HEAD' ? undefined : body)
}

/** The fields of a response. */
export type Head = Record<string, string | number | string[]>

/** Writes the head of a response in the name of the web server of Windows Server 2003. */
export function writeHead(
  response: ServerResponse,
  status: number,
  headers: Head,
  arrange: (head: Head) => Head = asIs,
): void {
  response.writeHead(status, arrange({ Server: 'Microsoft-IIS/6.0', ...headers }))
}

const asIs = (head: Head): Head => head

/** A client's requests, as a web server's parser reads them. */
export interface RequestStream {
  stream: Duplex
  /** What has come of the head of the request that is being read. */
  head(): HeadSeen
  /**
   * Shows the parser nothing more. What the client still sends is read and dropped, until it closes the connection.
   * False if that was so already.
   */
  ignoreRest(): boolean
}

/** A random name, so that no client can send this header. */
const verbHeader = `x-verb-${randomBytes(16).toString('hex')}`

/**
 * A client that is refused while it sends would lose the answer if the connection closed at once (RFC 9112, section 9.6);
 * one that goes on for more bytes or milliseconds than this loses it.
 */
const mostIgnored = limits.ignoredBytes.value
const longestIgnored = 5000

/**
 * Wraps a socket for a web server, so that it accepts verbs that Node's parser refuses. Call
 * `restoreVerbs` with the server as well. `split`: the chances by which it sends what it writes in pieces.
 */
export function acceptAnyVerb(socket: Duplex, split?: Random): RequestStream {
  const { rewrite, rest, head } = createVerbRewriter(verbHeader)
  let ignored: number | undefined
  const stream = streamOver(socket, split)

  function push(parts: Iterable<Buffer>): void {
    for (const part of parts) {
      if (!stream.push(part)) socket.pause()
      // The parser reads at once, and the server may refuse what it has read.
      if (ignored !== undefined) return
    }
  }

  socket.on('data', (piece: Buffer) => {
    if (ignored === undefined) push(rewrite(piece))
    else if ((ignored += piece.length) > mostIgnored) socket.destroy()
  })
  socket.on('end', () => {
    if (ignored === undefined) push([rest()])
    if (ignored === undefined) stream.push(null)
  })
  socket.on('error', (error) => stream.destroy(error))
  socket.on('close', () => stream.destroy())

  function ignoreRest(): boolean {
    if (ignored !== undefined) return false
    ignored = 0
    socket.resume()
    const giveUp = setTimeout(() => socket.destroy(), longestIgnored).unref()
    socket.once('close', () => clearTimeout(giveUp))
    return true
  }

  // A parser that has stopped reading would never hear that the client has gone.
  stream.once('finish', ignoreRest)
  return { stream, head, ignoreRest }
}

/** A stream over another: what is written to it, its end and its destruction pass on; who makes it pushes what is to be read. */
function streamOver(socket: Duplex, split?: Random): Duplex {
  return new Duplex({
    read: () => void socket.resume(),
    write(chunk: Buffer, encoding, done) {
      if (split) writeInPieces(socket, chunk, split, done)
      else socket.write(chunk, encoding, done)
    },
    // Send head and body of an answer together, as happens without this stream in between.
    writev(chunks, done) {
      if (split) {
        writeInPieces(socket, Buffer.concat(chunks.map(({ chunk }) => chunk as Buffer)), split, done)
        return
      }
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
}

/** The same, through which everything can be read that comes. It ends in the context in which it was made. */
export function passingAll(socket: Duplex): Duplex {
  const stream = streamOver(socket)
  socket.on('data', (bytes: Buffer) => {
    if (!stream.push(bytes)) socket.pause()
  })
  socket.once(
    'end',
    AsyncResource.bind(() => stream.push(null)),
  )
  socket.once(
    'error',
    AsyncResource.bind((error) => stream.destroy(error)),
  )
  socket.once(
    'close',
    AsyncResource.bind(() => stream.destroy()),
  )
  return stream
}

/** Restores the verbs of requests before any other listener sees them. */
export function restoreVerbs(server: Server): void {
  server.prependListener('request', (request: IncomingMessage) => {
    const verb = request.headers[verbHeader]
    if (typeof verb === 'string') request.method = verb
  })
}
