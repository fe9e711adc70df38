import { Client, errors, type Dispatcher } from 'undici'
import {
  since,
  type Body,
  type ConnectionEnds,
  type Headers,
  type HttpExchange,
} from '../../evidence/connection.ts'
import { codeAndMessage } from '../../evidence/end-evidence.ts'
import { readBody } from '../../net/read-body.ts'
import { limits } from '../../limits.ts'
import { awaitOther, awaitWhole, type Patience } from '../../net/other-end.ts'
import { parseErrorPage, statusInWords } from '../../wire/error-page.ts'
import { ServerCertificateError } from './certificates.ts'
import { createConnector, type Connection, type Progress } from './connector.ts'
import type { BareEvidence, Exchange } from './transport.ts'

/** One HTTP request of a client. */
export interface Request {
  /** The verb as it stands on the wire: `PROPFIND`, `CCM_POST`. */
  method: string
  /** With its query. */
  path: string
  /** By name; the client adds those that frame the message. */
  headers?: Record<string, string>
  /** None by default. */
  body?: string | Buffer
}

/** What came back to a request. */
export interface Reply {
  /** 100 to 599. */
  status: number
  /** Names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  /** Whole, as it came; empty where there was none. */
  body: Buffer
}

/** Sends a request and resolves to the reply, whatever its status. */
export type Send = (request: Request) => Promise<Reply>

/** Requests that a client sends to one site system over one connection, each after the reply to the one before. */
export type Conversation<Result = void> = (send: Send) => Promise<Result>

/** The site system replied, but not as its role should: a refusal by status, or a body that is not the role's. */
export class UnexpectedReplyError extends Error {
  override readonly name = 'UnexpectedReplyError'
  readonly reply: Reply

  /** `message`: the expected and the actual reply, for people. */
  constructor(reply: Reply, message: string) {
    super(message)
    this.reply = reply
  }
}

/** Sends one request, and throws an `UnexpectedReplyError` unless the reply has a status below 300. */
export async function ask(send: Send, request: Request): Promise<Reply> {
  const reply = await send(request)
  if (reply.status >= 300)
    throw new UnexpectedReplyError(reply, `${request.method} ${request.path}: HTTP ${reply.status}`)
  return reply
}

/** Longest body of a reply, in bytes: far above any that a client requests. */
const longestBody = limits.replyBody.value

/** Milliseconds between two requests: undici waits no longer. */
const longestPause = 600_000

/** Made once: undici would make one for each conversation, and Node would write its stack trace. Nobody gets to see it. */
const conversationOver = new errors.ClientDestroyedError()

/** The state of a conversation. */
interface Turn {
  /** A reply to the last request had begun. */
  answering: boolean
  status: number | null
  /** Path of the last request. */
  path: string
}

/**
 * Holds a conversation over one new connection, and resolves to its result or to what went wrong. Never rejects.
 * `origin`: `https://mp.osl.contoso.test:8443`; `path`: of the last request.
 */
