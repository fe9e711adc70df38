import type { Socket } from 'node:dgram'
import type { EndEvidence } from '../../evidence/end-evidence.ts'
import { reordered, type Unusually } from '../../net/unusual.ts'
import {
  blockSizes,
  parseTftpPacket,
  serializeTftpPacket,
  defaultBlockSize,
  type TftpOptions,
} from '../../wire/tftp/packet.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The options that server and client agreed on. */
export interface Agreement {
  /** Bytes. */
  blockSize: number
  /** Milliseconds until a packet is sent again. */
  interval: number
  /** The server's acknowledgment; empty where the client proposed no option that it knows. */
  options: TftpOptions
}

/** What was agreed, and what the server does amiss. */
export interface Manner extends Agreement {
  /** It falls silent after the first block. */
  stalls: boolean
  /** It sends each packet twice. */
  isRepeated: boolean
}

/**
 * Times that the server sends a packet before it gives the client up. Sockets are looked at after each, so that a machine that
 * stalls repeats one or two, and takes an acknowledgment that has come.
 */
const tries = 5

interface TransferHearer {
  /** The last block is about to be sent. */
  whole(): void
  /** A packet is sent. */
  sends(bytes: Buffer): void
}

interface Transfer {
  /** Resolves when the last block is acknowledged, or with the evidence of what went wrong. */
  ended: Promise<EndEvidence | undefined>
  stop(): void
}

/**
 * Sends a file over a socket that is connected to the client: a block when the one before is acknowledged (RFC 1350).
 */
export function transfer(
  socket: Socket,
  content: Buffer,
  { blockSize, interval, options, stalls, isRepeated }: Manner,
  { whole, sends }: TransferHearer,
): Transfer {
  // The last block is shorter than the others, and may be empty.
  const last = Math.floor(content.length / blockSize) + 1
  // The options are acknowledged as block 0 is (RFC 2347).
  let block = options.size > 0 ? 0 : 1
  let sent = 0
  let timer: NodeJS.Timeout | undefined
  let settle: (wrong?: EndEvidence) => void = () => undefined

  const ended = new Promise<EndEvidence | undefined>((resolve) => {
    settle = (wrong) => {
      clearTimeout(timer)
      resolve(wrong)
    }
    const send = (): void => {
      clearTimeout(timer)
      if (sent === tries) {
        settle(
          failed('TFTP_TIMEOUT', `block ${block} of ${last} was sent ${tries} times and not acknowledged`),
        )
        return
      }
      sent += 1
      if (block === last && sent === 1) whole()
      timer = setTimeout(send, interval)
      const bytes = packet()
      for (const each of isRepeated ? [bytes, bytes] : [bytes]) {
        sends(each)
        socket.send(each, (error) => error && settle(gone(error)))
      }
    }
    const packet = (): Buffer =>
      block === 0
        ? serializeTftpPacket({ kind: 'option-acknowledgment', options })
        : serializeTftpPacket({
            kind: 'data',
            // RFC 1350 has 16 bits for it; clients go on from 0.
            block: block & 0xffff,
            data: content.subarray((block - 1) * blockSize, block * blockSize),
          })
    const gone = ({ message }: Error): EndEvidence => failed('TFTP_CLIENT_GONE', message)

    socket.on('error', (error) => settle(gone(error)))
    socket.on('message', (bytes) => {
      const answer = parseTftpPacket(bytes)
      if (answer?.kind === 'error') {
        // Firmware first requests the size of a file, breaks off, and starts over (PXE 2.1 section 3.4).
        settle(block === 0 ? undefined : failed('TFTP_ABORTED', `the client broke off: ${answer.message}`))
        return
      }
      // Ignore duplicates: answering one would send all later blocks twice (RFC 1123 section 4.2.3.1).
      if (answer?.kind !== 'acknowledgment' || answer.block !== (block & 0xffff)) return
      if (block === last) {
        settle()
        return
      }
      if (stalls && block > 0) {
        settle(failed('STALLED', `stopped after block ${block} of ${last}`))
        return
      }
      block += 1
      sent = 0
      send()
    })
    send()
  })
  return { ended, stop: () => settle(failed('TFTP_STOPPED', 'the server is stopped')) }
}

function failed(code: string, message: string): EndEvidence {
  return { stage: 'pxe', code, message }
}

/** Milliseconds; not documented, our choice. */
const usualInterval = 1000
/** Seconds; RFC 2349 allows 255. Our choice is lower, since it keeps transfers alive for clients that have left. */
const longestInterval = 10

/** Accepts options; leaves out the ones that are unknown or have unacceptable values (RFC 2347). */
export function agree(proposed: TftpOptions, fileSize: number, unusually?: Unusually): Agreement {
  const accepted = new Map<string, string>()
  // RFC 2348: the server may choose a smaller block than the client proposed.
  const blockSize = numberIn(proposed.get('blksize'), blockSizes.smallest, 0xffff)
  const small = blockSize && unusually?.('small-blocks')
  const most = small ? Math.ceil(blockSize / (2 + small.below(3))) : blockSizes.largest
  const agreedSize = blockSize && Math.max(blockSizes.smallest, Math.min(blockSize, most))
  if (agreedSize) accepted.set('blksize', `${agreedSize}`)
  // RFC 2349: a client that reads a file proposes size 0, and the server fills it in.
  if (numberIn(proposed.get('tsize'), 0, Infinity) !== undefined) accepted.set('tsize', `${fileSize}`)
  const seconds = numberIn(proposed.get('timeout'), 1, longestInterval)
  if (seconds) accepted.set('timeout', `${seconds}`)
  const order = accepted.size > 1 ? unusually?.('acknowledgment-order') : undefined
  return {
    blockSize: agreedSize ?? defaultBlockSize,
    interval: seconds ? seconds * 1000 : usualInterval,
    options: order ? new Map(reordered([...accepted], order)) : accepted,
  }
}

/** undefined for a value that is not a number, or out of range. */
function numberIn(value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined || !/^\d{1,9}$/.test(value)) return undefined
  const number = Number(value)
  return number >= least && number <= most ? number : undefined
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the interval at which a block of a boot file is sent again: a second, or what the firmware ' +
      'asks for up to ten',
  },
]
