import { radiusRefusals } from '../../vocabulary/error-codes.ts'
import { bytesAt, struct, u16be, u8 } from '../../encoding/struct.ts'

/** RFC 2865 section 3: code, identifier, length and authenticator, then attributes. */
export interface RadiusPacket {
  code: number
  identifier: number
  /** 16 bytes. */
  authenticator: Buffer
  attributes: readonly RadiusAttribute[]
}

export interface RadiusAttribute {
  type: number
  /** At most 253 bytes. */
  value: Buffer
}

export const codes = {
  accessRequest: 1,
  accessAccept: 2,
  accessReject: radiusRefusals['Access-Reject'],
} as const

export const attributeTypes = {
  userName: 1,
  userPassword: 2,
  nasIpAddress: 4,
  replyMessage: 18,
  vendorSpecific: 26,
  messageAuthenticator: 80,
} as const

const header = struct(20, { code: u8(0), identifier: u8(1), length: u16be(2), authenticator: bytesAt(4, 16) })
export const headerLength = header.length
const longestPacket = 4096
/** RFC 2865 section 5: an attribute's length is a byte, which counts two more. */
export const longestValue = 253

/** undefined when it has to be silently discarded: too short, too long, or cut off in an attribute. */
export function parseRadiusPacket(bytes: Buffer): RadiusPacket | undefined {
  const read = header.parse(bytes)
  if (!read) return undefined
  const { length, ...fields } = read
  if (length < headerLength || length > longestPacket || length > bytes.length) return undefined
  // Bytes beyond the length are padding, and ignored.
  const attributes = parseAttributes(bytes.subarray(headerLength, length))
  return attributes && { ...fields, attributes }
}

/** A vendor writes its own attributes in the same way, within one. */
export function parseAttributes(bytes: Buffer): RadiusAttribute[] | undefined {
  const attributes: RadiusAttribute[] = []
  let at = 0
  while (at < bytes.length) {
    const length = bytes[at + 1]
    if (length === undefined || length < 2 || at + length > bytes.length) return undefined
    attributes.push({ type: bytes.readUInt8(at), value: bytes.subarray(at + 2, at + length) })
    at += length
  }
  return attributes
}

/** Throws a `RangeError` for a packet of more than 4096 bytes or an attribute of more than 253. */
export function serializeRadiusPacket({ attributes, ...fields }: RadiusPacket): Buffer {
  const written = serializeAttributes(attributes)
  const length = headerLength + written.length
  if (length > longestPacket) {
    throw new RangeError(`a RADIUS packet has at most ${longestPacket} bytes, not ${length}`)
  }
  return Buffer.concat([header.serialize({ ...fields, length }), written])
}

export function serializeAttributes(attributes: readonly RadiusAttribute[]): Buffer {
  return Buffer.concat(
    attributes.flatMap(({ type, value }) => {
      if (value.length > longestValue) {
        throw new RangeError(`attribute ${type} has at most ${longestValue} bytes, not ${value.length}`)
      }
      return [Buffer.from([type, value.length + 2]), value]
    }),
  )
}

/** The value of the first attribute of a type. */
export function attributeOf({ attributes }: RadiusPacket, type: number): Buffer | undefined {
  return attributes.find((attribute) => attribute.type === type)?.value
}
