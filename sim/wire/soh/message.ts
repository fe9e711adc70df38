import { uint16, uint32 } from '../../encoding/bytes.ts'
import { bytesAt, constant, struct, u16be, u32be, u8, type ValuesOf } from '../../encoding/struct.ts'
import type { Basis } from '../../vocabulary/basis.ts'

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
export function serializeTlvs(tlvs: readonly Tlv[]): Buffer {
  return Buffer.concat(tlvs.flatMap(({ type, value }) => [uint16(type), uint16(value.length), value]))
}

/** The value of the first attribute of a type. */
export function valueOf(tlvs: readonly Tlv[], type: number): Buffer | undefined {
  return tlvs.find((tlv) => tlv.type === type)?.value
}

/** Microsoft's private enterprise number. */
export const microsoft = 311

/** NapMicrosoftVendorIds.h, page "NAP Vendor Constants": `NapSystemId`, whose entry describes the machine. */
export const napSystemId = 0x0001_3700
/** Same page: `NapSmsSystemHealthId`, the system health agent and validator of Configuration Manager. */
export const configurationManagerHealthId = 0x0001_3781

/**
 * A statement of health, or the response to one, on the wire ([TNC-IF-TNCCSPBSoH] 3.5; FreeRADIUS reads the same):
 * a Microsoft attribute around the mode sub-header and the entries, each of which begins with a system health id.
 */
export interface HealthMessage {
  /** Absent from the older form. */
  mode?: ModeSubHeader
  entries: readonly HealthEntry[]
}

/** The value of the mode's own Microsoft attribute. */
const modeSubHeader = struct(30, {
  vendor: constant(u32be(0), microsoft),
  /** The response gives it back. */
  correlationId: bytesAt(4, 24),
  intent: u8(28),
  /** Says what follows; 0 is a statement of health, and there is no other. */
  contentType: constant(u8(29), 0),
})

type ModeSubHeader = ValuesOf<typeof modeSubHeader>

/** The entry of one system health agent or validator. */
interface HealthEntry {
  systemHealthId: number
  attributes: readonly Tlv[]
}

/** The Microsoft attribute around it all, up to the mode sub-header or the entries. */
const outerHeader = struct(12, {
  type: u16be(0),
  length: u16be(2),
  vendor: constant(u32be(4), microsoft),
  form: u16be(8),
  innerLength: u16be(10),
})

const withoutMode = 1
const withMode = 2
/** The sub-header's attribute begins with four bytes of type and length. */
const modeLength = 4 + modeSubHeader.length
/** naptypes.h: `maxNetworkSoHSize` in bytes, `maxSystemHealthEntityCount` and one for the machine. */
const longestMessage = 0xfa0
const mostEntries = 21

/** undefined when the bytes are not a statement, or are longer than the platform makes them. */
export function parseHealthMessage(bytes: Buffer): HealthMessage | undefined {
  const outer = bytes.length > longestMessage ? undefined : outerHeader.parse(bytes)
  if (!outer || (outer.type & 0x3fff) !== tlvTypes.vendorSpecific) return undefined
  const rest = bytes.subarray(outerHeader.length)
  if (outer.length !== bytes.length - 4 || outer.innerLength !== rest.length) return undefined
  const { form } = outer
  if (form === withoutMode) return withEntries(rest, undefined)
  const mode = form === withMode ? parseMode(rest) : undefined
  return mode && withEntries(rest.subarray(modeLength), mode)
}

function parseMode(bytes: Buffer): ModeSubHeader | undefined {
  const [tlv] = parseTlvs(bytes.subarray(0, modeLength)) ?? []
  if (tlv?.type !== tlvTypes.vendorSpecific || tlv.value.length !== modeSubHeader.length) return undefined
  return modeSubHeader.parse(tlv.value)
}

function withEntries(bytes: Buffer, mode: ModeSubHeader | undefined): HealthMessage | undefined {
  const tlvs = parseTlvs(bytes)
  if (!tlvs) return undefined
  const entries: { systemHealthId: number; attributes: Tlv[] }[] = []
  for (const tlv of tlvs) {
    if (tlv.type === tlvTypes.systemHealthId) {
      if (tlv.value.length !== 4 || entries.length === mostEntries) return undefined
      entries.push({ systemHealthId: tlv.value.readUInt32BE(), attributes: [] })
    } else {
      const entry = entries.at(-1)
      if (!entry) return undefined
      entry.attributes.push(tlv)
    }
  }
  return { ...(mode && { mode }), entries }
}

/** Throws a `RangeError` for a message longer than `maxNetworkSoHSize`. */
export function serializeHealthMessage({ mode, entries }: HealthMessage): Buffer {
  const written = serializeTlvs(
    entries.flatMap(({ systemHealthId, attributes }) => [
      { type: tlvTypes.systemHealthId, value: uint32(systemHealthId) },
      ...attributes,
    ]),
  )
  const inner = mode ? Buffer.concat([serializeMode(mode), written]) : written
  const length = outerHeader.length + inner.length
  if (length > longestMessage) {
    throw new RangeError(`a statement of health has at most ${longestMessage} bytes, not ${length}`)
  }
  const outer = outerHeader.serialize({
    type: tlvTypes.vendorSpecific,
    length: length - 4,
    form: mode ? withMode : withoutMode,
    innerLength: inner.length,
  })
  return Buffer.concat([outer, inner])
}

function serializeMode(mode: ModeSubHeader): Buffer {
  return serializeTlvs([{ type: tlvTypes.vendorSpecific, value: modeSubHeader.serialize(mode) }])
}

/** The attributes of one agent or validator; undefined when it has no entry. */
export function entryOf({ entries }: HealthMessage, systemHealthId: number): readonly Tlv[] | undefined {
  return entries.find((entry) => entry.systemHealthId === systemHealthId)?.attributes
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'The encoding of a statement of health and the decision about it ([MS-SOH], [MS-RNAP])',
  },
]