export async function exchange<Result>(
  origin: string,
  connection: Connection,
  conversation: Conversation<Result>,
): Promise<Exchange<Result> & { path: string }> {
  const progress: Progress = { received: () => 0 }
  const opened = new Promise<ConnectionEnds>((resolve) => (progress.opened = resolve))
  const client = new Client(origin, {
    connect: createConnector(connection, progress),
    // The wait for a reply is limited below, by the server's silence.
    headersTimeout: 0,
    bodyTimeout: 0,
    // Only the server ends a connection between two requests: undici would end it some seconds before the server says
    // that it will.
    keepAliveTimeout: longestPause,
    keepAliveTimeoutThreshold: -longestPause,
  })
  const { exchanges, note } = createExchangeNotes(origin, progress)
  const turn: Turn = { answering: false, status: null, path: '/' }

  async function send(request: Request): Promise<Reply> {
    const { method, path, headers = {}, body = null } = request
    turn.answering = false
    turn.path = path
    const noted = note(request)
    const { signal, begun, stop } = awaitReply(connection, opened, progress)
    try {
      // `reset: false`: undici would close the connection after a HEAD, and after a body with a verb it does not know.
      const answer = await client.request({ method, path, headers, body, signal, reset: false })
      begun()
      turn.answering = true
      turn.status = answer.statusCode
      noted.begins(answer.statusCode, answer.statusText)
      const reply = {
        status: answer.statusCode,
        headers: singleHeaders(answer.headers),
        // Its beginning, if it is too long: an answer without an end is an answer all the same, and none that came too slowly.
        body: (await readBody(answer.body, longestBody, { stop: true })).bytes,
      }
      noted.ends(reply)
      return reply
    } finally {
      stop()
    }
  }

  try {
    const result = await conversation(send)
    return { ...seen(), result, status: turn.status, substatus: null, end: null }
  } catch (error) {
    if (error instanceof UnexpectedReplyError) return { ...seen(), ...refusal(error, progress) }
    const end = { ...endOf(error, progress, connection), ...(turn.answering && { answering: true as const }) }
    return { ...seen(), status: null, substatus: null, end }
  } finally {
    await client.destroy(conversationOver)
  }

  function seen() {
    const { ends, times, secure } = progress
    return { ends, times, secure, received: progress.received(), path: turn.path, exchanges }
  }
}

/** undici leaves the whitespace behind a value, which is no part of it (RFC 9112, section 5.1). */
function singleHeaders(headers: Dispatcher.ResponseData['headers']): Reply['headers'] {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      (Array.isArray(value) ? value.join(', ') : value)?.trimEnd(),
    ]),
  )
}

/** The evidence of a refusal by an error page, or of a reply that does not belong to the role. */
function refusal(
  { reply, message }: UnexpectedReplyError,
  progress: Progress,
): Pick<Exchange<never>, 'status' | 'substatus' | 'end'> {
  const { status } = reply
  const received = progress.received()
  if (status < 300) {
    return { status, substatus: null, end: { stage: 'http', code: 'UNEXPECTED_ANSWER', message, received } }
  }
  const page = parseErrorPage(reply.body.toString())
  const refused = page?.status === status ? page : { status }
  const code = statusInWords(refused)
  return {
    status,
    substatus: refused.substatus ?? null,
    end: { stage: 'http', code, message: `HTTP status ${code}`, received },
  }
}

interface AwaitedReply {
  /** Gives the request up. */
  signal: AbortSignal
  /** Call it once the reply has begun, and `stop` once it is whole. */
  begun(): void
  stop(): void
}

/**
 * Gives up a reply that does not begin, or stops. One that has begun may take twice the timeout in all, since silence counts
 * anew at every byte.
 */
function awaitReply(patience: Patience, opened: Promise<ConnectionEnds>, progress: Progress): AwaitedReply {
  const impatience = new AbortController()
  const waits: (() => void)[] = []
  let stopped = false

  function wait(begin: (ends: ConnectionEnds) => () => void): void {
    void opened.then((ends) => {
      if (!stopped) waits.push(begin(ends))
    })
  }

  let isBegun = false
  const silent = () => (isBegun ? new errors.BodyTimeoutError() : new errors.HeadersTimeoutError())
  const giveUp = () => impatience.abort(silent())
  wait((ends) => awaitOther(patience, ends, giveUp, progress.received))
  return {
    signal: impatience.signal,
    begun() {
      isBegun = true
      wait((ends) => awaitWhole(patience, ends, () => impatience.abort(new AnswerTooSlowError())))
    },
    stop() {
      stopped = true
      for (const stopWaiting of waits) stopWaiting()
    },
  }
}

class AnswerTooSlowError extends Error {
  override readonly name = 'AnswerTooSlowError'
  readonly code = 'ERR_ANSWER_TOO_SLOW'

  constructor() {
    super('the answer began, but was not complete in time')
  }
}

