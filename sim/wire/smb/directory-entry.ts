import { parseFacts, printFacts, type FileFacts } from './file-facts.ts'

/** One name in a directory. */
export interface DirectoryEntry {
  name: string
  facts: FileFacts
  /** The file's number on its volume. */
  fileId: bigint
}

/** How much an entry tells ([MS-FSCC] 2.4): the name stands after so many bytes, and its file's number where there is one. */
const layouts: Readonly<Record<number, { nameAt: number; fileIdAt?: number }>> = {
  1: { nameAt: 64 },
  2: { nameAt: 68 },
  3: { nameAt: 94 },
  37: { nameAt: 104, fileIdAt: 96 },
  38: { nameAt: 80, fileIdAt: 72 },
}

export const directoryClasses = { directory: 1, full: 2, both: 3, idBoth: 37, idFull: 38 } as const

export function isDirectoryClass(informationClass: number): boolean {
  return informationClass in layouts
}

/** One entry without its distance to the next. Short names are left empty: nothing here has one. */
export function printDirectoryEntry(informationClass: number, entry: DirectoryEntry): Buffer {
  const { nameAt, fileIdAt } = layoutOf(informationClass)
  const name = Buffer.from(entry.name, 'utf16le')
  const fixed = Buffer.alloc(nameAt)
  printFacts(entry.facts).copy(fixed, 8)
  // The other way round than in CREATE's response.
  fixed.writeBigUInt64LE(BigInt(entry.facts.size), 40)
  fixed.writeBigUInt64LE(BigInt(entry.facts.allocated), 48)
  fixed.writeUInt32LE(name.length, 60)
  if (fileIdAt !== undefined) fixed.writeBigUInt64LE(entry.fileId, fileIdAt)
  return Buffer.concat([fixed, name])
}

function layoutOf(informationClass: number): { nameAt: number; fileIdAt?: number } {
  const layout = layouts[informationClass]
  if (!layout) throw new RangeError(`${informationClass} is no class of directory information`)
  return layout
}

/** Aligned to eight bytes; the last one's distance is 0. */
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

/** What an entry takes up when another follows. */
export function paddedLength(entry: Buffer): number {
  return Math.ceil(entry.length / 8) * 8
}

/** undefined when an entry leads out of the information. `fileId` is 0 where the class has none. */
export function parseDirectoryEntries(
  informationClass: number,
  information: Buffer,
): DirectoryEntry[] | undefined {
  const { nameAt, fileIdAt } = layoutOf(informationClass)
  const entries: DirectoryEntry[] = []
  for (let rest = information; ;) {
    if (rest.length < nameAt) return undefined
    const facts = parseFacts(rest.subarray(8))
    const nameLength = rest.readUInt32LE(60)
    if (!facts || nameLength % 2 !== 0 || nameAt + nameLength > rest.length) return undefined
    entries.push({
      name: rest.toString('utf16le', nameAt, nameAt + nameLength),
      // Size and allocation stand the other way round here.
      facts: { ...facts, size: facts.allocated, allocated: facts.size, attributes: rest.readUInt32LE(56) },
      fileId: fileIdAt === undefined ? 0n : rest.readBigUInt64LE(fileIdAt),
    })
    const next = rest.readUInt32LE()
    if (next === 0) return entries
    if (next < nameAt + nameLength || next > rest.length) return undefined
    rest = rest.subarray(next)
  }
}
