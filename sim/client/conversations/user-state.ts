import { createHash } from 'node:crypto'
import {
  contentRange,
  longestPiece,
  parseStateStoreReply,
  stateStorePath,
  userStatePath,
  serializeStateStoreRequest,
  type StateStoreReply,
  type StateStoreRequest,
  type StateStoreStatus,
} from '../../wire/state-migration-point/state-store.ts'
import { UnexpectedReplyError, type Conversation, type Reply } from '../transports/http.ts'

/** A state migration point's reason to refuse a request. */
type StateStoreRefusal = Exclude<StateStoreStatus, 'done'>

interface UserState {
  computer: string
  /** The computer to restore it on; the same one by default. */
  destination?: string
  bytes: Buffer
}

type StoreResult = { stored: true; store: string } | { stored: false; refusal: StateStoreRefusal }

/** Requests a state store, writes the user state to it, and releases it. */
export function storeUserState({
  computer,
  destination = computer,
  bytes,
}: UserState): Conversation<StoreResult> {
  return async (send) => {
    const size = bytes.length
    const granted = outcomeOf(
      await requestStateStore({ action: 'Capture', computer, destination, size })(send),
    )
    if ('refusal' in granted) return { stored: false, ...granted }
    const { id } = granted.store
    for (const first of startsOfPieces(size)) {
      const piece = bytes.subarray(first, first + longestPiece)
      const range = piece.length < size && {
        'Content-Range': contentRange({ first, total: size }, piece.length),
      }
      const reply = await send({
        method: 'PUT',
        path: userStatePath(id, computer),
        headers: { 'Content-Type': 'application/octet-stream', ...range },
        body: piece,
      })
      if (reply.status !== 200 || reply.body.length > 0)
        throw unexpected(reply, `byte ${first} and after of a user state were not taken`)
    }
    const released = outcomeOf(await requestStateStore({ action: 'Release', computer, store: id })(send))
    if ('refusal' in released) return { stored: false, ...released }
    return { stored: true, store: id }
  }
}

/** At least one start, since an empty user state is written too. */
function startsOfPieces(size: number): number[] {
  return Array.from(
    { length: Math.max(1, Math.ceil(size / longestPiece)) },
    (_, index) => index * longestPiece,
  )
}

type RestoreResult =
  /** `verified`: the bytes have the stored hash. A user state too long for the point to keep has none. */
  | { restored: true; store: string; bytes: Buffer; verified: boolean }
  | { restored: false; refusal: StateStoreRefusal }

/** Requests the state store for a computer, or the named one, reads its user state, and releases it. */
export function restoreUserState(computer: string, named?: string): Conversation<RestoreResult> {
  return async (send) => {
    const request = { action: 'Restore', computer, ...(named !== undefined && { store: named }) } as const
    const granted = outcomeOf(await requestStateStore(request)(send))
    if ('refusal' in granted) return { restored: false, ...granted }
    const { id, size, hash } = granted.store
    const reply = await send({ method: 'GET', path: userStatePath(id, computer) })
    const { status, body: bytes } = reply
    if (status !== 200 || bytes.length !== size)
      throw unexpected(reply, 'the reply is not a user state of the announced length')
    if (hash !== undefined && createHash('sha256').update(bytes).digest('hex') !== hash) {
      throw unexpected(reply, 'the hash of the user state differs from the announced one')
    }
    const released = outcomeOf(await requestStateStore({ action: 'Release', computer, store: id })(send))
    if ('refusal' in released) return { restored: false, ...released }
    return { restored: true, store: id, bytes, verified: hash !== undefined }
  }
}

/**
 * Sends one request to a state migration point. Rejects with an `UnexpectedReplyError`, also where the answer is for another
 * computer.
 */
function requestStateStore(request: StateStoreRequest): Conversation<StateStoreReply> {
  return async (send) => {
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
    return read
  }
}

/** The store that the request was about, or why the request was refused. */
function outcomeOf({
  status,
  store,
}: StateStoreReply): Required<Pick<StateStoreReply, 'store'>> | { refusal: StateStoreRefusal } {
  if (status !== undefined && status !== 'done') return { refusal: status }
  return store ? { store } : { refusal: 'no-store' }
}

function unexpected(reply: Reply, what: string): UnexpectedReplyError {
  return new UnexpectedReplyError(reply, `${what}: the state migration point answered with ${reply.status}`)
}
