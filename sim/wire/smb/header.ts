import { createHmac, timingSafeEqual } from 'node:crypto'
import { bytesAt, constant, struct, u16le, u32le, u64le, type ValuesOf } from '../../encoding/struct.ts'
import type { Basis } from '../../vocabulary/basis.ts'
import { shareErrors } from '../../vocabulary/error-codes.ts'

/** [MS-SMB2] 2.2.1.2. */
export const commands = {
  negotiate: 0,
  sessionSetup: 1,
  logoff: 2,
  treeConnect: 3,
  treeDisconnect: 4,
  create: 5,
  close: 6,
  flush: 7,
  read: 8,
  write: 9,
  lock: 10,
  ioctl: 11,
  cancel: 12,
  echo: 13,
  queryDirectory: 14,
  changeNotify: 15,
  queryInfo: 16,
  setInfo: 17,
  oplockBreak: 18,
} as const

/** Status codes, by their names in [MS-ERREF] 2.3.1. */
export const statuses = {
  STATUS_SUCCESS: 0x00000000,
  STATUS_PENDING: 0x00000103,
  STATUS_BUFFER_OVERFLOW: 0x80000005,
  STATUS_NO_MORE_FILES: 0x80000006,
  STATUS_MORE_PROCESSING_REQUIRED: 0xc0000016,
  ...shareErrors,
} as const

export type StatusName = keyof typeof statuses

const names = new Map<number, StatusName>(
  Object.entries(statuses).map(([name, code]) => [code, name as StatusName]),
)

/** The name, or the number as [MS-ERREF] writes it: `0xC0000001`. */
export function statusName(code: number): string {
  return names.get(code) ?? `0x${code.toString(16).toUpperCase().padStart(8, '0')}`
}

export const headerFlags = { response: 1, asynchronous: 2, related: 4, signed: 8 } as const

/** Whether a request of a compound belongs to the one before it. */
export function isRelated({ flags }: Pick<Header, 'flags'>): boolean {
  return (flags & headerFlags.related) !== 0
}

export const headerLength = 64

const flagsAt = 16
const nextCommandAt = 20
const signatureAt = 48

/** [MS-SMB2] 2.2.1.2: the header of a message that is answered at once. */
const headerLayout = struct(headerLength, {
  protocolId: constant(bytesAt(0, 4), Buffer.from([0xfe, 0x53, 0x4d, 0x42])),
  length: constant(u16le(4), headerLength),
  /** One of `statuses` in a response; 0 in a request. */
  status: u32le(8),
  /** One of `commands`. */
  command: u16le(12),
  /** Credits requested in a request, granted in a response. */
  credits: u16le(14),
  /** Bits of `headerFlags`. */
  flags: u32le(flagsAt),
  /** Offset of the next message in a compound, from the start of this one; 0 in the last. */
  nextCommand: u32le(nextCommandAt),
  messageId: u64le(24),
  treeId: u32le(36),
  sessionId: u64le(40),
  /** Zeros where nothing is signed. */
  signature: bytesAt(signatureAt, 16),
})

export type Header = ValuesOf<typeof headerLayout>

/** undefined when it is not a header of SMB2. */
export const parseHeader = headerLayout.parse

/** A whole message; `body` comes from the `serialize...` function of its command. */
export function serializeMessage(header: Header, body: Buffer): Buffer {
  return Buffer.concat([headerLayout.serialize(header), body])
}

/** Signs a whole message in place, as the 2.0.2 dialect does ([MS-SMB2] 3.1.4.1): HMAC-SHA256, cut to 16 bytes. */
export function sign(message: Buffer, sessionKey: Buffer): void {
  message.writeUInt32LE(message.readUInt32LE(flagsAt) | headerFlags.signed, flagsAt)
  signatureOf(message, sessionKey).copy(message, signatureAt)
}

export function isSignedWith(message: Buffer, sessionKey: Buffer): boolean {
  const signature = message.subarray(signatureAt, headerLength)
  return signature.length === 16 && timingSafeEqual(signature, signatureOf(message, sessionKey))
}

function signatureOf(message: Buffer, sessionKey: Buffer): Buffer {
  return createHmac('sha256', sessionKey)
    .update(message.subarray(0, signatureAt))
    .update(Buffer.alloc(headerLength - signatureAt))
    .update(message.subarray(headerLength))
    .digest()
    .subarray(0, 16)
}

/** One message of a compound, `bytes` from its header to the next one's ([MS-SMB2] 3.2.4.1.4). */
export interface CompoundPart {
  header: Header
  bytes: Buffer
}

/** The messages of one frame; undefined when one is no message of SMB2 or leads out of the frame. */
export function splitCompound(frame: Buffer): CompoundPart[] | undefined {
  const parts: CompoundPart[] = []
  let rest = frame
  for (;;) {
    const header = parseHeader(rest)
    if (!header) return undefined
    const { nextCommand } = header
    if (nextCommand === 0) return [...parts, { header, bytes: rest }]
    // Eight-byte aligned, says 2.2.1.2.
    if (nextCommand < headerLength || nextCommand % 8 !== 0 || nextCommand > rest.length) return undefined
    parts.push({ header, bytes: rest.subarray(0, nextCommand) })
    rest = rest.subarray(nextCommand)
  }
}

/** Pads every message but the last to a multiple of eight bytes, and writes where the next begins. */
export function joinCompound(messages: readonly Buffer[]): Buffer {
  return Buffer.concat(
    messages.map((message, index) => {
      if (index === messages.length - 1) return message
      const padded = Buffer.alloc(Math.ceil(message.length / 8) * 8)
      message.copy(padded)
      padded.writeUInt32LE(padded.length, nextCommandAt)
      return padded
    }),
  )
}

const smbPrefix = 4

/** Direct TCP ([MS-SMB2] 2.1): a byte 0, and the length of the message in three bytes, big-endian. */
export function smbFrame(message: Buffer): Buffer {
  const prefix = Buffer.alloc(smbPrefix)
  prefix.writeUInt32BE(message.length)
  return Buffer.concat([prefix, message])
}

/**
 * Bounds of the first SMB message in a stream, after its length. undefined: more bytes are needed to tell; `wrong`: no
 * message begins like this.
 */
export function smbMessageBounds(
  bytes: Buffer,
): { start: number; end: number } | { wrong: string } | undefined {
  if (bytes.length < smbPrefix) return undefined
  const length = bytes.readUInt32BE()
  if (length > 0xffffff) return { wrong: 'what came is not SMB over TCP: its first byte is not 0' }
  return { start: smbPrefix, end: smbPrefix + length }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'SMB ([MS-SMB2], [MS-NLMP])',
  },
]
