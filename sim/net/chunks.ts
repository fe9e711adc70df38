import type { Socket } from 'node:net'
import { prematureClose } from './read-body.ts'

const events = ['readable', 'end', 'close', 'error'] as const

/**
 * The bytes of a socket as they come, until the other end sends no more. Throws the error that ends the connection, or that it
 * was closed at this end. Node's own iterator makes an error, with its stack trace, for each socket that closes.
 */
export async function* chunksOf(socket: Socket): AsyncGenerator<Buffer, void, undefined> {
  let wake = (): void => undefined
  const changed = (): void => wake()
  for (const event of events) socket.on(event, changed)
  try {
    for (;;) {
      const chunk = socket.destroyed ? null : (socket.read() as Buffer | null)
      if (chunk) yield chunk
      else if (socket.errored) throw socket.errored
      else if (socket.readableEnded) return
      else if (socket.closed) throw prematureClose()
      else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    for (const event of events) socket.off(event, changed)
  }
}
