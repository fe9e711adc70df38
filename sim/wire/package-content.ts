import { createHash } from 'node:crypto'
import type { ByteRange } from './distribution-point.ts'

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

/** Each block is its own hash repeated, so that a piece from the wrong place or package differs. */
function block({ id, version }: PackageIdentity, index: number): Buffer {
  const seed = createHash('sha256').update(`${id}.${version}.${index}`).digest()
  return Buffer.alloc(blockSize, seed)
}
