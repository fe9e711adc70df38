import {
  attributeTypes,
  longestValue,
  parseAttributes,
  serializeAttributes,
  type RadiusAttribute,
  type RadiusPacket,
} from './packet.ts'

/** Microsoft's private enterprise number. */
const microsoft = Buffer.from([0, 0, 0x01, 0x37])

/** Vendor types of [MS-RNAP] 2.2.1. */
export const microsoftTypes = { quarantineState: 45, quarantineSoh: 55 } as const

/** Instruction to the network access server ([MS-RNAP]; values as in FreeRADIUS' dictionary.microsoft). */
const quarantineStates = { 'full-access': 0, quarantine: 1, probation: 2 } as const
export type QuarantineState = keyof typeof quarantineStates

/** The vendor's id, and the vendor's own type and length. */
const longestPart = longestValue - microsoft.length - 2

/**
 * Microsoft's attributes of a type, put together: a statement of health is longer than one attribute can be, and goes
 * on in the next, as an EAP message does (RFC 3579 3.1). undefined when there is none, or one is cut off.
 */
export function microsoftValue({ attributes }: RadiusPacket, vendorType: number): Buffer | undefined {
  const parts: Buffer[] = []
  for (const { type, value } of attributes) {
    if (type !== attributeTypes.vendorSpecific || !value.subarray(0, 4).equals(microsoft)) continue
    const own = parseAttributes(value.subarray(4))
    if (!own) return undefined
    parts.push(
      ...own.filter((attribute) => attribute.type === vendorType).map((attribute) => attribute.value),
    )
  }
  return parts.length === 0 ? undefined : Buffer.concat(parts)
}

/** One attribute, or as many as the value needs. */
export function microsoftAttributes(vendorType: number, value: Buffer): RadiusAttribute[] {
  const count = Math.max(1, Math.ceil(value.length / longestPart))
  return Array.from({ length: count }, (_, part) => {
    const own = value.subarray(part * longestPart, (part + 1) * longestPart)
    return {
      type: attributeTypes.vendorSpecific,
      value: Buffer.concat([microsoft, serializeAttributes([{ type: vendorType, value: own }])]),
    }
  })
}

/** undefined when the packet has no known state. */
export function quarantineStateOf(packet: RadiusPacket): QuarantineState | undefined {
  const value = microsoftValue(packet, microsoftTypes.quarantineState)
  const number = value?.length === 4 ? value.readUInt32BE() : undefined
  return (Object.keys(quarantineStates) as QuarantineState[]).find(
    (name) => quarantineStates[name] === number,
  )
}

export function quarantineStateAttributes(state: QuarantineState): RadiusAttribute[] {
  return microsoftAttributes(microsoftTypes.quarantineState, Buffer.from([0, 0, 0, quarantineStates[state]]))
}
