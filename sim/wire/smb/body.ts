import { headerLength } from './header.ts'

/**
 * What follows the header, when it begins with this structure size and is long enough for its fixed part; undefined
 * otherwise. A size is odd where a part of variable length follows, whose first byte it counts ([MS-SMB2] 2.2).
 */
export function bodyOf(message: Buffer, structureSize: number): Buffer | undefined {
  const body = message.subarray(headerLength)
  const fixed = structureSize & ~1
  return body.length >= fixed && body.readUInt16LE() === structureSize ? body : undefined
}

/** The fixed part of a body, zeros but for its size. */
export function newBody(structureSize: number): Buffer {
  const body = Buffer.alloc(structureSize & ~1)
  body.writeUInt16LE(structureSize)
  return body
}

/** A part of variable length, `offset` counted from the start of the header; undefined when it is not within the message. */
export function partOf(message: Buffer, offset: number, length: number): Buffer | undefined {
  if (length === 0) return Buffer.alloc(0)
  if (offset < headerLength || offset + length > message.length) return undefined
  return message.subarray(offset, offset + length)
}

/** The fixed part and what follows it; one byte at least has to follow, since the size counts it. */
export function withPart(body: Buffer, part: Buffer): Buffer {
  return Buffer.concat([body, part.length === 0 ? Buffer.alloc(1) : part])
}

/** Names on the wire: little-endian UTF-16 without a byte order mark. undefined for half a character. */
export function textOf(bytes: Buffer | undefined): string | undefined {
  return bytes && bytes.length % 2 === 0 ? bytes.toString('utf16le') : undefined
}
