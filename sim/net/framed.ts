import type { Socket } from 'node:net'
import { prematureClose } from './read-body.ts'

/** Offsets of the content of a stream's first message. */
interface MessageBounds {
  start: number
  end: number
}

/** How a protocol marks its messages in a stream. */
export interface Framing {
  /** Bounds of the first message; undefined: needs more bytes; `wrong`: no message begins like this. */
  boundsOf(bytes: Buffer): MessageBounds | { wrong: string } | undefined
  /** Bytes of the longest message that is accepted. */
  longest: number
}

/** The other end sent something that its protocol does not allow. */
export class InvalidMessageError extends Error {
  override readonly name = 'InvalidMessageError'
  readonly code = 'INVALID_MESSAGE'
}

/**
 * Yields the messages of a stream. Throws an `InvalidMessageError` if a message has an invalid beginning, is too long, or
 * is cut off by the end of the stream.
 */
export async function* framed(
  stream: AsyncIterable<Buffer>,
  { boundsOf, longest }: Framing,
): AsyncGenerator<Buffer, void, undefined> {
  let pieces: Buffer[] = []
  let waiting = 0
  let wanted = 1
  for await (const chunk of stream) {
    pieces.push(chunk)
    waiting += chunk.length
    if (waiting < wanted) continue
    let rest = Buffer.concat(pieces)
    for (;;) {
      const bounds = boundsOf(rest)
      if (bounds && 'wrong' in bounds) throw new InvalidMessageError(bounds.wrong)
      wanted = bounds ? bounds.end : rest.length + 1
      if (bounds && bounds.end - bounds.start > longest) {
        const length = bounds.end - bounds.start
        throw new InvalidMessageError(`a message of ${length} bytes, longer than the limit of ${longest}`)
      }
      if (!bounds || rest.length < wanted) break
      yield rest.subarray(bounds.start, bounds.end)
      rest = rest.subarray(bounds.end)
    }
    pieces = [rest]
    waiting = rest.length
  }
  if (waiting > 0) throw new InvalidMessageError(`the connection ended ${waiting} bytes into a message`)
}

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
