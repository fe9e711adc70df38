import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { errorPage } from '../wire/error-page.ts'
import type { Answer, Answered, ReceivedRequest } from './role.ts'

/** Bytes; no message that these roles read comes near it. */
const longestBody = 1024 * 1024

/** undefined when the request's target is no path that can be decoded. */
export function readRequest(request: IncomingMessage): ReceivedRequest | undefined {
  const [, written = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(request.url ?? '') ?? []
  const path = decode(written)
  if (path === undefined) return undefined
  return {
    method: request.method ?? '',
    path,
    query,
    header(name) {
      const value = request.headers[name.toLowerCase()]
      return Array.isArray(value) ? value.join(', ') : value
    },
    body: () => readBody(request),
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  // Read to its end even when it is too long: a client that is cut off while it still sends may never see the answer.
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length <= longestBody) pieces.push(piece)
  }
  return length <= longestBody ? Buffer.concat(pieces) : undefined
}

export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  const {
    status,
    headers = {},
    body,
  }: Answered = 'reason' in answer
    ? { status: answer.status, headers: { 'Content-Type': 'text/html' }, body: errorPage(answer) }
    : answer
  // The web server of Windows Server 2003; BITS needs a length with every answer.
  response.writeHead(status, { Server: 'Microsoft-IIS/6.0', ...lengthOf(body), ...headers })
  if (body instanceof Readable) {
    // A client that goes away in mid-transfer is its own affair.
    await pipeline(body, response).catch(() => undefined)
  } else {
    response.end(request.method === 'HEAD' ? undefined : body)
  }
}

function lengthOf(body: Answered['body']): Record<string, number> {
  return body instanceof Readable ? {} : { 'Content-Length': Buffer.byteLength(body ?? '') }
}
