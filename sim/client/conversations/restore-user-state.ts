import { createHash } from 'node:crypto'
import { userStatePath } from '../../wire/state-migration-point/state-store.ts'
import type { Conversation } from '../conversation.ts'
import { outcomeOf, requestStateStore, unexpected, type StateStoreRefusal } from './request-state-store.ts'

export type RestoreResult =
  /** `verified`: the bytes have the hash of what was stored; it is not known of a user state too long to be kept. */
  | { restored: true; store: string; bytes: Buffer; verified: boolean }
  | { restored: false; refusal: StateStoreRefusal }

/** Requests the state store for a computer, or the named one, reads its user state, and releases it. */
export function restoreUserState(computer: string, named?: string): Conversation<RestoreResult> {
  return async (say) => {
    const request = { action: 'Restore', computer, ...(named !== undefined && { store: named }) } as const
    const granted = outcomeOf(await requestStateStore(request)(say))
    if ('refusal' in granted) return { restored: false, ...granted }
    const { id, size, hash } = granted.store
    const reply = await say({ method: 'GET', path: userStatePath(id, computer) })
    const { status, body: bytes } = reply
    if (status !== 200 || bytes.length !== size)
      throw unexpected(reply, 'the user state did not come as it was told')
    if (hash !== undefined && createHash('sha256').update(bytes).digest('hex') !== hash) {
      throw unexpected(reply, 'the user state has not the hash that it was told to have')
    }
    const released = outcomeOf(await requestStateStore({ action: 'Release', computer, store: id })(say))
    if ('refusal' in released) return { restored: false, ...released }
    return { restored: true, store: id, bytes, verified: hash !== undefined }
  }
}
