import { isUtf8 } from 'node:buffer'
import { printDer } from '../smb/der.ts'

export { printDer as printConstructed } from '../smb/der.ts'

/** One value in BER as LDAP restricts it: definite lengths only (RFC 4511, 5.1). */
export interface BerValue {
  tag: number
  content: Buffer
}

/** Tags of the universal class. */
export const universal = {
  boolean: 0x01,
  integer: 0x02,
  octetString: 0x04,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const

/**
 * Where the content of the first value begins and where it ends, both from its tag on. undefined: more bytes are needed
 * to tell; null: no value begins like this. A length may be longer than it has to be: Windows writes all of them in four
 * bytes.
 */
export function readHead(bytes: Buffer): { start: number; end: number } | undefined | null {
  const [tag, first] = bytes
  if (tag !== undefined && (tag & 0x1f) === 0x1f) return null
  if (first === undefined) return undefined
  if (first < 0x80) return { start: 2, end: 2 + first }
  const lengthBytes = first & 0x7f
  if (lengthBytes === 0 || lengthBytes > 4) return null
  const start = 2 + lengthBytes
  if (bytes.length < start) return undefined
  return { start, end: start + bytes.readUIntBE(2, lengthBytes) }
}

/** All values in a row; undefined when something else is among them. */
export function readValues(bytes: Buffer): BerValue[] | undefined {
  const values: BerValue[] = []
  for (let rest = bytes; rest.length > 0;) {
    const [tag] = rest
    const head = readHead(rest)
    if (tag === undefined || !head || head.end > rest.length) return undefined
    values.push({ tag, content: rest.subarray(head.start, head.end) })
    rest = rest.subarray(head.end)
  }
  return values
}

/** The values in one value that has this tag. */
export function readInside(value: BerValue | undefined, tag: number): BerValue[] | undefined {
  return value?.tag === tag ? readValues(value.content) : undefined
}

export function readBytes(value: BerValue | undefined, tag: number = universal.octetString) {
  return value?.tag === tag ? value.content : undefined
}

/** Text is UTF-8 throughout LDAP (RFC 4511, 4.1.2). */
export function readText(value: BerValue | undefined, tag: number = universal.octetString) {
  const bytes = readBytes(value, tag)
  return bytes && isUtf8(bytes) ? bytes.toString() : undefined
}

/** A number of 0 to `maxInt` (RFC 4511, 4.1.1). */
export function readNumber(value: BerValue | undefined, tag: number = universal.integer) {
  const bytes = readBytes(value, tag)
  if (!bytes || bytes.length === 0 || bytes.length > 4) return undefined
  const number = bytes.readIntBE(0, bytes.length)
  return number < 0 ? undefined : number
}

export function readBoolean(value: BerValue | undefined, tag: number = universal.boolean) {
  const bytes = readBytes(value, tag)
  return bytes?.length === 1 ? bytes[0] !== 0 : undefined
}

export function printBytes(bytes: Buffer, tag: number = universal.octetString): Buffer {
  return printDer(tag, bytes)
}

export function printText(text: string, tag: number = universal.octetString): Buffer {
  return printDer(tag, Buffer.from(text))
}

/** A number of 0 to `maxInt`, in as few bytes as have room for it and its sign. */
export function printNumber(number: number, tag: number = universal.integer): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(number)
  const first = bytes.findIndex((byte, index) => byte !== 0 || ((bytes[index + 1] ?? 0x80) & 0x80) !== 0)
  return printDer(tag, bytes.subarray(first))
}

/** TRUE is 0xff (RFC 4511, 5.1). */
export function printBoolean(value: boolean, tag: number = universal.boolean): Buffer {
  return printDer(tag, Buffer.from([value ? 0xff : 0]))
}
