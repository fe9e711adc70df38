import { createHash } from 'node:crypto'
import type { EndEvidence } from '../../../evidence/end-evidence.ts'
import type { ConnectionEnds } from '../../../evidence/connection.ts'
import {
  accessRights,
  createOptions,
  dispositions,
  type CreateResponse,
  parseCreateResponse,
  serializeCloseRequest,
  serializeCreateRequest,
} from '../../../wire/smb/create.ts'
import { commands, statuses } from '../../../wire/smb/header.ts'
import {
  directoryClasses,
  fileAttributes,
  parseDirectoryEntries,
} from '../../../wire/smb/file-information.ts'
import { serializeEmptyBody } from '../../../wire/smb/body.ts'
import type { NtlmAccount } from '../../../wire/ntlm/ntlm.ts'
import type { ClientNetwork } from '../../network.ts'
import { plainTransport, type Transport } from '../transport.ts'
import { connectSmb, SmbFailure, type SmbConnection, type SmbTarget } from './connection.ts'
import { expectStatus, signOn, unreadable } from './sign-on.ts'
import {
  parseQueryResponse,
  parseReadResponse,
  serializeQueryDirectoryRequest,
  serializeReadRequest,
} from '../../../wire/smb/read.ts'
import { parseWriteResponse, serializeWriteRequest } from '../../../wire/smb/write.ts'
import { serializeTreeConnectRequest } from '../../../wire/smb/session.ts'

export interface SmbShare {
  /** `SMSPKGC$`. */
  share: string
  /** Tried in this order until one is let in; absent or empty: anonymous. */
  accounts?: readonly NtlmAccount[]
}

export type SmbContent =
  | { kind: 'directory'; names: string[] }
  /** `sha256` in hexadecimal; the bytes themselves are not kept. */
  | { kind: 'file'; length: number; sha256: string }

/**
 * Reads the file or lists the directory at a path of an open share: `PKG00001\PKG00001.bin`; '' is the share's root.
 * `take` gets the file's bytes, in order, `most` of them.
 */
export type ReadFromShare = (
  path: string,
  take?: (bytes: Buffer) => void,
  most?: number,
) => Promise<SmbContent>

/** Writes a file of an open share anew. */
export type WriteToShare = (path: string, bytes: Buffer) => Promise<void>

/** What a client reads from and writes to one share over one connection. Throws an `SmbFailure`. */
export type ShareConversation<Result> = (read: ReadFromShare, write: WriteToShare) => Promise<Result>

export interface SmbReading<Result> {
  /** Absent unless there was a connection. */
  ends?: ConnectionEnds
  /** Bytes received from the other end. */
  received: number
  /** null when it failed. */
  content: Result | null
  /** The error at this end; null when everything was read. */
  end: (EndEvidence & { received: number }) | null
}

/** Uses a share of a site system with the first of the accounts that is let in. */
export function smbTransport<Result>(
  network: ClientNetwork,
  { fqdn, port, ...share }: SmbShare & { fqdn: string; port: number },
  conversation: ShareConversation<Result>,
): Transport<Result> {
  const { sourceAddress } = network
  const url = (openPort: number): string => `smb://${fqdn}:${openPort}/${share.share}`
  return plainTransport(network, { protocol: 'smb', fqdn, port, url }, async (address, openPort) => {
    await network.ready(fqdn, port)
    const target = { fqdn, address, port: openPort, sourceAddress, ...network.patienceWith(fqdn, port) }
    const { content, ...reading } = await overSmb(target, share, conversation)
    return { ...reading, result: content ?? undefined }
  })
}

/** Holds a conversation with one share over one connection. Never rejects because of the network. */
export async function overSmb<Result>(
  target: SmbTarget,
  share: SmbShare,
  conversation: ShareConversation<Result>,
): Promise<SmbReading<Result>> {
  const progress: { ends?: ConnectionEnds; received: number } = { received: 0 }
  let connection: SmbConnection | undefined
  try {
    connection = await connectSmb(target, progress)
    const content = await withShare(connection, target.fqdn, share, conversation)
    return { ...progress, content, end: null }
  } catch (error) {
    if (!(error instanceof SmbFailure)) throw error
    const { stage, code, message } = error
    const { received } = progress
    const anonymous = connection?.isAnonymous && { anonymous: true as const }
    return { ...progress, content: null, end: { stage, code, message, ...anonymous, received } }
  } finally {
    connection?.close()
  }
}

