import type { DhcpMessage } from './message.ts'
import { optionCodes } from './options.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The start of PXE firmware's vendor class, and the whole of its servers' (RFC 4578 section 2.1, PXE 2.1). */
export const pxeClass = 'PXEClient'

/** RFC 4578 section 2.1: an Intel x86 PC with a BIOS, and UNDI 2.1. */
export const intelX86 = {
  vendorClass: `${pxeClass}:Arch:00000:UNDI:002001`,
  architecture: Buffer.from([0, 0]),
  networkInterface: Buffer.from([1, 2, 1]),
} as const

/** The types of RFC 4578 section 2.1 that are told apart here; all others are of EFI, or of other processors. */
export const architectures = { intelX86: 0 } as const

/**
 * The kinds of computer that the firmware can start programs for, in its order of preference. Firmware that leaves the
 * option out says it in its vendor class: `PXEClient:Arch:00007:…`. Without either it is a BIOS from before that.
 */
export function architecturesOf({ options }: DhcpMessage): number[] {
  const listed = options.get(optionCodes.clientArchitecture)
  if (listed && listed.length >= 2) {
    return Array.from({ length: Math.floor(listed.length / 2) }, (_, index) => listed.readUInt16BE(2 * index))
  }
  const [, named] =
    /:Arch:(\d{5}):/.exec(options.get(optionCodes.vendorClass)?.toString('latin1') ?? '') ?? []
  return [named === undefined ? architectures.intelX86 : Number(named)]
}

/** Whether the message comes from PXE firmware, or is meant for it. */
export function isOfPxe({ options }: DhcpMessage): boolean {
  const value = options.get(optionCodes.vendorClass)?.toString('latin1')
  return value === pxeClass || value?.startsWith(`${pxeClass}:`) === true
}

/** A UUID's fields in bytes; the first three are little-endian, as EFI has them (RFC 4578 section 2.3). */
const fields = [
  { length: 4, reversed: true },
  { length: 2, reversed: true },
  { length: 2, reversed: true },
  { length: 2, reversed: false },
  { length: 6, reversed: false },
] as const

/** The only type that is defined. */
const uuidType = 0

/** The computer's UUID in lower case; undefined when the machine identifier is not a UUID. */
export function uuidOf({ options }: DhcpMessage): string | undefined {
  const value = options.get(optionCodes.machineIdentifier)
  if (value?.length !== 17 || value.at(0) !== uuidType) return undefined
  let at = 1
  return fields
    .map(({ length, reversed }) => {
      const bytes = Buffer.from(value.subarray(at, (at += length)))
      return (reversed ? bytes.reverse() : bytes).toString('hex')
    })
    .join('-')
}

/** The value of the machine identifier option. Throws a `RangeError` unless it is given a UUID. */
export function machineIdentifier(uuid: string): Buffer {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(uuid)) throw new RangeError(`${uuid} is no UUID`)
  const parts = uuid.split('-').map((part, index) => {
    const bytes = Buffer.from(part, 'hex')
    return fields[index]?.reversed ? bytes.reverse() : bytes
  })
  return Buffer.concat([Buffer.from([uuidType]), ...parts])
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about: 'PXE (its specification, RFC 4578), with DHCP (RFC 2131) and TFTP (RFC 1350)',
  },
]
