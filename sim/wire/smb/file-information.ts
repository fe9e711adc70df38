import { fileAttributes, printFacts, printTimes, type FileFacts } from './file-facts.ts'

/** [MS-FSCC] 2.4. */
export const fileClasses = {
  basic: 4,
  standard: 5,
  internal: 6,
  extendedAttributes: 7,
  all: 18,
  networkOpen: 34,
} as const

export interface InformedFile {
  facts: FileFacts
  /** The file's number on its volume. */
  fileId: bigint
  /** From the share's root, with a backslash before it. */
  name: string
  /** Of `accessRights`: what it was opened for. */
  access: number
}

/** undefined for a class that is not known. */
export function printFileInformation(informationClass: number, file: InformedFile): Buffer | undefined {
  return printers[informationClass]?.(file)
}

const printers: Readonly<Record<number, (file: InformedFile) => Buffer>> = {
  [fileClasses.basic]: basic,
  [fileClasses.standard]: standard,
  [fileClasses.internal]: internal,
  [fileClasses.extendedAttributes]: () => Buffer.alloc(4),
  [fileClasses.all]: all,
  [fileClasses.networkOpen]: ({ facts }) => Buffer.concat([printFacts(facts), Buffer.alloc(4)]),
}

/** Four times, the attributes, four bytes that are reserved. */
function basic({ facts }: InformedFile): Buffer {
  const rest = Buffer.alloc(8)
  rest.writeUInt32LE(facts.attributes)
  return Buffer.concat([printTimes(facts), rest])
}

/** What is allocated, the size, one link, nothing that waits to be deleted, and whether it is a directory. */
function standard({ facts }: InformedFile): Buffer {
  const bytes = Buffer.alloc(24)
  bytes.writeBigUInt64LE(BigInt(facts.allocated))
  bytes.writeBigUInt64LE(BigInt(facts.size), 8)
  bytes.writeUInt32LE(1, 16)
  bytes.writeUInt8((facts.attributes & fileAttributes.directory) === 0 ? 0 : 1, 21)
  return bytes
}

function internal({ fileId }: InformedFile): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(fileId)
  return bytes
}

/** The three above, then the size of extended attributes, access, position (8 bytes), mode, alignment and name. */
function all(file: InformedFile): Buffer {
  const name = Buffer.from(file.name, 'utf16le')
  const rest = Buffer.alloc(28)
  rest.writeUInt32LE(file.access, 4)
  rest.writeUInt32LE(name.length, 24)
  return Buffer.concat([basic(file), standard(file), internal(file), rest, name])
}
