import { fileTimeLe, preset, struct, u32le, u64le } from '../../encoding/struct.ts'

/** Classes of information on a volume ([MS-FSCC] 2.5). */
export const fileSystemClasses = { volume: 1, size: 3, device: 4, attribute: 5, fullSize: 7 } as const

export interface Volume {
  created: Date
  serialNumber: number
  label: string
  /** In bytes; a multiple of `allocationUnit`. */
  size: number
}

/** In bytes: eight sectors, the default of NTFS. */
export const allocationUnit = 4096
/** In bytes. */
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

/** FileFsSizeInformation. The count of free units, at 8, stays 0: the volume is full. */
const sizes = struct(24, { units: u64le(0), sectorsPerUnit: u32le(16), bytesPerSector: u32le(20) })

/** FileFsFullSizeInformation. Both counts of free units, for the caller and in all, stay 0. */
const fullSizes = struct(32, { units: u64le(0), sectorsPerUnit: u32le(24), bytesPerSector: u32le(28) })

function sizesOf({ size }: Volume): { units: bigint; sectorsPerUnit: number; bytesPerSector: number } {
  return {
    units: BigInt(size / allocationUnit),
    sectorsPerUnit: allocationUnit / sector,
    bytesPerSector: sector,
  }
}

/** FILE_DEVICE_DISK and FILE_READ_ONLY_DEVICE. */
const [disk, readOnlyDevice] = [7, 2]
const device = struct(8, { type: preset(u32le(0), disk), characteristics: preset(u32le(4), readOnlyDevice) })

/** FILE_CASE_PRESERVED_NAMES, FILE_UNICODE_ON_DISK and FILE_READ_ONLY_VOLUME ([MS-FSCC] 2.5.1). */
const volumeAttributes = 0x2 | 0x4 | 0x80000
/** In characters. */
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
