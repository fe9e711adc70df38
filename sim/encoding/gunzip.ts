import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createGunzip } from 'node:zlib'
import { withHead } from './stream-head.ts'

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
