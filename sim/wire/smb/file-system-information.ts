import { printTime } from './time.ts'

/** [MS-FSCC] 2.5. */
export const fileSystemClasses = { volume: 1, size: 3, device: 4, attribute: 5, fullSize: 7 } as const

export interface Volume {
  created: Date
  serialNumber: number
  label: string
  /** Bytes; a multiple of `allocationUnit`. */
  size: number
}

/** Bytes: eight sectors of 512, as NTFS has them unless told otherwise. */
export const allocationUnit = 4096
const sector = 512

/** undefined for a class that is not known. */
export function printFileSystemInformation(informationClass: number, volume: Volume): Buffer | undefined {
  return printers[informationClass]?.(volume)
}

const printers: Readonly<Record<number, (volume: Volume) => Buffer>> = {
  [fileSystemClasses.volume]: volumeInformation,
  [fileSystemClasses.size]: (volume) => sizes(volume, 1),
  [fileSystemClasses.device]: device,
  [fileSystemClasses.attribute]: attribute,
  [fileSystemClasses.fullSize]: (volume) => sizes(volume, 2),
}

function volumeInformation({ created, serialNumber, label }: Volume): Buffer {
  const name = Buffer.from(label, 'utf16le')
  const rest = Buffer.alloc(10)
  rest.writeUInt32LE(serialNumber)
  rest.writeUInt32LE(name.length, 4)
  return Buffer.concat([printTime(created), rest, name])
}

/** All units, then the free ones, which are none: for the caller, and (`free` 2) on the whole. */
function sizes({ size }: Volume, free: 1 | 2): Buffer {
  const bytes = Buffer.alloc(16 + free * 8)
  bytes.writeBigUInt64LE(BigInt(size / allocationUnit))
  bytes.writeUInt32LE(allocationUnit / sector, 8 + free * 8)
  bytes.writeUInt32LE(sector, 12 + free * 8)
  return bytes
}

const disk = 7
const readOnlyDevice = 2

function device(): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeUInt32LE(disk)
  bytes.writeUInt32LE(readOnlyDevice, 4)
  return bytes
}

/** Names keep their case and are Unicode; the volume is read-only. */
const volumeAttributes = 0x2 | 0x4 | 0x80000
export const longestName = 255

function attribute(): Buffer {
  const name = Buffer.from('NTFS', 'utf16le')
  const rest = Buffer.alloc(12)
  rest.writeUInt32LE(volumeAttributes)
  rest.writeUInt32LE(longestName, 4)
  rest.writeUInt32LE(name.length, 8)
  return Buffer.concat([rest, name])
}
