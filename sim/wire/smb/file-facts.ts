import { parseTime, printTime } from './time.ts'

/** What several messages tell of a file or directory. Sizes in bytes. */
export interface FileFacts {
  created: Date
  accessed: Date
  written: Date
  changed: Date
  /** What it takes up. */
  allocated: number
  size: number
  /** Of `fileAttributes`. */
  attributes: number
}

/** [MS-FSCC] 2.6. */
export const fileAttributes = { readOnly: 0x01, directory: 0x10, archive: 0x20, normal: 0x80 } as const

export const factsLength = 52

/** In the order of CREATE's and CLOSE's responses: four times, what is allocated, the size, the attributes. */
export function printFacts(facts: FileFacts): Buffer {
  const numbers = Buffer.alloc(20)
  numbers.writeBigUInt64LE(BigInt(facts.allocated))
  numbers.writeBigUInt64LE(BigInt(facts.size), 8)
  numbers.writeUInt32LE(facts.attributes, 16)
  return Buffer.concat([printTimes(facts), numbers])
}

export function printTimes({ created, accessed, written, changed }: FileFacts): Buffer {
  return Buffer.concat([created, accessed, written, changed].map(printTime))
}

/** undefined for fewer bytes than `factsLength`, a time that is none, or a size that no number can hold. */
export function parseFacts(bytes: Buffer): FileFacts | undefined {
  if (bytes.length < factsLength) return undefined
  const [created, accessed, written, changed] = [0, 8, 16, 24].map((at) =>
    parseTime(bytes.subarray(at, at + 8)),
  )
  const allocated = Number(bytes.readBigUInt64LE(32))
  const size = Number(bytes.readBigUInt64LE(40))
  if (!created || !accessed || !written || !changed) return undefined
  if (!Number.isSafeInteger(allocated) || !Number.isSafeInteger(size)) return undefined
  return { created, accessed, written, changed, allocated, size, attributes: bytes.readUInt32LE(48) }
}
