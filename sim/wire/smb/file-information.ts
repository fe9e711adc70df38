import {
  converted,
  fileTimeLe,
  struct,
  u32le,
  u64le,
  u8,
  type Field,
  type ValuesOf,
} from '../../encoding/struct.ts'

/** [MS-FSCC] 2.6. */
export const fileAttributes = { readOnly: 0x01, directory: 0x10, archive: 0x20, normal: 0x80 } as const

function timesAt(at: number) {
  return {
    created: fileTimeLe(at),
    accessed: fileTimeLe(at + 8),
    written: fileTimeLe(at + 16),
    changed: fileTimeLe(at + 24),
  }
}

/** Bytes; undefined for more than a number can hold. */
function sizeAt(at: number): Field<number> {
  return converted(
    u64le(at),
    (size) => (Number.isSafeInteger(Number(size)) ? Number(size) : undefined),
    (size) => BigInt(size),
  )
}

/** The facts of a file or directory, in the order of CREATE's and CLOSE's responses. */
export const fileFacts = struct(52, {
  ...timesAt(0),
  /** Bytes that it takes up on the volume. */
  allocated: sizeAt(32),
  size: sizeAt(40),
  /** Bits of `fileAttributes`. */
  attributes: u32le(48),
})

export type FileFacts = ValuesOf<typeof fileFacts>

/** [MS-FSCC] 2.4. */
export const fileClasses = {
  basic: 4,
  standard: 5,
  internal: 6,
  extendedAttributes: 7,
  all: 18,
  networkOpen: 34,
} as const

interface InformedFile {
  facts: FileFacts
  /** The file's number on its volume. */
  fileId: bigint
  /** From the share's root, with a backslash before it. */
  name: string
  /** The access for which it was opened, of `accessRights`. */
  access: number
}

/** undefined for a class that is not known. */
export function serializeFileInformation(informationClass: number, file: InformedFile): Buffer | undefined {
  return serializers[informationClass]?.(file)
}

const serializers: Readonly<Record<number, (file: InformedFile) => Buffer>> = {
  [fileClasses.basic]: ({ facts }) => basic.serialize(facts),
  [fileClasses.standard]: serializeStandard,
  [fileClasses.internal]: (file) => internal.serialize(file),
  [fileClasses.extendedAttributes]: () => Buffer.alloc(4),
  [fileClasses.all]: serializeAll,
  [fileClasses.networkOpen]: ({ facts }) => Buffer.concat([fileFacts.serialize(facts), Buffer.alloc(4)]),
}

const basic = struct(40, { ...timesAt(0), attributes: u32le(32) })

/** Nothing here waits to be deleted, and everything has one link. */
const standard = struct(24, { allocated: sizeAt(0), size: sizeAt(8), links: u32le(16), directory: u8(21) })

const internal = struct(8, { fileId: u64le(0) })

/** Behind the three above: no extended attributes, the access, no position, mode or alignment, and the name. */
const rest = struct(28, { access: u32le(4), nameLength: u32le(24) })

function serializeStandard({ facts }: InformedFile): Buffer {
  const directory = (facts.attributes & fileAttributes.directory) === 0 ? 0 : 1
  return standard.serialize({ ...facts, links: 1, directory })
}

function serializeAll(file: InformedFile): Buffer {
  const name = Buffer.from(file.name, 'utf16le')
  return Buffer.concat([
    basic.serialize(file.facts),
    serializeStandard(file),
    internal.serialize(file),
    rest.serialize({ access: file.access, nameLength: name.length }),
    name,
  ])
}

/** One name in a directory. */
export interface DirectoryEntry {
  name: string
  facts: FileFacts
  /** The file's number on its volume. */
  fileId: bigint
}

export const directoryClasses = { directory: 1, full: 2, both: 3, idBoth: 37, idFull: 38 } as const

/** The fixed part of an entry; the name stands behind it. Short names are left empty: no file here has one. */
function entryLayout(length: number, fileId?: Field<bigint>) {
  return struct(length, {
    next: u32le(0),
    ...timesAt(8),
    // In CREATE's response the two stand in the opposite order.
    size: sizeAt(40),
    allocated: sizeAt(48),
    attributes: u32le(56),
    nameLength: u32le(60),
    fileId: fileId ?? noFileId,
  })
}

const noFileId: Field<bigint> = { end: 0, parse: () => 0n, serialize: () => undefined }

/** The fixed part by class of information ([MS-FSCC] 2.4). */
const entryLayouts: Readonly<Record<number, ReturnType<typeof entryLayout>>> = {
  [directoryClasses.directory]: entryLayout(64),
  [directoryClasses.full]: entryLayout(68),
  [directoryClasses.both]: entryLayout(94),
  [directoryClasses.idBoth]: entryLayout(104, u64le(96)),
  [directoryClasses.idFull]: entryLayout(80, u64le(72)),
}

export function isDirectoryClass(informationClass: number): boolean {
  return informationClass in entryLayouts
}

function entryLayoutOf(informationClass: number): ReturnType<typeof entryLayout> {
  const layout = entryLayouts[informationClass]
  if (!layout) throw new RangeError(`${informationClass} is no class of directory information`)
  return layout
}

/** One entry without its distance to the next. */
export function serializeDirectoryEntry(
  informationClass: number,
  { name, facts, fileId }: DirectoryEntry,
): Buffer {
  const text = Buffer.from(name, 'utf16le')
  const fixed = { ...facts, next: 0, nameLength: text.length, fileId }
  return Buffer.concat([entryLayoutOf(informationClass).serialize(fixed), text])
}

/** Aligns entries to eight bytes; each states the distance to the next, the last one 0. */
export function joinDirectoryEntries(entries: readonly Buffer[]): Buffer {
  return Buffer.concat(
    entries.map((entry, index) => {
      if (index === entries.length - 1) return entry
      const padded = Buffer.alloc(paddedLength(entry))
      entry.copy(padded)
      padded.writeUInt32LE(padded.length)
      return padded
    }),
  )
}

/** The bytes that an entry takes up when another follows. */
export function paddedLength(entry: Buffer): number {
  return Math.ceil(entry.length / 8) * 8
}

/** undefined when an entry leads out of the information. `fileId` is 0 where the class has none. */
export function parseDirectoryEntries(
  informationClass: number,
  information: Buffer,
): DirectoryEntry[] | undefined {
  const layout = entryLayoutOf(informationClass)
  const entries: DirectoryEntry[] = []
  for (let rest = information; ;) {
    const entry = rest.length < layout.length ? undefined : layout.parse(rest)
    if (!entry) return undefined
    const { next, nameLength, fileId, ...facts } = entry
    const end = layout.length + nameLength
    if (nameLength % 2 !== 0 || end > rest.length) return undefined
    entries.push({ name: rest.toString('utf16le', layout.length, end), facts, fileId })
    if (next === 0) return entries
    if (next < end || next > rest.length) return undefined
    rest = rest.subarray(next)
  }
}
