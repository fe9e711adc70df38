import type { Body, Headers, HttpExchange } from '../../evidence/recording/http-exchange.ts'
import { since } from '../../evidence/since.ts'
import type { Progress } from './connector.ts'
import type { Reply, Said } from './conversation.ts'

/** Bytes; longer texts are only counted. */
const longestText = 16 * 1024

/** Notes of what is said by HTTP over one connection. */
export interface ExchangeNotes {
  readonly exchanges: HttpExchange[]
  /** A request is made; the result is told when its answer begins, and when it is whole. */
  said(request: Said): { answering(status: number, reason: string): void; answered(reply: Reply): void }
}

/** `origin`: `https://mp.osl.contoso.test:8443`. */
export function createExchangeNotes(origin: string, progress: Progress): ExchangeNotes {
  const exchanges: HttpExchange[] = []
  const began = performance.now()
  return {
    exchanges,
    said({ method, path, headers = {}, body }) {
      const atMs = since(began)
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
      let answeringAt = began
      exchanges.push(exchange)
      return {
        answering(status, reason) {
          const { times } = progress
          // The first request is made before there is a connection.
          const connecting = exchanges[0] === exchange ? (times?.connectMs ?? 0) + (times?.tlsMs ?? 0) : 0
          answeringAt = performance.now()
          exchange.waitMs = Math.max(0, since(began + atMs + connecting))
          exchange.answer = { status, reason, headers: [], body: { bytes: 0 } }
        },
        answered({ headers, body: received }) {
          if (!exchange.answer) return
          exchange.receiveMs = since(answeringAt)
          exchange.answer.headers = Object.entries(headers).map(([name, value]) => [name, value ?? ''])
          exchange.answer.body = bodyOf(received, headers['content-type'])
        },
      }
    },
  }
}

/** What undici adds of its own stands first. */
function requestHeaders(origin: string, given: Record<string, string>, body: Said['body']): Headers {
  return [
    ['host', new URL(origin).host],
    ['connection', 'keep-alive'],
    ...Object.entries(given),
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
