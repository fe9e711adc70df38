import { reset } from './connection.ts'
import type { Asked, FaultBehaviour } from './fault-behaviour.ts'

/** Bytes that are announced, more than the most patient client waits for; and those of them that are sent at once. */
const announced = 2 ** 40
const sent = 1024

/** Sends the head of an answer and the first part of its body. */
function begin({ response }: Asked, then: () => void): void {
  response.writeHead(200, { 'Content-Length': announced })
  response.write(Buffer.alloc(sent), () => then())
}

export const silentInAnswer: FaultBehaviour = {
  asked(asked) {
    begin(asked, () => undefined)
    return { stage: 'http', code: 'STALLED', message: 'stopped in the middle of the answer' }
  },
}

/** Milliseconds for the client to read what it has: to libuv a reset that comes with unread data is a mere end. */
const readingTime = 50

export const resetInAnswer: FaultBehaviour = {
  asked(asked) {
    begin(asked, () => setTimeout(() => asked.socket.resetAndDestroy(), readingTime))
    return {
      stage: 'http',
      code: 'CUT_BY_RESET',
      message: 'reset the connection in the middle of the answer',
    }
  },
}

/** Bytes that a connection carries before it breaks: more than one range of a download. */
const carried = 1024 * 1024

/** The network goes in the middle of a download, and does not come back by itself. */
export const resetInTransfer: FaultBehaviour = {
  ...resetInAnswer,
  spares: ({ bytesWritten }) => bytesWritten < carried,
  afterwards: reset,
}

export const truncated: FaultBehaviour = {
  asked(asked) {
    begin(asked, () => asked.socket.destroy())
    return { stage: 'http', code: 'CUT_SHORT', message: 'closed the connection before the answer was whole' }
  },
}

/** Milliseconds between bytes: no timer that begins anew with each of them runs out. */
const pace = 20

export const slow: FaultBehaviour = {
  asked(asked) {
    const { response, socket } = asked
    begin(asked, () => undefined)
    const timer = setInterval(() => response.write(Buffer.alloc(1)), pace)
    socket.once('close', () => clearInterval(timer))
    return { stage: 'http', code: 'TRICKLED', message: 'sent the answer a byte at a time' }
  },
}
