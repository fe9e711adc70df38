import {
  accessRights,
  asksToChange,
  createOptions,
  dispositions,
  readOnlyAccess,
  type CloseRequest,
  type CreateRequest,
  serializeCloseResponse,
  serializeCreateResponse,
} from '../../wire/smb/create.ts'
import { type ReadRequest, serializeReadResponse } from '../../wire/smb/read.ts'
import { isDirectory } from '../distribution-point/package-tree.ts'
import { failure, most, success, type OpenEntry, type Result, type Session, type Tree } from './session.ts'
import { factsOf, findEntry, type SharedFiles } from './shared-entry.ts'

/** Most bytes of one READ in the 2.0.2 dialect ([MS-SMB2] 3.3.5.4). */
export const longestRead = 65_536

/** Opens an existing entry; nothing is ever created, changed or deleted. */
export function create(
  session: Session,
  tree: Tree,
  root: SharedFiles,
  request: CreateRequest,
  fileId: Buffer,
): Result {
  const { name, disposition, options, desiredAccess } = request
  if (tree.share === 'IPC$') return failure('STATUS_OBJECT_NAME_NOT_FOUND')
  if (disposition > dispositions.overwriteIf) return failure('STATUS_INVALID_PARAMETER')
  const entry = findEntry(root, name)
  const readOnly = 'the share is read-only'
  const opens = disposition === dispositions.open || disposition === dispositions.openIf
  const changes = asksToChange(desiredAccess) || !opens || (options & createOptions.deleteOnClose) !== 0
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
  return success(serializeCreateResponse({ facts: factsOf(entry), fileId }))
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
