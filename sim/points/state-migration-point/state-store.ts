import { createHash, randomUUID, type Hash } from 'node:crypto'
import type { Piece } from '../../wire/state-migration-point/state-store.ts'

type StateStoreState = 'capture-requested' | 'in-progress' | 'released' | 'restored' | 'expired'

/** A place for the user state of one computer, from the request to capture it until it has been deleted. */
export interface StateStore {
  readonly id: string
  /** The computer whose state it is. */
  readonly source: string
  /** The computer to restore it on; the same one where the operating system is installed anew on it. */
  readonly destination: string
  state: StateStoreState
  /** Bytes asked for. */
  reserved: number
  /** Bytes written. */
  size: number
  /** Bytes that are to be written; undefined before the first. */
  total: number | undefined
  hash: Hash
  /** The bytes written; undefined once they are too many to keep. */
  kept: Buffer[] | undefined
  /** A computer may read it, for it has asked to restore. */
  restoring: boolean
  /** Set by the restore. */
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

/** Adds a piece that fits: `first` is where the store ends, or 0 to begin again. */
export function appendPiece(store: StateStore, { first, total }: Piece, bytes: Buffer): void {
  if (first === 0) Object.assign(store, { size: 0, hash: createHash('sha256'), kept: [] })
  store.state = 'in-progress'
  store.total = total
  store.size += bytes.length
  store.hash.update(bytes)
  store.kept?.push(bytes)
}

export function isWhole({ state, size, total }: StateStore): boolean {
  return state === 'in-progress' && size === total
}

/** Hash of all that was written, in hexadecimal. */
export function hashOf({ hash }: StateStore): string {
  return hash.copy().digest('hex')
}

export function keptBytes({ kept }: StateStore): number {
  return (kept ?? []).reduce((sum, { length }) => sum + length, 0)
}

/** Bytes of the folder that it takes up: until it is released it may still become as long as was asked for. */
export function occupiedBytes({ state, reserved, size }: StateStore): number {
  if (state === 'expired') return 0
  return state === 'released' || state === 'restored' ? size : reserved
}
