import type { Readable } from 'node:stream'

/**
 * The bytes of a body, and how many they are: of a longer one than `longest` no piece beyond it is kept, and `stop` says
 * whether the rest is read all the same. Rejects where it ends too soon. An async iterator would cost several times as much,
 * and a message has one at each end.
 */
export function readBody(
  body: Readable,
  longest: number,
  { stop = false } = {},
): Promise<{ bytes: Buffer; length: number }> {
  return new Promise((resolve, reject) => {
    const pieces: Buffer[] = []
    let length = 0
    const done = (): void => resolve({ bytes: Buffer.concat(pieces), length })
    const cutOff = (): void => reject(body.errored ?? prematureClose())
    if (body.destroyed) {
      cutOff()
      return
    }
    body.on('data', (piece: Buffer) => {
      length += piece.length
      if (length <= longest) pieces.push(piece)
      else if (stop) {
        done()
        body.destroy()
      }
    })
    body.once('end', done)
    body.on('error', reject)
    body.once('close', () => {
      if (!body.readableEnded) cutOff()
    })
  })
}

/** As Node has it for whoever waits for the end of a stream. */
export function prematureClose(): Error {
  return Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
}
