import { limits } from '../../limits.ts'
import type { SiteSystem, StateMigrationSettings } from '../../model/hierarchy.ts'
import type {
  Piece,
  StateStoreRequest,
  StateStoreStatus,
} from '../../wire/state-migration-point/state-store.ts'
import {
  appendPiece,
  createStateStore,
  isWhole,
  keptBytes,
  occupiedBytes,
  type StateStore,
} from './state-store.ts'

/** The stores of a state migration point. Names of computers are not case-sensitive. */
export interface StateStoreFolder {
  /** Every store in the order of capture; expired ones are dropped when there are too many. */
  readonly stores: readonly StateStore[]
  find(id: string): StateStore | undefined
  /** Returns the store, or the reason for refusing. */
  capture(request: RequestTo<'Capture'>): StateStore | Refusal
  restore(request: RequestTo<'Restore'>): StateStore | Refusal
  release(request: RequestTo<'Release'>, now: Date): StateStore | Refusal
  /** False if the piece is not the next one, and nothing has changed. In a share no total is announced. */
  write(store: StateStore, piece: Pick<Piece, 'first'> & Partial<Piece>, bytes: Buffer): boolean
  /** Deletes user state whose deletion is due. */
  expire(now: Date): void
}

type RequestTo<Action> = Extract<StateStoreRequest, { action: Action }>
export type Refusal = Exclude<StateStoreStatus, 'done'>

/** Most stores of one folder; in the product an administrator sets the number of clients. */
const mostStores = limits.stateStores.value
/** Limits on the bytes kept for restoring, of one store and of all; of a longer store only length and hash remain. */
const mostKeptOfOne = 1024 * 1024
const mostKept = 4 * 1024 * 1024

export function createStateStoreFolder(settings: StateMigrationSettings): StateStoreFolder {
  let stores: StateStore[] = []

  /** False when the folder is full. */
  function makeRoom(): boolean {
    if (stores.length >= mostStores) stores = stores.filter(({ state }) => state !== 'expired')
    return stores.length < mostStores
  }

  function find(id: string): StateStore | undefined {
    return stores.find((store) => store.id === id.toUpperCase())
  }

  return {
    get stores() {
      return stores
    },
    find,
    capture({ computer, destination, size }) {
      if (settings.restoreOnly) return 'restore-only'
      // A new capture abandons the computer's unfinished one.
      stores = stores.filter((store) => !isSame(store.source, computer) || isReleased(store) || isGone(store))
      const occupied = stores.reduce((sum, store) => sum + occupiedBytes(store), 0)
      if (!makeRoom() || size > (settings.quota ?? Infinity) - occupied) return 'no-room'
      const store = createStateStore(computer, destination, size)
      stores.push(store)
      return store
    },
    restore({ computer, store: id }) {
      const released = stores.filter((store) => isReleased(store) && (id === undefined || store === find(id)))
      const store = released.findLast(({ destination }) => isSame(destination, computer))
      if (!store) {
        const others = released.some(({ source }) => id !== undefined || isSame(source, computer))
        return others ? 'other-computer' : 'no-store'
      }
      store.restoring = true
      return store
    },
    release({ computer, store: id }, now) {
      const store = find(id)
      if (!store || isGone(store)) return 'no-store'
      if (!isSame(isReleased(store) ? store.destination : store.source, computer)) return 'other-computer'
      if (isReleased(store) && store.restoring) {
        store.state = 'restored'
        store.restoring = false
        store.deleteAt = new Date(now.getTime() + settings.deletionDelay)
      } else if (isWhole(store)) store.state = 'released'
      else return 'not-now'
      return store
    },
    write(store, piece, bytes) {
      const { first, total = store.total } = piece
      if (first !== 0 && (first !== store.size || total !== store.total)) return false
      appendPiece(store, piece, bytes)
      const kept = stores.reduce((sum, each) => sum + keptBytes(each), 0)
      if (keptBytes(store) > mostKeptOfOne || kept > mostKept) store.kept = undefined
      return true
    },
    expire(now) {
      for (const store of stores) {
        if (!store.deleteAt || store.deleteAt > now) continue
        Object.assign(store, { state: 'expired', kept: undefined, restoring: false })
      }
    },
  }
}

export function isSame(computer: string, other: string): boolean {
  return computer.toLowerCase() === other.toLowerCase()
}

function isReleased({ state }: StateStore): boolean {
  return state === 'released' || state === 'restored'
}

function isGone({ state }: StateStore): boolean {
  return state === 'expired'
}

/** The user state of a site: `database.table(createStateStores)`. */
interface StateStores {
  /** The folder of a state migration point. */
  folderOf(system: SiteSystem): StateStoreFolder
}

export function createStateStores(): StateStores {
  const folders = new Map<string, StateStoreFolder>()
  return {
    folderOf({ fqdn, stateMigration }) {
      const open = folders.get(fqdn)
      if (open) return open
      const created = createStateStoreFolder(stateMigration)
      folders.set(fqdn, created)
      return created
    },
  }
}
