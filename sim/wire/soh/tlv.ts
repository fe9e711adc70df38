import { uint16 } from '../../encoding/bytes.ts'

/**
 * Attributes of a statement of health, in network byte order: two bits M and R, fourteen of type, two bytes of length,
 * the value ([MS-WSH] 2.2.3.1, [TNC-IF-TNCCSPBSoH]; numbers: SoHAttributeType of naptypes.h).
 */
export const tlvTypes = {
  systemHealthId: 2,
  complianceResultCodes: 4,
  vendorSpecific: 7,
  generationTime: 12,
  errorCodes: 13,
  failureCategory: 14,
} as const

export interface Tlv {
  /** Fourteen bits. */
  type: number
  value: Buffer
}

/** naptypes.h: `maxSoHAttributeCount`. */
const mostTlvs = 100

/** undefined when the bytes are not attributes one after the other. M and R are ignored on receipt. */
export function parseTlvs(bytes: Buffer): Tlv[] | undefined {
  const tlvs: Tlv[] = []
  let at = 0
  while (at < bytes.length) {
    if (bytes.length - at < 4 || tlvs.length === mostTlvs) return undefined
    const end = at + 4 + bytes.readUInt16BE(at + 2)
    if (end > bytes.length) return undefined
    tlvs.push({ type: bytes.readUInt16BE(at) & 0x3fff, value: bytes.subarray(at + 4, end) })
    at = end
  }
  return tlvs
}

/** Throws a `RangeError` for a value longer than its length can say. */
export function printTlvs(tlvs: readonly Tlv[]): Buffer {
  return Buffer.concat(tlvs.flatMap(({ type, value }) => [uint16(type), uint16(value.length), value]))
}

/** The value of the first attribute of a type. */
export function valueOf(tlvs: readonly Tlv[], type: number): Buffer | undefined {
  return tlvs.find((tlv) => tlv.type === type)?.value
}
