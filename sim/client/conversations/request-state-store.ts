import {
  parseStateStoreReply,
  stateStorePath,
  serializeStateStoreRequest,
  type StateStoreReply,
  type StateStoreRequest,
  type StateStoreStatus,
} from '../../wire/state-migration-point/state-store.ts'
import { UnexpectedReplyError, type Conversation, type Reply } from '../conversation.ts'

/** Why a state migration point does not do what was asked. */
export type StateStoreRefusal = Exclude<StateStoreStatus, 'done'>

/** Asks something of a state migration point. Rejects with an `UnexpectedReplyError`. */
export function requestStateStore(request: StateStoreRequest): Conversation<StateStoreReply> {
  return async (say) => {
    const reply = await say({
      method: 'POST',
      path: stateStorePath,
      headers: { 'Content-Type': 'text/xml' },
      body: serializeStateStoreRequest(request),
    })
    const read = reply.status === 200 ? parseStateStoreReply(reply.body.toString()) : undefined
    if (!read) throw unexpected(reply, `no answer to the state store request ${request.action}`)
    return read
  }
}

/** Whether it was done, with the store that it is about, or why not. */
export function outcomeOf({
  status,
  store,
}: StateStoreReply): Required<Pick<StateStoreReply, 'store'>> | { refusal: StateStoreRefusal } {
  if (status !== undefined && status !== 'done') return { refusal: status }
  return store ? { store } : { refusal: 'no-store' }
}

export function unexpected(reply: Reply, what: string): UnexpectedReplyError {
  return new UnexpectedReplyError(reply, `${what}: the state migration point answered with ${reply.status}`)
}
