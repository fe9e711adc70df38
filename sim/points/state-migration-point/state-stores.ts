import type { SiteSystem } from '../../model/hierarchy.ts'
import { createStateStoreFolder, type StateStoreFolder } from './state-store-folder.ts'

/** The user state that a site has: `database.table(createStateStores)`. */
export interface StateStores {
  /** The folder of a state migration point. */
  folderOf(system: SiteSystem): StateStoreFolder
}

export function createStateStores(): StateStores {
  const folders = new Map<string, StateStoreFolder>()
  return {
    folderOf({ fqdn, stateMigration }) {
      const open = folders.get(fqdn)
      if (open) return open
      const made = createStateStoreFolder(stateMigration)
      folders.set(fqdn, made)
      return made
    },
  }
}
