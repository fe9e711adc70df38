import { parseTlvs, printTlvs, tlvTypes, uint16, uint32, type Tlv } from './tlv.ts'

/** Microsoft's private enterprise number. */
export const microsoft = 311

/** NapMicrosoftVendorIds.h, page "NAP Vendor Constants": `NapSystemId`, whose entry tells of the machine. */
export const napSystemId = 0x0001_3700
/** There: `NapSmsSystemHealthId`, the system health agent and validator of Configuration Manager. */
export const configurationManagerHealthId = 0x0001_3781

/**
 * A statement of health, or the response to one, as it travels ([TNC-IF-TNCCSPBSoH] 3.5; FreeRADIUS reads the same):
 * a Microsoft attribute around the mode sub-header and the entries, each of which begins with a system health id.
 */
export interface HealthMessage {
  /** Absent from the older form. */
  mode?: ModeSubHeader
  entries: readonly HealthEntry[]
}

export interface ModeSubHeader {
  /** 24 bytes that the response gives back. */
  correlationId: Buffer
  intent: number
}

/** What one system health agent or validator says. */
export interface HealthEntry {
  systemHealthId: number
  attributes: readonly Tlv[]
}

const headerLength = 12
const withoutMode = 1
const withMode = 2
const modeLength = 34
/** naptypes.h: `maxNetworkSoHSize` in bytes, `maxSystemHealthEntityCount` and one for the machine. */
const longestMessage = 0xfa0
const mostEntries = 21

/** undefined when the bytes are no statement, or a longer one than the platform makes. */
export function parseHealthMessage(bytes: Buffer): HealthMessage | undefined {
  if (bytes.length < headerLength || bytes.length > longestMessage) return undefined
  const outer = bytes.readUInt16BE(0) & 0x3fff
  if (outer !== tlvTypes.vendorSpecific || bytes.readUInt32BE(4) !== microsoft) return undefined
  if (bytes.readUInt16BE(2) !== bytes.length - 4) return undefined
  if (bytes.readUInt16BE(10) !== bytes.length - headerLength) return undefined
  const form = bytes.readUInt16BE(8)
  const rest = bytes.subarray(headerLength)
  if (form === withoutMode) return withEntries(rest, undefined)
  const mode = form === withMode ? parseMode(rest) : undefined
  return mode && withEntries(rest.subarray(modeLength), mode)
}

function parseMode(bytes: Buffer): ModeSubHeader | undefined {
  const [tlv] = parseTlvs(bytes.subarray(0, modeLength)) ?? []
  if (tlv?.type !== tlvTypes.vendorSpecific || tlv.value.length !== modeLength - 4) return undefined
  // The content type says what follows; 0 is a statement of health, and there is no other.
  if (tlv.value.readUInt32BE(0) !== microsoft || tlv.value[29] !== 0) return undefined
  return { correlationId: tlv.value.subarray(4, 28), intent: tlv.value.readUInt8(28) }
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
export function printHealthMessage({ mode, entries }: HealthMessage): Buffer {
  const written = printTlvs(
    entries.flatMap(({ systemHealthId, attributes }) => [
      { type: tlvTypes.systemHealthId, value: uint32(systemHealthId) },
      ...attributes,
    ]),
  )
  const inner = mode ? Buffer.concat([printMode(mode), written]) : written
  const length = headerLength + inner.length
  if (length > longestMessage) {
    throw new RangeError(`a statement of health has at most ${longestMessage} bytes, not ${length}`)
  }
  const form = uint16(mode ? withMode : withoutMode)
  const value = Buffer.concat([uint32(microsoft), form, uint16(inner.length), inner])
  return printTlvs([{ type: tlvTypes.vendorSpecific, value }])
}

function printMode({ correlationId, intent }: ModeSubHeader): Buffer {
  const value = Buffer.concat([uint32(microsoft), correlationId, Buffer.from([intent, 0])])
  return printTlvs([{ type: tlvTypes.vendorSpecific, value }])
}

/** What a given agent or validator says; undefined where it says nothing. */
export function entryOf({ entries }: HealthMessage, systemHealthId: number): readonly Tlv[] | undefined {
  return entries.find((entry) => entry.systemHealthId === systemHealthId)?.attributes
}
