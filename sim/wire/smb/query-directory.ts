import { bodyOf, newBody, partOf, textOf, withPart } from './body.ts'

export const queryDirectoryFlags = { restart: 1, single: 2, reopen: 0x10 } as const

/** [MS-SMB2] 2.2.33. */
export interface QueryDirectoryRequest {
  /** One of `directoryClasses`. */
  informationClass: number
  /** Of `queryDirectoryFlags`. */
  flags: number
  /** 16 bytes. */
  fileId: Buffer
  /** `*` for all. */
  pattern: string
  /** The most bytes that the answer may have; likewise below. */
  longest: number
}

export function printQueryDirectoryRequest(request: QueryDirectoryRequest): Buffer {
  const body = newBody(33)
  const pattern = Buffer.from(request.pattern, 'utf16le')
  body.writeUInt8(request.informationClass, 2)
  body.writeUInt8(request.flags, 3)
  request.fileId.copy(body, 8)
  body.writeUInt16LE(96, 24)
  body.writeUInt16LE(pattern.length, 26)
  body.writeUInt32LE(request.longest, 28)
  return withPart(body, pattern)
}

export function parseQueryDirectoryRequest(message: Buffer): QueryDirectoryRequest | undefined {
  const body = bodyOf(message, 33)
  if (!body) return undefined
  const pattern = textOf(partOf(message, body.readUInt16LE(24), body.readUInt16LE(26)))
  if (pattern === undefined) return undefined
  return {
    informationClass: body.readUInt8(2),
    flags: body.readUInt8(3),
    fileId: body.subarray(8, 24),
    pattern,
    longest: body.readUInt32LE(28),
  }
}
