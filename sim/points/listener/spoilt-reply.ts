import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { SpoiltReply } from '../../net/faults.ts'

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