function endOf(thrown: unknown, progress: Progress, { secure }: Connection): BareEvidence {
  const caught = thrown as NodeJS.ErrnoException
  const { socketError } = progress
  // A TLS 1.3 server sends its alert after the handshake, and undici reports only that the other side closed.
  const alert = socketError?.code?.startsWith('ERR_SSL_') ? socketError : undefined
  // When a connection is reset in the middle of a body, undici reports only that the body is too short.
  const reset = caught.code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH' ? socketError : undefined
  const { code, message } = codeAndMessage(alert ?? reset ?? caught, caught.name)
  const reached = code === 'ENOTFOUND' ? 'resolve' : 'connect'
  const received = progress.received()
  if (caught instanceof ServerCertificateError) {
    const { certificate, otherNameLeadsHere, clock } = caught
    return {
      stage: 'tls',
      code,
      message,
      received,
      ...(certificate && { certificate }),
      ...(otherNameLeadsHere && { otherNameLeadsHere }),
      ...(clock && { clock }),
    }
  }
  const stage = !progress.times ? reached : alert || (secure && !progress.secure) ? 'tls' : 'http'
  return { stage, code, message, received, ...(isTls(thrown) && { firstBytes: 'tls' }) }
}

/** An alert (RFC 8446, section 6) in place of a reply. */
function isTls(thrown: unknown): boolean {
  return (
    thrown instanceof errors.HTTPParserError &&
    'data' in thrown &&
    String(thrown.data).startsWith('\u0015\u0003')
  )
}

/** Bytes; the recording keeps only the length of longer texts. */
const longestText = 16 * 1024

interface ExchangeNotes {
  readonly exchanges: HttpExchange[]
  /** Notes a request; the result is called when its reply begins, and when it is whole. */
  note(request: Request): { begins(status: number, reason: string): void; ends(reply: Reply): void }
}

/** Takes notes of the requests and replies of one connection, for the recording. */
function createExchangeNotes(origin: string, progress: Progress): ExchangeNotes {
  const exchanges: HttpExchange[] = []
  const startedAt = performance.now()
  return {
    exchanges,
    note({ method, path, headers = {}, body }) {
      const atMs = since(startedAt)
      const exchange: HttpExchange = {
        atMs,
        method,
        url: origin + path,
        requestHeaders: requestHeaders(origin, headers, body),
        requestBody: bodyOf(body ?? '', headers['Content-Type'] ?? headers['content-type']),
        answer: null,
        waitMs: 0,
        receiveMs: 0,
      }
      let answeringAt = startedAt
      exchanges.push(exchange)
      return {
        begins(status, reason) {
          const { times } = progress
          // The first request is made before there is a connection.
          const connecting = exchanges[0] === exchange ? (times?.connectMs ?? 0) + (times?.tlsMs ?? 0) : 0
          answeringAt = performance.now()
          exchange.waitMs = Math.max(0, since(startedAt + atMs + connecting))
          exchange.answer = { status, reason, headers: [], body: { bytes: 0 } }
        },
        ends({ headers, body: received }) {
          if (!exchange.answer) return
          exchange.receiveMs = since(answeringAt)
          exchange.answer.headers = Object.entries(headers).map(([name, value]) => [name, value ?? ''])
          exchange.answer.body = bodyOf(received, headers['content-type'])
        },
      }
    },
  }
}

/** The headers that undici adds come first. */
function requestHeaders(origin: string, headers: Record<string, string>, body: Request['body']): Headers {
  return [
    ['host', new URL(origin).host],
    ['connection', 'keep-alive'],
    ...Object.entries(headers),
    ...(body === undefined
      ? []
      : [['content-length', `${Buffer.byteLength(body)}`] satisfies Headers[number]]),
  ]
}

function bodyOf(body: string | Buffer, type = ''): Body {
  const bytes = Buffer.byteLength(body)
  const isText = /^(text\/|application\/(xml|json|soap))/i.test(type)
  return { bytes, ...(isText && bytes <= longestText && { text: body.toString() }) }
}
