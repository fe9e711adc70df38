import { createHash } from 'node:crypto'
import type { EndEvidence } from '../../evidence/attempt.ts'
import type { ConnectionEnds } from '../../evidence/connection.ts'
import {
  accessRights,
  dispositions,
  parseCreateResponse,
  serializeCloseRequest,
  serializeCreateRequest,
  type CreateResponse,
} from '../../wire/smb/create.ts'
import { commands, statuses } from '../../wire/smb/header.ts'
import { directoryClasses, fileAttributes, parseDirectoryEntries } from '../../wire/smb/file-information.ts'
import { serializeEmptyBody } from '../../wire/smb/body.ts'
import type { NtlmAccount } from '../../wire/smb/ntlm.ts'
import {
  parseQueryResponse,
  parseReadResponse,
  serializeQueryDirectoryRequest,
  serializeReadRequest,
} from '../../wire/smb/read.ts'
import { serializeTreeConnectRequest } from '../../wire/smb/session.ts'
import { expectStatus, signOn, unreadable } from './sign-on.ts'
import { connectSmb, type SmbConnection, type SmbTarget } from './smb-connection.ts'
import { SmbFailure } from './smb-failure.ts'

export interface SmbRequest {
  /** `SMSPKGC$`. */
  share: string
  /** `PKG00001\PKG00001.bin`, or a directory that is to be listed; empty for the share's root. */
  path: string
  /** Absent: anonymous. */
  account?: NtlmAccount
}

export type SmbContent =
  | { kind: 'directory'; names: string[] }
  /** `sha256` in hexadecimal; the bytes themselves are let go of. */
  | { kind: 'file'; length: number; sha256: string }

export interface SmbReading<Content = SmbContent> {
  /** Absent unless there was a connection. */
  ends?: ConnectionEnds
  /** Bytes that came from the other end. */
  received: number
  /** null when it failed. */
  content: Content | null
  /** What this end saw go wrong; null when all was read. */
  end: (EndEvidence & { received: number }) | null
}

/** A share that is open: reads the file or directory at a path; `take` gets the file's bytes, in their order. */
export type ReadFromShare = (path: string, take?: (bytes: Buffer) => void) => Promise<SmbContent>

/** Reads one file, or the names in a directory, as a client does that runs or downloads a package. Never rejects for the network. */
export function readOverSmb(target: SmbTarget, { path, ...request }: SmbRequest): Promise<SmbReading> {
  return overSmb(target, request, (read) => read(path))
}

/** Reads whatever it takes from one share over one connection. Never rejects for the network. */
export async function overSmb<Content>(
  target: SmbTarget,
  request: Omit<SmbRequest, 'path'>,
  act: (read: ReadFromShare) => Promise<Content>,
): Promise<SmbReading<Content>> {
  const progress: { ends?: ConnectionEnds; received: number } = { received: 0 }
  let connection: SmbConnection | undefined
  try {
    connection = await connectSmb(target, progress)
    const content = await withShare(connection, target.fqdn, request, act)
    return { ...progress, content, end: null }
  } catch (error) {
    if (!(error instanceof SmbFailure)) throw error
    const { stage, code, message } = error
    const { received } = progress
    return { ...progress, content: null, end: { stage, code, message, received } }
  } finally {
    connection?.close()
  }
}

async function withShare<Content>(
  connection: SmbConnection,
  fqdn: string,
  { share, account }: Omit<SmbRequest, 'path'>,
  act: (read: ReadFromShare) => Promise<Content>,
): Promise<Content> {
  const longest = Math.min(await signOn(connection, fqdn, account), longestAnswer)
  const unc = `\\\\${fqdn}\\${share}`
  const tree = await connection.ask(commands.treeConnect, serializeTreeConnectRequest({ path: unc }))
  expectStatus(tree.header.status, statuses.STATUS_SUCCESS, `${unc} cannot be used`)
  connection.treeId = tree.header.treeId
  const content = await act((path, take) => readContent(connection, unc, path, longest, take))
  await connection.ask(commands.treeDisconnect, serializeEmptyBody())
  await connection.ask(commands.logoff, serializeEmptyBody())
  return content
}

async function readContent(
  connection: SmbConnection,
  unc: string,
  path: string,
  longest: number,
  take?: (bytes: Buffer) => void,
): Promise<SmbContent> {
  const called = path === '' ? unc : `${unc}\\${path}`
  const { header, message } = await connection.ask(
    commands.create,
    serializeCreateRequest({ ...toRead, name: path }),
  )
  expectStatus(header.status, statuses.STATUS_SUCCESS, `${called} cannot be opened`)
  const opened = parseCreateResponse(message)
  if (!opened) throw unreadable(called)
  const isDirectory = (opened.facts.attributes & fileAttributes.directory) !== 0
  const content = isDirectory
    ? await listNames(connection, called, opened)
    : await readFile(connection, called, opened, longest, take)

  await connection.ask(commands.close, serializeCloseRequest({ tell: false, fileId: opened.fileId }))
  return content
}

/** Shared with who else reads. */
const toRead = {
  desiredAccess: accessRights.readData | accessRights.readAttributes | accessRights.synchronize,
  attributes: 0,
  shareAccess: 1,
  disposition: dispositions.open,
  options: 0,
}

/** Bytes: the most that the 2.0.2 dialect has in one response. */
const longestAnswer = 65_536

async function readFile(
  connection: SmbConnection,
  called: string,
  { fileId, facts: { size } }: CreateResponse,
  longest: number,
  take?: (bytes: Buffer) => void,
): Promise<SmbContent> {
  const hash = createHash('sha256')
  let offset = 0
  while (offset < size) {
    const length = Math.min(longest, size - offset)
    const read = serializeReadRequest({ length, offset: BigInt(offset), fileId, minimum: 0 })
    const { header, message } = await connection.ask(commands.read, read)
    expectStatus(header.status, statuses.STATUS_SUCCESS, `${called} cannot be read from byte ${offset} on`)
    const data = parseReadResponse(message)?.data
    if (!data || data.length === 0 || data.length > length) throw unreadable(called)
    hash.update(data)
    take?.(data)
    offset += data.length
  }
  return { kind: 'file', length: offset, sha256: hash.digest('hex') }
}

const mostNames = 65_536

async function listNames(
  connection: SmbConnection,
  called: string,
  { fileId }: CreateResponse,
): Promise<SmbContent> {
  const names: string[] = []
  const informationClass = directoryClasses.idBoth
  const query = { informationClass, flags: 0, fileId, pattern: '*', longest: longestAnswer }
  for (;;) {
    const body = serializeQueryDirectoryRequest(query)
    const { header, message } = await connection.ask(commands.queryDirectory, body)
    if (header.status === statuses.STATUS_NO_MORE_FILES) return { kind: 'directory', names }
    expectStatus(header.status, statuses.STATUS_SUCCESS, `${called} cannot be listed`)
    const { information } = parseQueryResponse(message) ?? {}
    const entries = information && parseDirectoryEntries(informationClass, information)
    if (!entries || names.length + entries.length > mostNames) throw unreadable(called)
    names.push(...entries.map(({ name }) => name).filter((name) => name !== '.' && name !== '..'))
  }
}
