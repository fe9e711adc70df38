import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sendError, writeHead } from '../listener/http-receiver.ts'
import type { Answer, Answered, ReceivedRequest } from './virtual-directory.ts'

/** Bytes; few messages come near it. */
const usualLongestBody = 1024 * 1024

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
    body: (longest = usualLongestBody) => readBody(request, longest),
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

async function readBody(request: IncomingMessage, longest: number): Promise<Buffer | undefined> {
  const pieces: Buffer[] = []
  let length = 0
  // Read to its end even when it is too long: a client that is cut off while it still sends may never see the answer.
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length
    if (length <= longest) pieces.push(piece)
  }
  return length <= longest ? Buffer.concat(pieces) : undefined
}

export async function sendAnswer(
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
): Promise<void> {
  if ('reason' in answer) {
    sendError(request, response, answer)
    return
  }
  const { status, headers = {}, body } = answer
  writeHead(response, status, { ...lengthOf(body), ...headers })
  if (body instanceof Readable) {
    // Ignore a client that goes away in mid-transfer.
    await pipeline(body, response).catch(() => undefined)
  } else response.end(request.method === 'HEAD' ? undefined : body)
}

/** BITS needs a length with every answer. */
function lengthOf(body: Answered['body']): Record<string, number> {
  return body instanceof Readable ? {} : { 'Content-Length': Buffer.byteLength(body ?? '') }
}
