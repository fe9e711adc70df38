import {
  readOnlyAccess,
  readWriteAccess,
  parseCloseRequest,
  parseCreateRequest,
} from '../../wire/smb/create.ts'
import { commands, isRelated, type Header, type StatusName } from '../../wire/smb/header.ts'
import { isEmptyBody, serializeEmptyBody } from '../../wire/smb/body.ts'
import { shareTypes, parseTreeConnectRequest, serializeTreeConnectResponse } from '../../wire/smb/session.ts'
import type { Unusually } from '../../net/unusual.ts'
import { shareIn } from './asked.ts'
import { answerQuery } from './answer-query.ts'
import { listDirectory } from './list-directory.ts'
import { close, create, read, write } from './open-entry.ts'
import {
  failure,
  most,
  success,
  type CompoundState,
  type OpenEntry,
  type Result,
  type Session,
  type Share,
  type Tree,
} from './session.ts'
import { packageTree } from '../distribution-point/package-tree.ts'
import type { SharedFiles } from './shared-entry.ts'
import { parseFlushRequest, parseWriteRequest } from '../../wire/smb/write.ts'
import { parseQueryDirectoryRequest, parseQueryInfoRequest, parseReadRequest } from '../../wire/smb/read.ts'

/** `newId` returns a number that no other tree or open file of the connection has. */
interface SmbRequest {
  session: Session
  shares: readonly Share[]
  header: Header
  message: Buffer
  compound: CompoundState
  /** Draws what is unusual about the answer; undefined where nothing is. */
  unusually: Unusually | undefined
  newId(): number
}

const readOnly = failure('STATUS_ACCESS_DENIED', 'the client tried to write, but the share is read-only')
const notFound: readonly StatusName[] = ['STATUS_OBJECT_NAME_NOT_FOUND', 'STATUS_OBJECT_PATH_NOT_FOUND']
/** [MS-SMB2] 3.3.5.7: an anonymous client signs in, and is refused by the share. */
const withoutAccount: Result = {
  ...failure('STATUS_ACCESS_DENIED', 'the share is for accounts of the domain, and the client is anonymous'),
  anonymous: true,
}
const malformed = failure('STATUS_INVALID_PARAMETER', 'a request that cannot be read')

/** Answers a request of a client that has signed in. */
export function answerRequest(request: SmbRequest): Result {
  const { session, header, message, compound } = request
  if (header.command === commands.echo)
    return isEmptyBody(message) ? success(serializeEmptyBody()) : malformed
  if (header.command === commands.treeConnect) return connectTree(request)
  if (compound.treeId === null) return failure('STATUS_INVALID_PARAMETER')
  const tree = session.trees.get(compound.treeId)
  if (!tree) return failure('STATUS_NETWORK_NAME_DELETED')
  return answerInTree(request, tree)
}

function connectTree({ session, shares, message, compound, newId }: SmbRequest): Result {
  compound.treeId = null
  compound.file = null
  const request = parseTreeConnectRequest(message)
  if (!request) return malformed
  const wanted = shareIn(request.path)?.toLowerCase()
  const share = wanted === 'ipc$' ? 'IPC$' : shares.find((one) => one.name.toLowerCase() === wanted)
  if (!share) {
    const called = JSON.stringify(request.path.slice(0, 100))
    const names = shares.map((one) => one.name).join(', ')
    return failure('STATUS_BAD_NETWORK_NAME', `the client requested ${called}, but the share is ${names}`)
  }
  if (share !== 'IPC$' && !share.admitsAnonymous() && !session.key) return withoutAccount
  if (session.trees.size >= most.trees) return failure('STATUS_INSUFFICIENT_RESOURCES')
  const tree: Tree = { id: newId(), share }
  session.trees.set(tree.id, tree)
  compound.treeId = tree.id
  const shareType = share === 'IPC$' ? shareTypes.pipe : shareTypes.disk
  const maximalAccess = isWritable(tree) ? readWriteAccess : readOnlyAccess
  return success(serializeTreeConnectResponse({ shareType, maximalAccess }))
}

function isWritable({ share }: Tree): boolean {
  return share !== 'IPC$' && share.overwrite !== undefined
}

/** In `IPC$` no file can be opened. */
function filesOf({ share }: Tree): SharedFiles {
  return share === 'IPC$' ? noFiles : share.files()
}

const noFiles: SharedFiles = packageTree('', [])

function answerInTree(
  { session, header, message, compound, unusually, newId }: SmbRequest,
  tree: Tree,
): Result {
  const { command } = header
  switch (command) {
    case commands.treeDisconnect:
      if (!isEmptyBody(message)) return malformed
      disconnectTree(session, tree)
      return success(serializeEmptyBody())
    case commands.create: {
      const request = parseCreateRequest(message)
      if (!request) return malformed
      const fileId = newFileId(newId())
      const result = create(session, tree, request, fileId)
      if (tree.share !== 'IPC$' && notFound.some((status) => status === result.status))
        tree.share.missing?.(request.name)
      compound.file = result.status === 'STATUS_SUCCESS' ? fileId : result.status
      return result
    }
    case commands.close:
      return withOpen(parseCloseRequest(message), (open, request) => close(session, open, request))
    case commands.read:
      return withOpen(parseReadRequest(message), read)
    case commands.queryDirectory:
      return withOpen(parseQueryDirectoryRequest(message), (open, request) =>
        listDirectory(open, filesOf(tree), request, unusually),
      )
    case commands.queryInfo:
      return withOpen(parseQueryInfoRequest(message), (open, request) =>
        answerQuery(open, filesOf(tree), request),
      )
    case commands.write:
      if (isWritable(tree)) return withOpen(parseWriteRequest(message), write)
      return readOnly
    case commands.flush:
      if (isWritable(tree)) return withOpen(parseFlushRequest(message), () => success(serializeEmptyBody()))
      return readOnly
    case commands.setInfo:
      return readOnly
    default:
      return command in byNumber ? failure('STATUS_NOT_SUPPORTED') : malformed
  }

  function withOpen<Request extends { fileId: Buffer }>(
    request: Request | undefined,
    answer: (open: OpenEntry, request: Request) => Result,
  ): Result {
    if (!request) return malformed
    // A related request has the file of the one before, whatever id it carries itself.
    const file = isRelated(header) ? compound.file : request.fileId
    if (file === null) return failure('STATUS_INVALID_HANDLE')
    if (!Buffer.isBuffer(file)) return failure(file)
    compound.file = file
    const open = session.opens.get(file.toString('hex'))
    return open?.tree === tree ? answer(open, request) : failure('STATUS_FILE_CLOSED')
  }
}

const byNumber = Object.fromEntries(Object.entries(commands).map(([name, number]) => [number, name]))

function newFileId(id: number): Buffer {
  const fileId = Buffer.alloc(16)
  fileId.writeUInt32LE(id)
  fileId.writeUInt32LE(id, 8)
  return fileId
}

function disconnectTree(session: Session, tree: Tree): void {
  session.trees.delete(tree.id)
  for (const [id, open] of session.opens) if (open.tree === tree) session.opens.delete(id)
}
