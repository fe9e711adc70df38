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
  const parts: Uint8Array[] = []
  for (let missing = length; missing > 0;) {
    const next = await iterator.next()
    if (next.done) break
    parts.push(next.value)
    missing -= next.value.length
  }
  const seen = Buffer.concat(parts)
  return { head: seen.subarray(0, length), bytes: resumed(seen, iterator) }
}

/** A whole stream; undefined where it has more than `most` bytes, and then it is read no further. */
export async function wholeUpTo(
  chunks: AsyncIterable<Uint8Array>,
  most: number,
): Promise<Buffer | undefined> {
  const parts: Uint8Array[] = []
  let length = 0
  for await (const chunk of chunks) {
    length += chunk.length
    if (length > most) return undefined
    parts.push(chunk)
  }
  return Buffer.concat(parts)
}

async function* resumed(seen: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield seen
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  } finally {
    await iterator.return?.()
  }
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
