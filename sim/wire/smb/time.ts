import { parseFileTime, printFileTime } from '../../encoding/file-time.ts'

/** Times of SMB2 are FILETIMEs in little-endian order. */
export function printTime(time: Date): Buffer {
  return printFileTime(time).reverse()
}

/** What stands in these eight bytes; undefined for a time that is none. */
export function parseTime(bytes: Buffer): Date | undefined {
  return parseFileTime(Buffer.from(bytes).reverse())
}
