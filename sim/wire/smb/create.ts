import {
  bytesAt,
  converted,
  nested,
  preset,
  u16le,
  u32le,
  utf16,
  type Field,
  type ValuesOf,
} from '../../encoding/struct.ts'
import { messageBody, part } from './body.ts'
import { fileFacts, type FileFacts } from './file-information.ts'

/** The access for which a file or directory is opened ([MS-SMB2] 2.2.13.1). */
export const accessRights = {
  readData: 0x1,
  writeData: 0x2,
  appendData: 0x4,
  readExtendedAttributes: 0x8,
  writeExtendedAttributes: 0x10,
  execute: 0x20,
  deleteChild: 0x40,
  readAttributes: 0x80,
  writeAttributes: 0x100,
  delete: 0x10000,
  readControl: 0x20000,
  writeDacl: 0x40000,
  writeOwner: 0x80000,
  synchronize: 0x100000,
  accessSystemSecurity: 0x1000000,
  maximumAllowed: 0x2000000,
  genericAll: 0x10000000,
  genericExecute: 0x20000000,
  genericWrite: 0x40000000,
  genericRead: 0x80000000,
} as const

/** Rights that change nothing. */
export const readOnlyAccess =
  accessRights.readData |
  accessRights.readExtendedAttributes |
  accessRights.execute |
  accessRights.readAttributes |
  accessRights.readControl |
  accessRights.synchronize

/** The rights on a share whose files can be written. */
export const readWriteAccess =
  readOnlyAccess | accessRights.writeData | accessRights.appendData | accessRights.writeAttributes

/** All rights to a file: [MS-DTYP] has no name for it; public programs call it full access. */
export const fullAccess =
  readOnlyAccess |
  accessRights.writeData |
  accessRights.appendData |
  accessRights.writeExtendedAttributes |
  accessRights.deleteChild |
  accessRights.writeAttributes |
  accessRights.delete |
  accessRights.writeDacl |
  accessRights.writeOwner

const changing =
  (fullAccess & ~readOnlyAccess) |
  accessRights.accessSystemSecurity |
  accessRights.genericAll |
  accessRights.genericWrite

export function asksToChange(desiredAccess: number): boolean {
  return (desiredAccess & changing) !== 0
}

/** Whether the file may, must or must not exist already ([MS-SMB2] 2.2.13). */
export const dispositions = {
  supersede: 0,
  open: 1,
  create: 2,
  openIf: 3,
  overwrite: 4,
  overwriteIf: 5,
} as const

export const createOptions = { directory: 0x1, notDirectory: 0x40, deleteOnClose: 0x1000 } as const

const impersonation = 2

/** [MS-SMB2] 2.2.13, without its contexts: the shares have no use for any. */
const createRequest = messageBody(57, {
  impersonationLevel: preset(u32le(4), impersonation),
  /** Bits of `accessRights`. */
  desiredAccess: u32le(24),
  /** Bits of `fileAttributes`. */
  attributes: u32le(28),
  /** Rights of others while the file is open: 1 read, 2 write, 4 delete. */
  shareAccess: u32le(32),
  /** One of `dispositions`. */
  disposition: u32le(36),
  /** Bits of `createOptions`. */
  options: u32le(40),
  /** From the share's root: `PKG00001\PKG00001.bin`; empty for the root. */
  name: utf16(part(u16le(44), u16le(46))),
})

export type CreateRequest = ValuesOf<typeof createRequest>
export const { parse: parseCreateRequest, serialize: serializeCreateRequest } = createRequest

/** What a CREATE did: opened the file that was there, or made it or its content anew. */
export const createActions = { opened: 1, created: 2 } as const

/** [MS-SMB2] 2.2.14. */
const createResponse = messageBody(89, {
  /** One of `createActions`. */
  action: u32le(4),
  facts: nested(8, fileFacts),
  fileId: bytesAt(64, 16),
})

export type CreateResponse = ValuesOf<typeof createResponse>
export const { parse: parseCreateResponse, serialize: serializeCreateResponse } = createResponse

const withFacts = 1

/** [MS-SMB2] 2.2.15. */
const closeRequest = messageBody(24, {
  /** Asks for the facts of the file in the response. */
  tell: converted(
    u16le(2),
    (flags) => (flags & withFacts) !== 0,
    (tell) => (tell ? withFacts : 0),
  ),
  fileId: bytesAt(8, 16),
})

export type CloseRequest = ValuesOf<typeof closeRequest>
export const { parse: parseCloseRequest, serialize: serializeCloseRequest } = closeRequest

/** Whether there are facts, and where they stand. */
function optionalFacts(flags: Field<number>, facts: Field<FileFacts>): Field<FileFacts | null> {
  return {
    end: facts.end,
    parse: (body) => (((flags.parse(body) ?? 0) & withFacts) === 0 ? null : facts.parse(body)),
    serialize(value, output) {
      if (!value) return
      flags.serialize(withFacts, output)
      facts.serialize(value, output)
    },
  }
}

/** [MS-SMB2] 2.2.16. */
const closeResponse = messageBody(60, {
  /** null unless the request asked for them. */
  facts: optionalFacts(u16le(2), nested(8, fileFacts)),
})

export const { parse: parseCloseResponse, serialize: serializeCloseResponse } = closeResponse
