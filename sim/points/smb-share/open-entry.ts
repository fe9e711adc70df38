import {
  accessRights,
  asksToChange,
  createActions,
  createOptions,
  dispositions,
  readOnlyAccess,
  readWriteAccess,
  type CloseRequest,
  type CreateRequest,
  serializeCloseResponse,
  serializeCreateResponse,
} from '../../wire/smb/create.ts'
import { serializeWriteResponse, type WriteRequest } from '../../wire/smb/write.ts'
import type { StatusName } from '../../wire/smb/header.ts'
import { type ReadRequest, serializeReadResponse } from '../../wire/smb/read.ts'
import { isDirectory } from '../distribution-point/package-tree.ts'
import {
  failure,
  most,
  success,
  type OpenEntry,
  type Result,
  type Session,
  type Tree,
  type WrittenFile,
} from './session.ts'
import { factsOf, findEntry } from './shared-entry.ts'

/** Most bytes of one READ or WRITE in the 2.0.2 dialect ([MS-SMB2] 3.3.5.4). */
export const longestRead = 65_536
export const longestWrite = 65_536

/** Opens an existing entry, or begins a file anew where the share lets clients write; nothing is ever deleted. */
export function create(session: Session, tree: Tree, request: CreateRequest, fileId: Buffer): Result {
  const { name, disposition, options, desiredAccess } = request
  const { share } = tree
  if (share === 'IPC$') return failure('STATUS_OBJECT_NAME_NOT_FOUND')
  if (disposition > dispositions.overwriteIf) return failure('STATUS_INVALID_PARAMETER')
  const opens = disposition === dispositions.open || disposition === dispositions.openIf
  const changes = asksToChange(desiredAccess) || !opens || (options & createOptions.deleteOnClose) !== 0
  if (changes && share.overwrite && isToWrite(request))
    return createAnew(session, tree, share.overwrite(name), request, fileId)
  const entry = findEntry(share.files(), name)
  const readOnly = 'the share is read-only'
  if (typeof entry === 'string') {
    const missing = entry !== 'STATUS_INVALID_PARAMETER' && entry !== 'STATUS_OBJECT_NAME_INVALID'
    if (missing && disposition !== dispositions.open) {
      return failure('STATUS_ACCESS_DENIED', `the client tried to create ${name}, but ${readOnly}`)
    }
    return failure(entry, `no package or file has the name ${printable(name)}`)
  }
  if (changes) {
    return failure(
      'STATUS_ACCESS_DENIED',
      `the client tried to open ${printable(name)} for changes, but ${readOnly}`,
    )
  }
  if ((options & createOptions.directory) !== 0 && !isDirectory(entry.node))
    return failure('STATUS_NOT_A_DIRECTORY')
  if ((options & createOptions.notDirectory) !== 0 && isDirectory(entry.node)) {
    return failure('STATUS_FILE_IS_A_DIRECTORY')
  }
  if (session.opens.size >= most.opens) return failure('STATUS_INSUFFICIENT_RESOURCES')
  session.opens.set(fileId.toString('hex'), { tree, fileId, entry, access: grantedAccess(desiredAccess) })
  return success(serializeCreateResponse({ action: createActions.opened, facts: factsOf(entry), fileId }))
}

/** Whether a file is opened to be written from its beginning, which is all that a client can change. */
function isToWrite({ disposition, options, desiredAccess }: CreateRequest): boolean {
  const writes = accessRights.writeData | accessRights.genericWrite | accessRights.genericAll
  return (
    (desiredAccess & writes) !== 0 &&
    disposition !== dispositions.open &&
    disposition !== dispositions.openIf &&
    (options & (createOptions.directory | createOptions.deleteOnClose)) === 0
  )
}

function createAnew(
  session: Session,
  tree: Tree,
  file: WrittenFile | StatusName,
  { name }: CreateRequest,
  fileId: Buffer,
): Result {
  if (typeof file === 'string') return failure(file, `no file ${printable(name)} is to be written here`)
  if (session.opens.size >= most.opens) return failure('STATUS_INSUFFICIENT_RESOURCES')
  const { node, write } = file
  const entry = { name, node }
  session.opens.set(fileId.toString('hex'), { tree, fileId, entry, access: readWriteAccess, write })
  return success(serializeCreateResponse({ action: createActions.created, facts: factsOf(entry), fileId }))
}

function grantedAccess(desired: number): number {
  const everything = accessRights.maximumAllowed | accessRights.genericRead | accessRights.genericExecute
  return (desired & everything) === 0 ? desired & readOnlyAccess : readOnlyAccess
}

/** Quotes and shortens a name from the network. */
function printable(name: string): string {
  return JSON.stringify(name.length > 80 ? `${name.slice(0, 80)}...` : name)
}

export function close(session: Session, open: OpenEntry, { tell }: CloseRequest): Result {
  session.opens.delete(open.fileId.toString('hex'))
  return success(serializeCloseResponse({ facts: tell ? factsOf(open.entry) : null }))
}

export function write({ write: take }: OpenEntry, { offset, data }: WriteRequest): Result {
  if (!take)
    return failure('STATUS_ACCESS_DENIED', 'the client tried to write to a file that it had opened to read')
  // [MS-SMB2] 3.3.5.13.
  if (data.length > longestWrite) return failure('STATUS_INVALID_PARAMETER')
  const refused = take(Number(offset), data)
  return refused ? failure(refused) : success(serializeWriteResponse({ count: data.length }))
}

export function read(
  { entry: { node }, access }: OpenEntry,
  { length, offset, minimum }: ReadRequest,
): Result {
  if (isDirectory(node)) return failure('STATUS_INVALID_DEVICE_REQUEST')
  if ((access & (accessRights.readData | accessRights.execute)) === 0) return failure('STATUS_ACCESS_DENIED')
  if (length > longestRead) return failure('STATUS_INVALID_PARAMETER')
  const { size } = node
  if (offset >= BigInt(size) && length > 0) return failure('STATUS_END_OF_FILE')
  const first = Number(offset)
  const last = Math.min(first + length, size) - 1
  if (last - first + 1 < minimum) return failure('STATUS_END_OF_FILE')
  return success(serializeReadResponse({ data: Buffer.concat([...node.read({ first, last })]) }))
}
