import { constructed, isLongTag, parseHead, universal, type BerValue } from '../sim/encoding/ber.ts'

/** The values inside a constructed value; none inside a primitive one. */
export function inside(value: BerValue | undefined): BerValue[] {
  return value && (value.tag & constructed) !== 0 ? readValues(value.content) : []
}

function readValues(bytes: Buffer): BerValue[] {
  const values: BerValue[] = []
  for (let rest = bytes; rest.length > 0;) {
    const value = readDer(rest)
    values.push(value)
    rest = rest.subarray(value.bytes.length)
  }
  return values
}

/** Reads the value at the start of the bytes; throws a `RangeError` if they are not DER. */
export function readDer(bytes: Buffer): BerValue {
  const [tag = 0] = bytes
  const head = parseHead(bytes)
  if (!head) {
    throw new RangeError(
      `this is no DER: ${isLongTag(tag) ? 'a tag of several bytes' : 'a value without a length'}`,
    )
  }
  if (head.end > bytes.length) throw new RangeError('this is no DER: it ends in the middle of a value')
  return { tag, bytes: bytes.subarray(0, head.end), content: bytes.subarray(head.start, head.end) }
}

/** `1.2.840.113549.1.1.11`; empty for anything but an object identifier. */
export function identifierOf(value: BerValue | undefined): string {
  if (value?.tag !== universal.objectIdentifier) return ''
  const arcs: bigint[] = []
  let arc = 0n
  for (const byte of value.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    if (byte >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const [joined = 0n, ...rest] = arcs
  // The first two arcs share a number: 40 times the first, which is 0, 1 or 2, plus the second.
  const top = joined < 80n ? joined / 40n : 2n
  return [top, joined - top * 40n, ...rest].join('.')
}

/** Reads a UTCTime or GeneralizedTime in UTC with seconds, as RFC 5280, 4.1.2.5, requires. */
export function dateOf(value: BerValue | undefined): Date | undefined {
  if (value?.tag !== universal.utcTime && value?.tag !== universal.generalizedTime) return undefined
  const text = value.content.toString('latin1')
  const short = value.tag === universal.utcTime
  // Two-digit years mean 1950 to 2049.
  const century = short ? (text < '50' ? '20' : '19') : ''
  const [, year = '', ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + text) ?? []
  const [month = '', day = '', hour = '', minute = '', second = ''] = parts
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** Whether a value has the context-specific tag `[number]`. */
export function isTagged(value: BerValue | undefined, number: number): boolean {
  return value !== undefined && (value.tag & ~constructed) === (0x80 | number)
}
