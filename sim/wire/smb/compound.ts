import { headerLength, parseHeader, type Header } from './header.ts'

/** One message of a compound, `bytes` from its header to the next one's ([MS-SMB2] 3.2.4.1.4). */
export interface CompoundPart {
  header: Header
  bytes: Buffer
}

/** The messages of one frame; undefined when one of them is none of SMB2 or leads out of the frame. */
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
      padded.writeUInt32LE(padded.length, 20)
      return padded
    }),
  )
}
