import { createHash, randomUUID, type Hash } from 'node:crypto'
import type { Piece } from '../../wire/state-migration-point/state-store.ts'

type StateStoreState = 'capture-requested' | 'in-progress' | 'released' | 'restored' | 'expired'

/** The storage for one computer's user state, from the capture request until its deletion. */
export interface StateStore {
  readonly id: string
  /** The computer whose state it is. */
  readonly source: string
  /** The computer to restore it on; the same one if its operating system is reinstalled. */
  readonly destination: string
  state: StateStoreState
  /** Bytes requested for the capture. */
  reserved: number
  /** Bytes written. */
  size: number
  /** Bytes of the whole user state, as the first piece announces them, or all so far in a share; undefined before. */
  total: number | undefined
  /** SHA-256 of the bytes written so far. */
  hash: Hash
  /** The bytes written; undefined if they are too many to keep. */
  kept: Buffer[] | undefined
  /** The destination has requested a restore, and may read the user state. */
  restoring: boolean
  /** When the user state is deleted; undefined until it has been restored. */
  deleteAt: Date | undefined
}

export function createStateStore(source: string, destination: string, reserved: number): StateStore {
  return {
    id: randomUUID().toUpperCase(),
    source,
    destination,
    state: 'capture-requested',
    reserved,
    size: 0,
    total: undefined,
    hash: createHash('sha256'),
    kept: [],
    restoring: false,
    deleteAt: undefined,
  }
}

/** Adds a piece: `first` must be the current size, or 0 to start over. */
export function appendPiece(
  store: StateStore,
  { first, total }: Pick<Piece, 'first'> & Partial<Piece>,
  bytes: Buffer,
): void {
  if (first === 0) Object.assign(store, { size: 0, hash: createHash('sha256'), kept: [] })
  store.state = 'in-progress'
  store.size += bytes.length
  store.total = total ?? store.size
  store.hash.update(bytes)
  store.kept?.push(bytes)
}

export function isWhole({ state, size, total }: StateStore): boolean {
  return state === 'in-progress' && size === total
}

/** SHA-256 of the bytes written so far, in hexadecimal. */
export function hashOf({ hash }: StateStore): string {
  return hash.copy().digest('hex')
}

export function keptBytes({ kept }: StateStore): number {
  return (kept ?? []).reduce((sum, { length }) => sum + length, 0)
}

/** The bytes from `first` to `last`, both included; zeros in place of bytes that were not kept. */
export function* readKept({ kept }: StateStore, first: number, last: number): Generator<Buffer> {
  if (kept) yield Buffer.concat(kept).subarray(first, last + 1)
  else yield Buffer.alloc(Math.max(0, last - first + 1))
}

/** Bytes of the folder that the store occupies: until its release, all that the capture requested. */
export function occupiedBytes({ state, reserved, size }: StateStore): number {
  if (state === 'expired') return 0
  return state === 'released' || state === 'restored' ? size : reserved
}
