import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip } from 'node:zlib'

/** The first bytes of a stream, and the whole of it. */
interface Headed {
  /** `length` bytes; fewer where the stream ends before. */
  head: Uint8Array
  bytes: AsyncIterable<Uint8Array>
}

/** Looks at the first bytes of a stream, however they are split. */
export async function withHead(chunks: AsyncIterable<Uint8Array>, length: number): Promise<Headed> {
  const iterator = chunks[Symbol.asyncIterator]()
  let seen = Buffer.alloc(0)
  while (seen.length < length) {
    const next = await iterator.next()
    if (next.done) break
    seen = Buffer.concat([seen, next.value])
  }
  return { head: seen.subarray(0, length), bytes: resumed(seen, iterator) }
}

async function* resumed(seen: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield seen
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
}

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
function prematureClose(): Error {
  return Object.assign(new Error('Premature close'), { code: 'ERR_STREAM_PREMATURE_CLOSE' })
}

/** A rotated log is often compressed: the bytes themselves, whether they come by gzip or not. One cut short gives what it has. */
export async function* gunzipped(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { head, bytes } = await withHead(chunks, magic.length)
  if (head.length < magic.length || !magic.every((byte, index) => head[index] === byte)) {
    yield* bytes
    return
  }
  const unpacked = createGunzip({ finishFlush: constants.Z_SYNC_FLUSH })
  // Its failure is the reader's as well, who gets it below.
  const done = pipeline(Readable.from(bytes), unpacked).catch(() => undefined)
  for await (const chunk of unpacked) yield chunk as Uint8Array
  await done
}

/** RFC 1952: ID1, ID2, and the only method of compression. */
const magic = [0x1f, 0x8b, 8] as const
