import { createCipheriv, createHash } from 'node:crypto'
import type { ByteRange } from './byte-ranges.ts'

/** What a package's bytes follow from: they are made on the way out and never stored. */
export interface PackageIdentity {
  id: string
  version: number
}

const blockSize = 64 * 1024

/** The bytes of a range of a package, in pieces of at most 64 KiB. */
export function* packageContent(identity: PackageIdentity, range: ByteRange): Generator<Buffer> {
  let position = range.first
  while (position <= range.last) {
    const index = Math.floor(position / blockSize)
    const start = position - index * blockSize
    const end = Math.min(blockSize, range.last + 1 - index * blockSize)
    yield block(identity, index).subarray(start, end)
    position += end - start
  }
}

/** A key stream of the block's own, so that a piece from the wrong place or package differs. */
function block({ id, version }: PackageIdentity, index: number): Buffer {
  const key = createHash('sha256').update(`${id}.${version}.${index}`).digest()
  return createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(blockSize))
}