async function withShare<Result>(
  connection: SmbConnection,
  fqdn: string,
  { share, accounts = [] }: SmbShare,
  conversation: ShareConversation<Result>,
): Promise<Result> {
  const longest = Math.min(await signOn(connection, fqdn, accounts), longestAnswer)
  const unc = `\\\\${fqdn}\\${share}`
  const tree = await connection.ask(commands.treeConnect, serializeTreeConnectRequest({ path: unc }))
  expectStatus(tree.header.status, statuses.STATUS_SUCCESS, `${unc} cannot be used`)
  connection.treeId = tree.header.treeId
  const result = await conversation(
    (path, take, most) => readContent(connection, { unc, path, longest, take, most }),
    (path, bytes) => writeFile(connection, `${unc}\\${path}`, path, bytes),
  )
  await connection.ask(commands.treeDisconnect, serializeEmptyBody())
  await connection.ask(commands.logoff, serializeEmptyBody())
  return result
}

interface Reading {
  unc: string
  path: string
  /** The most bytes of one READ. */
  longest: number
  take: ((bytes: Buffer) => void) | undefined
  most: number | undefined
}

async function readContent(connection: SmbConnection, reading: Reading): Promise<SmbContent> {
  const { unc, path } = reading
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
    : await readFile(connection, called, opened, reading)

  await connection.ask(commands.close, serializeCloseRequest({ tell: false, fileId: opened.fileId }))
  return content
}

/** Opens a file or directory to read it, and lets others read it meanwhile. */
const toRead = {
  desiredAccess: accessRights.readData | accessRights.readAttributes | accessRights.synchronize,
  attributes: 0,
  shareAccess: 1,
  disposition: dispositions.open,
  options: 0,
}

/** Bytes: the most that the 2.0.2 dialect returns in one response. */
const longestAnswer = 65_536

async function readFile(
  connection: SmbConnection,
  called: string,
  { fileId, facts: { size } }: CreateResponse,
  { longest, take, most = Infinity }: Reading,
): Promise<SmbContent> {
  const hash = createHash('sha256')
  const end = Math.min(size, most)
  let offset = 0
  while (offset < end) {
    const length = Math.min(longest, end - offset)
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

/** Creates a file, or overwrites the one that is there; nobody else may open it meanwhile. */
const toWrite = {
  desiredAccess: accessRights.writeData | accessRights.writeAttributes | accessRights.synchronize,
  attributes: 0,
  shareAccess: 0,
  disposition: dispositions.overwriteIf,
  options: createOptions.notDirectory,
}

/** Bytes: the most that the 2.0.2 dialect takes in one request. */
const longestWrite = 65_536

async function writeFile(
  connection: SmbConnection,
  called: string,
  name: string,
  bytes: Buffer,
): Promise<void> {
  const created = await connection.ask(commands.create, serializeCreateRequest({ ...toWrite, name }))
  expectStatus(created.header.status, statuses.STATUS_SUCCESS, `${called} cannot be created`)
  const { fileId } = parseCreateResponse(created.message) ?? {}
  if (!fileId) throw unreadable(called)
  for (let first = 0; first < bytes.length; first += longestWrite) {
    const data = bytes.subarray(first, first + longestWrite)
    const request = serializeWriteRequest({ data, offset: BigInt(first), fileId })
    const { header, message } = await connection.ask(commands.write, request)
    expectStatus(header.status, statuses.STATUS_SUCCESS, `${called} cannot be written from byte ${first} on`)
    if (parseWriteResponse(message)?.count !== data.length) throw unreadable(called)
  }
  const closed = await connection.ask(commands.close, serializeCloseRequest({ tell: false, fileId }))
  expectStatus(closed.header.status, statuses.STATUS_SUCCESS, `${called} cannot be closed`)
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
