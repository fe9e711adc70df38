import { bodyOf, newBody, partOf, textOf, withPart } from './body.ts'
import { factsLength, parseFacts, printFacts, type FileFacts } from './file-facts.ts'

/** What is to be done where the file exists, and where it does not ([MS-SMB2] 2.2.13). */
export const dispositions = {
  supersede: 0,
  open: 1,
  create: 2,
  openIf: 3,
  overwrite: 4,
  overwriteIf: 5,
} as const

export const createOptions = { directory: 0x1, notDirectory: 0x40, deleteOnClose: 0x1000 } as const

/** [MS-SMB2] 2.2.13, without its contexts: none is of use to a read-only share. */
export interface CreateRequest {
  /** Of `accessRights`. */
  desiredAccess: number
  /** Of `fileAttributes`. */
  attributes: number
  /** Whom the file is shared with while it is open: 1 who reads, 2 who writes, 4 who deletes. */
  shareAccess: number
  /** One of `dispositions`. */
  disposition: number
  /** Of `createOptions`. */
  options: number
  /** From the share's root: `PKG00001\PKG00001.bin`; empty for the root. */
  name: string
}

const impersonation = 2

export function printCreateRequest(request: CreateRequest): Buffer {
  const body = newBody(57)
  const name = Buffer.from(request.name, 'utf16le')
  body.writeUInt32LE(impersonation, 4)
  body.writeUInt32LE(request.desiredAccess, 24)
  body.writeUInt32LE(request.attributes, 28)
  body.writeUInt32LE(request.shareAccess, 32)
  body.writeUInt32LE(request.disposition, 36)
  body.writeUInt32LE(request.options, 40)
  body.writeUInt16LE(120, 44)
  body.writeUInt16LE(name.length, 46)
  return withPart(body, name)
}

export function parseCreateRequest(message: Buffer): CreateRequest | undefined {
  const body = bodyOf(message, 57)
  if (!body) return undefined
  const name = textOf(partOf(message, body.readUInt16LE(44), body.readUInt16LE(46)))
  if (name === undefined) return undefined
  return {
    desiredAccess: body.readUInt32LE(24),
    attributes: body.readUInt32LE(28),
    shareAccess: body.readUInt32LE(32),
    disposition: body.readUInt32LE(36),
    options: body.readUInt32LE(40),
    name,
  }
}

/** [MS-SMB2] 2.2.14. */
export interface CreateResponse {
  facts: FileFacts
  /** 16 bytes. */
  fileId: Buffer
}

/** The file was there already, says the response's action. */
const opened = 1

export function printCreateResponse({ facts, fileId }: CreateResponse): Buffer {
  const body = newBody(89)
  body.writeUInt32LE(opened, 4)
  printFacts(facts).copy(body, 8)
  fileId.copy(body, 64)
  return withPart(body, Buffer.alloc(0))
}

export function parseCreateResponse(message: Buffer): CreateResponse | undefined {
  const body = bodyOf(message, 89)
  const facts = body && parseFacts(body.subarray(8, 8 + factsLength))
  return facts && { facts, fileId: body.subarray(64, 80) }
}
