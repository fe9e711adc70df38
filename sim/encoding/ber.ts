import { isUtf8 } from 'node:buffer'

/** One value of BER or DER (X.690): the bytes of the whole, and its content. Lengths are definite, tags have one byte. */
export interface BerValue {
  tag: number
  bytes: Buffer
  content: Buffer
}

/** Tags of the universal class. */
export const universal = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
} as const

/** Set in the tag of a value that is made of values. */
export const constructed = 0x20

/** A tag that goes on in further bytes: neither LDAP nor certificates have any. */
export function isLongTag(tag: number): boolean {
  return (tag & 0x1f) === 0x1f
}

/**
 * Start and end of the first value's content, counted from its tag. undefined: more bytes are needed to tell; null: no
 * value begins like this. A length may take more bytes than it needs: Windows always writes four in LDAP messages.
 */
export function parseHead(
  bytes: Buffer,
  mostLengthBytes = 4,
): { start: number; end: number } | undefined | null {
  const [tag, first] = bytes
  if (tag !== undefined && isLongTag(tag)) return null
  if (first === undefined) return undefined
  if (first < 0x80) return { start: 2, end: 2 + first }
  const lengthBytes = first & 0x7f
  if (lengthBytes === 0 || lengthBytes > mostLengthBytes) return null
  const start = 2 + lengthBytes
  if (bytes.length < start) return undefined
  return { start, end: start + bytes.readUIntBE(2, lengthBytes) }
}

/** The first value; undefined when the bytes do not begin with a whole one. */
export function parseValue(bytes: Buffer, mostLengthBytes?: number): BerValue | undefined {
  const [tag] = bytes
  const head = parseHead(bytes, mostLengthBytes)
  if (tag === undefined || !head || head.end > bytes.length) return undefined
  return { tag, bytes: bytes.subarray(0, head.end), content: bytes.subarray(head.start, head.end) }
}

/** All values in a row; undefined when something else is among them. */
export function parseValues(bytes: Buffer, mostLengthBytes?: number): BerValue[] | undefined {
  const values: BerValue[] = []
  for (let at = 0; at < bytes.length;) {
    const value = parseValue(at === 0 ? bytes : bytes.subarray(at), mostLengthBytes)
    if (!value) return undefined
    values.push(value)
    at += value.bytes.length
  }
  return values
}

/** The values in one value that has this tag. */
export function parseInside(value: BerValue | undefined, tag: number): BerValue[] | undefined {
  return value?.tag === tag ? parseValues(value.content) : undefined
}

export function parseBytes(
  value: BerValue | undefined,
  tag: number = universal.octetString,
): Buffer | undefined {
  return value?.tag === tag ? value.content : undefined
}

/** Text is UTF-8 throughout LDAP (RFC 4511, 4.1.2). */
export function parseText(value: BerValue | undefined, tag?: number): string | undefined {
  const bytes = parseBytes(value, tag)
  return bytes && isUtf8(bytes) ? bytes.toString() : undefined
}

/** A number of 0 to `maxInt` (RFC 4511, 4.1.1). */
export function parseNumber(
  value: BerValue | undefined,
  tag: number = universal.integer,
): number | undefined {
  const bytes = parseBytes(value, tag)
  if (!bytes || bytes.length === 0 || bytes.length > 4) return undefined
  const number = bytes.readIntBE(0, bytes.length)
  return number < 0 ? undefined : number
}

export function parseBoolean(
  value: BerValue | undefined,
  tag: number = universal.boolean,
): boolean | undefined {
  const bytes = parseBytes(value, tag)
  return bytes?.length === 1 ? bytes[0] !== 0 : undefined
}

/** In the definite form, with the shortest length, as DER requires. */
export function serializeValue(tag: number, ...contents: readonly Buffer[]): Buffer {
  const length = contents.reduce((sum, content) => sum + content.length, 0)
  const lengthBytes = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3
  const value = Buffer.allocUnsafe(2 + lengthBytes + length)
  value[0] = tag
  value[1] = lengthBytes === 0 ? length : 0x80 | lengthBytes
  if (lengthBytes > 0) value.writeUIntBE(length, 2, lengthBytes)
  let at = 2 + lengthBytes
  for (const content of contents) at += content.copy(value, at)
  return value
}

/** The same value, with four bytes for each length in it. */
export function withLongLengths({ tag, content }: BerValue): Buffer {
  const inside = (tag & constructed) === 0 ? undefined : parseValues(content)
  const body = inside ? Buffer.concat(inside.map(withLongLengths)) : content
  const head = Buffer.from([tag, 0x84, 0, 0, 0, 0])
  head.writeUInt32BE(body.length, 2)
  return Buffer.concat([head, body])
}

export function serializeBytes(bytes: Buffer, tag: number = universal.octetString): Buffer {
  return serializeValue(tag, bytes)
}

export function serializeText(text: string, tag: number = universal.octetString): Buffer {
  return serializeValue(tag, Buffer.from(text))
}

/** A number of 0 to `maxInt`, in as few bytes as have room for it and its sign. */
export function serializeNumber(number: number, tag: number = universal.integer): Buffer {
  const length = number < 0x80 ? 1 : number < 0x8000 ? 2 : number < 0x80_0000 ? 3 : 4
  const value = Buffer.allocUnsafe(2 + length)
  value[0] = tag
  value[1] = length
  value.writeIntBE(number, 2, length)
  return value
}

/** TRUE is 0xff (RFC 4511, 5.1). */
export function serializeBoolean(value: boolean, tag: number = universal.boolean): Buffer {
  return serializeValue(tag, Buffer.from([value ? 0xff : 0]))
}
