import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { connectionFaults, type SpoiltReply } from '../../net/faults.ts'
import type { AskedRequest, Misbehaviour } from '../../vocabulary/misbehaviour.ts'
import { parseRequestTarget } from '../../wire/http/requests.ts'
import { writeHead } from './http-receiver.ts'
import type { WebConnection } from './web-connection.ts'

/** A request as a script may name it. */
export function askedOf({ method = '', url = '' }: IncomingMessage): AskedRequest {
  return { path: decoded(parseRequestTarget(method, url)?.path ?? url) }
}

/** Answers a request as a script has it; `answer` does where the script leaves that to the web server. */
export function answerAsScripted(
  { delayMs, answer: own, fault }: Misbehaviour,
  answer: () => void,
  request: IncomingMessage,
  response: ServerResponse,
  connection: WebConnection,
): void {
  const { side, socket, progress } = connection
  const reply = (): void => {
    if (fault) {
      const spoilt = spoiltReply(request, response, socket)
      request.resume().once('end', () => connectionFaults[fault].requested(spoilt))
      return
    }
    progress.isHeld = false
    if (!own) {
      answer()
      return
    }
    const { status, headers, body } = own
    side.replied(status)
    request.resume()
    writeHead(response, status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
    response.end(request.method === 'HEAD' ? undefined : body)
  }
  progress.isHeld = true
  if (delayMs === undefined) {
    reply()
    return
  }
  const timer = setTimeout(reply, delayMs)
  response.once('close', () => clearTimeout(timer))
}

/** Bytes that a spoilt reply announces, more than any client waits for, and bytes of its first part. */
const announced = 2 ** 40
const firstPart = 1024

export function spoiltReply(request: IncomingMessage, response: ServerResponse, socket: Socket): SpoiltReply {
  return {
    stage: 'http',
    socket,
    sendInstead: (text) => void request.socket.end(text),
    begin(sent) {
      response.writeHead(200, { 'Content-Length': announced })
      response.write(Buffer.alloc(firstPart), () => sent())
    },
    // What nobody reads is not kept.
    trickle() {
      if (!response.writableNeedDrain) response.write(Buffer.alloc(1))
    },
  }
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
