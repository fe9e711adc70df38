import { keysOf } from '../../vocabulary/keys-of.ts'
import { numberOfError, type Misbehaviour, type ScriptedOperation } from '../../vocabulary/misbehaviour.ts'
import { parseCloseRequest, parseCreateRequest } from '../../wire/smb/create.ts'
import { commands, isRelated, type CompoundPart } from '../../wire/smb/header.ts'
import { parseQueryDirectoryRequest, parseQueryInfoRequest, parseReadRequest } from '../../wire/smb/read.ts'
import { parseTreeConnectRequest } from '../../wire/smb/session.ts'
import { parseFlushRequest, parseWriteRequest } from '../../wire/smb/write.ts'
import { failure, type CompoundState, type Result, type Session } from './session.ts'

const numbers: Readonly<Record<ScriptedOperation<'smb'>, number>> = {
  negotiate: commands.negotiate,
  'session-setup': commands.sessionSetup,
  logoff: commands.logoff,
  'tree-connect': commands.treeConnect,
  'tree-disconnect': commands.treeDisconnect,
  create: commands.create,
  close: commands.close,
  flush: commands.flush,
  read: commands.read,
  write: commands.write,
  ioctl: commands.ioctl,
  echo: commands.echo,
  'query-directory': commands.queryDirectory,
  'query-info': commands.queryInfo,
  'set-info': commands.setInfo,
}

const named = new Map(keysOf(numbers).map((name) => [numbers[name], name]))

/** The command as scripts name it. */
export function operationOf(command: number): ScriptedOperation<'smb'> | undefined {
  return named.get(command)
}

/** The requests that carry the id of an open file. */
const withFile = new Map<number, (message: Buffer) => { fileId: Buffer } | undefined>([
  [commands.close, parseCloseRequest],
  [commands.read, parseReadRequest],
  [commands.write, parseWriteRequest],
  [commands.flush, parseFlushRequest],
  [commands.queryDirectory, parseQueryDirectoryRequest],
  [commands.queryInfo, parseQueryInfoRequest],
])

/** The name of the share in `\\server\share`. */
export function shareIn(path: string): string | undefined {
  return /^\\\\[^\\]+\\([^\\]+)$/.exec(path)?.[1]
}

/** What a request is about, as a script names it: `/SMSPKGC$/OSL00001/setup.exe`; undefined where it is about no share. */
export function pathAsked(
  session: Session | undefined,
  { header, bytes }: CompoundPart,
  compound: CompoundState,
): string | undefined {
  if (header.command === commands.treeConnect) {
    const share = shareIn(parseTreeConnectRequest(bytes)?.path ?? '')
    return share === undefined ? undefined : `/${share}`
  }
  const tree = compound.treeId === null ? undefined : session?.trees.get(compound.treeId)
  if (!tree) return undefined
  const name = nameAsked(session, { header, bytes }, compound)
  const path = [tree.share === 'IPC$' ? tree.share : tree.share.name, ...(name ? [name] : [])].join('/')
  return `/${path.replaceAll('\\', '/')}`
}

function nameAsked(
  session: Session | undefined,
  { header, bytes }: CompoundPart,
  compound: CompoundState,
): string | undefined {
  if (header.command === commands.create) return parseCreateRequest(bytes)?.name
  const file = isRelated(header) ? compound.file : withFile.get(header.command)?.(bytes)?.fileId
  return Buffer.isBuffer(file) ? session?.opens.get(file.toString('hex'))?.entry.name : undefined
}

/** The response to a request by a script; undefined where the script leaves it to the share. */
export function refusalByScript(due: Misbehaviour | undefined): Result | undefined {
  const number = due?.error === undefined ? undefined : numberOfError('smb', due.error)
  return number === undefined ? undefined : failure(number)
}
