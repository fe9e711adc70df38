import { stateStoreShare, userStateFile } from '../../wire/state-migration-point/state-store.ts'
import type { PackageFileNode, DirectoryNode } from '../distribution-point/package-tree.ts'
import type { Share } from '../smb-share/session.ts'
import { firstModified } from '../web-server/web-server.ts'
import type { StateStoreFolder } from './state-store-folder.ts'
import { readKept, type StateStore } from './state-store.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/**
 * The share of a state migration point. Each store has a folder with one file: it can be written once a capture was granted,
 * and read once a restore was. Every account that was told the folder may use it; our choice.
 */
export function stateShare(folder: StateStoreFolder): Share {
  return {
    name: stateStoreShare,
    admitsAnonymous: () => false,
    files: () => ({ ...directory, name: '', entries: folder.stores.filter(isReadable).map(directoryOf) }),
    overwrite(name) {
      const [id = '', file, ...more] = name.split('\\')
      if (file?.toLowerCase() !== userStateFile.toLowerCase() || more.length > 0)
        return 'STATUS_OBJECT_NAME_INVALID'
      const store = folder.find(id)
      if (store?.state !== 'capture-requested' && store?.state !== 'in-progress')
        return 'STATUS_OBJECT_PATH_NOT_FOUND'
      folder.write(store, { first: 0 }, Buffer.alloc(0))
      return {
        node: fileOf(store),
        write(offset, bytes) {
          // The store may have been released meanwhile.
          if (store.state !== 'in-progress') return 'STATUS_ACCESS_DENIED'
          if (offset + bytes.length > store.reserved) return 'STATUS_DISK_FULL'
          return folder.write(store, { first: offset }, Buffer.from(bytes))
            ? undefined
            : 'STATUS_INVALID_PARAMETER'
        },
      }
    },
  }
}

function isReadable({ restoring }: StateStore): boolean {
  return restoring
}

const directory = { lastModified: firstModified }

function directoryOf(store: StateStore): DirectoryNode<PackageFileNode> {
  return { ...directory, name: store.id, entries: [fileOf(store)] }
}

/** Its size is the store's at the moment, also while it is written. */
function fileOf(store: StateStore): PackageFileNode {
  return {
    name: userStateFile,
    get size() {
      return store.size
    },
    etag: `"${store.id}"`,
    lastModified: firstModified,
    read: ({ first, last }) => readKept(store, first, last),
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about:
      'User state in a share, and the requests for it by HTTP or HTTPS (the source text; ' +
      'OSDStateStorePath in "Request State Store")',
  },
  {
    certainty: 'our choice',
    about:
      'the names of the share and the files of user state, and the right to use the folder of a ' +
      'store, which every account of the domain has that was told it',
  },
]
