import { blockSizes, usualBlockSize, type TftpOptions } from '../../wire/tftp/packet.ts'
import type { Agreement } from './transfer.ts'

/** Milliseconds; not documented, our choice. */
const usualInterval = 1000
/** Seconds; RFC 2349 allows 255, our choice allows less: so long is a transfer kept for a client that is gone. */
const longestInterval = 10

/** Options that the server does not know, or whose values it does not accept, are left out of what it says (RFC 2347). */
export function agree(proposed: TftpOptions, fileSize: number): Agreement {
  const said = new Map<string, string>()
  // RFC 2348: the server may name less than the client did.
  const blockSize = numberIn(proposed.get('blksize'), blockSizes.smallest, 0xffff)
  const agreedSize = blockSize && Math.min(blockSize, blockSizes.largest)
  if (agreedSize) said.set('blksize', `${agreedSize}`)
  // RFC 2349: who reads a file sends 0 for its size.
  if (proposed.has('tsize')) said.set('tsize', `${fileSize}`)
  const seconds = numberIn(proposed.get('timeout'), 1, longestInterval)
  if (seconds) said.set('timeout', `${seconds}`)
  return {
    blockSize: agreedSize ?? usualBlockSize,
    interval: seconds ? seconds * 1000 : usualInterval,
    options: said,
  }
}

/** undefined for what is no number, or out of its range. */
function numberIn(value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined || !/^\d{1,9}$/.test(value)) return undefined
  const number = Number(value)
  return number >= least && number <= most ? number : undefined
}
