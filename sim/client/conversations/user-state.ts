import {
  parseStateStoreReply,
  serializeStateStoreRequest,
  stateStorePath,
  userStateFile,
  type StateStoreReply,
  type StateStoreRequest,
  type StateStoreStatus,
} from '../../wire/state-migration-point/state-store.ts'
import { parseShareLocation, type ShareLocation } from '../../wire/server-address.ts'
import { UnexpectedReplyError, type Conversation, type Reply, type Send } from '../transports/http.ts'
import { SmbFailure } from '../transports/smb/connection.ts'
import type { ShareConversation } from '../transports/smb/smb.ts'

/** A state migration point's reason to refuse a request. */
type StateStoreRefusal = Exclude<StateStoreStatus, 'done'>

export interface Refused {
  refusal: StateStoreRefusal
}

/** A store that was granted, and the folder in its share. */
export interface GrantedStore {
  id: string
  /** Bytes stored in it. */
  size: number
  /** SHA-256 of these bytes in hexadecimal; absent for a user state too long for the point to keep. */
  hash?: string
  folder: ShareLocation
}

/** Asks for a store of so many bytes, to be restored on the destination: by default the same computer. */
export function captureStore(
  computer: string,
  size: number,
  destination = computer,
): Conversation<GrantedStore | Refused> {
  return askForStore({ action: 'Capture', computer, destination, size })
}

/** Asks for the latest store of a computer, or the named one. */
export function restoreStore(computer: string, named?: string): Conversation<GrantedStore | Refused> {
  return askForStore({ action: 'Restore', computer, ...(named !== undefined && { store: named }) })
}

/** Says that everything is written, or everything is restored. */
export function releaseStore(computer: string, store: string): Conversation<{ id: string } | Refused> {
  return async (send) => {
    const { read } = await requestStateStore(send, { action: 'Release', computer, store })
    return outcomeOf(read)
  }
}

function askForStore(request: StateStoreRequest): Conversation<GrantedStore | Refused> {
  return async (send) => {
    const { read, reply } = await requestStateStore(send, request)
    const outcome = outcomeOf(read)
    if ('refusal' in outcome) return outcome
    const { path, ...store } = outcome
    const folder = path === undefined ? undefined : parseShareLocation(path)
    if (!folder) throw unexpected(reply, 'the store has no folder in a share')
    return { ...store, folder }
  }
}

/** Writes a user state into the folder of its store. */
export function writeUserState({ path }: ShareLocation, bytes: Buffer): ShareConversation<true> {
  return async (_read, write) => {
    await write(`${path}\\${userStateFile}`, bytes)
    return true
  }
}

/** CRYPT_E_HASH_VALUE. */
const otherHash = '0x80091007'

/** Reads the user state of a store. Rejects with an `SmbFailure` unless it is the announced one. */
export function readUserState({ folder, size, hash }: GrantedStore): ShareConversation<Buffer> {
  return async (read) => {
    const pieces: Buffer[] = []
    const path = `${folder.path}\\${userStateFile}`
    const content = await read(path, (piece) => pieces.push(Buffer.from(piece)))
    if (content.kind === 'directory' || content.length !== size)
      throw new SmbFailure('smb', 'INVALID_MESSAGE', `${path} does not have the announced length of ${size}`)
    if (hash !== undefined && content.sha256 !== hash.toLowerCase())
      throw new SmbFailure('smb', otherHash, `the hash of ${path} differs from the announced one`)
    return Buffer.concat(pieces)
  }
}

/**
 * Sends one request to a state migration point. Rejects with an `UnexpectedReplyError`, also where the answer is for another
 * computer.
 */
async function requestStateStore(
  send: Send,
  request: StateStoreRequest,
): Promise<{ read: StateStoreReply; reply: Reply }> {
  const reply = await send({
    method: 'POST',
    path: stateStorePath,
    headers: { 'Content-Type': 'text/xml' },
    body: serializeStateStoreRequest(request),
  })
  const read = reply.status === 200 ? parseStateStoreReply(reply.body.toString()) : undefined
  if (!read) throw unexpected(reply, `no answer to the state store request ${request.action}`)
  if (read.computer.toLowerCase() !== request.computer.toLowerCase())
    throw unexpected(reply, `${request.action} was answered for the computer ${read.computer}`)
  return { read, reply }
}

/** The store that the request was about, or why the request was refused. */
function outcomeOf({ status, store }: StateStoreReply): NonNullable<StateStoreReply['store']> | Refused {
  if (status !== undefined && status !== 'done') return { refusal: status }
  return store ?? { refusal: 'no-store' }
}

function unexpected(reply: Reply, what: string): UnexpectedReplyError {
  return new UnexpectedReplyError(reply, `${what}: the state migration point answered with ${reply.status}`)
}
