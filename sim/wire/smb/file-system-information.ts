import { fileTimeLe, preset, struct, u32le, u64le } from '../../encoding/struct.ts'

/** [MS-FSCC] 2.5. */
export const fileSystemClasses = { volume: 1, size: 3, device: 4, attribute: 5, fullSize: 7 } as const

export interface Volume {
  created: Date
  serialNumber: number
  label: string
  /** Bytes; a multiple of `allocationUnit`. */
  size: number
}

/** Bytes: eight sectors of 512, the default of NTFS. */
export const allocationUnit = 4096
const sector = 512

/** undefined for a class that is not known. */
export function serializeFileSystemInformation(informationClass: number, volume: Volume): Buffer | undefined {
  return serializers[informationClass]?.(volume)
}

const serializers: Readonly<Record<number, (volume: Volume) => Buffer>> = {
  [fileSystemClasses.volume]: serializeVolume,
  [fileSystemClasses.size]: (volume) => sizes.serialize(sizesOf(volume)),
  [fileSystemClasses.device]: () => device.serialize({}),
  [fileSystemClasses.attribute]: serializeAttributes,
  [fileSystemClasses.fullSize]: (volume) => fullSizes.serialize(sizesOf(volume)),
}

const volumeInformation = struct(18, {
  created: fileTimeLe(0),
  serialNumber: u32le(8),
  labelLength: u32le(12),
})

function serializeVolume({ created, serialNumber, label }: Volume): Buffer {
  const name = Buffer.from(label, 'utf16le')
  return Buffer.concat([
    volumeInformation.serialize({ created, serialNumber, labelLength: name.length }),
    name,
  ])
}

/** All units of the volume; the count of free units that follows is 0. */
const sizes = struct(24, { units: u64le(0), sectorsPerUnit: u32le(16), bytesPerSector: u32le(20) })

/** Here free units are counted twice: those the caller may use, and those there are. */
const fullSizes = struct(32, { units: u64le(0), sectorsPerUnit: u32le(24), bytesPerSector: u32le(28) })

function sizesOf({ size }: Volume): { units: bigint; sectorsPerUnit: number; bytesPerSector: number } {
  return {
    units: BigInt(size / allocationUnit),
    sectorsPerUnit: allocationUnit / sector,
    bytesPerSector: sector,
  }
}

const disk = 7
const readOnlyDevice = 2
const device = struct(8, { type: preset(u32le(0), disk), characteristics: preset(u32le(4), readOnlyDevice) })

/** Names keep their case and are Unicode; the volume is read-only. */
const volumeAttributes = 0x2 | 0x4 | 0x80000
export const longestName = 255

const attributes = struct(12, {
  attributes: preset(u32le(0), volumeAttributes),
  longestName: preset(u32le(4), longestName),
  nameLength: u32le(8),
})

function serializeAttributes(): Buffer {
  const name = Buffer.from('NTFS', 'utf16le')
  return Buffer.concat([attributes.serialize({ nameLength: name.length }), name])
}
