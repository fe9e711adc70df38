/** One value of DER (X.690): the bytes of the whole, and those of its content. */
export interface Der {
  tag: number
  bytes: Buffer
  content: Buffer
}

export const tags = {
  integer: 0x02,
  bitString: 0x03,
  objectIdentifier: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const

/** The values inside a constructed one; none inside any other. */
export function inside(value: Der | undefined): Der[] {
  return value && (value.tag & constructed) !== 0 ? readValues(value.content) : []
}

const constructed = 0x20

function readValues(bytes: Buffer): Der[] {
  const values: Der[] = []
  for (let rest = bytes; rest.length > 0;) {
    const value = readDer(rest)
    values.push(value)
    rest = rest.subarray(value.bytes.length)
  }
  return values
}

/**
 * The value that the bytes begin with; throws a `RangeError` when they are no DER. Tags have one byte and lengths are
 * definite, as in certificates and revocation lists.
 */
export function readDer(bytes: Buffer): Der {
  const [tag = 0, first] = bytes
  const lengthBytes = first === undefined || first < 0x80 ? 0 : first & 0x7f
  const start = 2 + lengthBytes
  if (first === undefined || first === 0x80 || lengthBytes > 4 || bytes.length < start) {
    throw new RangeError('this is no DER: a value without a length')
  }
  if ((tag & 0x1f) === 0x1f) throw new RangeError('this is no DER: a tag of several bytes')
  const end = start + (lengthBytes === 0 ? first : bytes.readUIntBE(2, lengthBytes))
  if (end > bytes.length) throw new RangeError('this is no DER: it ends in the middle of a value')
  return { tag, bytes: bytes.subarray(0, end), content: bytes.subarray(start, end) }
}

/** `1.2.840.113549.1.1.11`; empty for anything but an object identifier. */
export function identifierOf(value: Der | undefined): string {
  if (value?.tag !== tags.objectIdentifier) return ''
  const arcs: bigint[] = []
  let arc = 0n
  for (const byte of value.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f)
    if (byte >= 0x80) continue
    arcs.push(arc)
    arc = 0n
  }
  const [joined = 0n, ...rest] = arcs
  // The first two arcs share a number: 40 times the one, which is 0, 1 or 2, and the other.
  const top = joined < 80n ? joined / 40n : 2n
  return [top, joined - top * 40n, ...rest].join('.')
}

/** UTCTime or GeneralizedTime in seconds of Greenwich, as RFC 5280, 4.1.2.5, wants them. */
export function dateOf(value: Der | undefined): Date | undefined {
  if (value?.tag !== tags.utcTime && value?.tag !== tags.generalizedTime) return undefined
  const text = value.content.toString('latin1')
  const short = value.tag === tags.utcTime
  // Years of two digits are those of 1950 to 2049.
  const century = short ? (text < '50' ? '20' : '19') : ''
  const [, year = '', ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(century + text) ?? []
  const [month = '', day = '', hour = '', minute = '', second = ''] = parts
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}

/** A context-specific tag: `[0]`. */
export function isTagged(value: Der | undefined, number: number): boolean {
  return value !== undefined && (value.tag & ~constructed) === (0x80 | number)
}
