import { contentRange, longestPiece, userStatePath } from '../../wire/state-migration-point/state-store.ts'
import type { Conversation } from '../conversation.ts'
import { outcomeOf, requestStateStore, unexpected, type StateStoreRefusal } from './request-state-store.ts'

export interface UserState {
  computer: string
  /** The computer to restore it on; the same one by default. */
  destination?: string
  bytes: Buffer
}

export type StoreResult = { stored: true; store: string } | { stored: false; refusal: StateStoreRefusal }

/** Requests a state store, writes the user state to it, and releases it. */
export function storeUserState({
  computer,
  destination = computer,
  bytes,
}: UserState): Conversation<StoreResult> {
  return async (say) => {
    const size = bytes.length
    const granted = outcomeOf(
      await requestStateStore({ action: 'Capture', computer, destination, size })(say),
    )
    if ('refusal' in granted) return { stored: false, ...granted }
    const { id } = granted.store
    for (const first of startsOfPieces(size)) {
      const piece = bytes.subarray(first, first + longestPiece)
      const range = piece.length < size && {
        'Content-Range': contentRange({ first, total: size }, piece.length),
      }
      const reply = await say({
        method: 'PUT',
        path: userStatePath(id, computer),
        headers: { 'Content-Type': 'application/octet-stream', ...range },
        body: piece,
      })
      if (reply.status !== 200)
        throw unexpected(reply, `byte ${first} and after of a user state were not taken`)
    }
    const released = outcomeOf(await requestStateStore({ action: 'Release', computer, store: id })(say))
    if ('refusal' in released) return { stored: false, ...released }
    return { stored: true, store: id }
  }
}

/** At least one: a user state of no bytes is written too. */
function startsOfPieces(size: number): number[] {
  return Array.from(
    { length: Math.max(1, Math.ceil(size / longestPiece)) },
    (_, index) => index * longestPiece,
  )
}
