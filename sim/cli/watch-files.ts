import { existsSync, watch } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

/** Calls back when one of the files changes, also when an editor puts another file in its place. Close it. */
export function watchFiles(files: readonly string[], changed: () => void): { close(): void } {
  const byFolder = new Map<string, Set<string>>()
  for (const file of files) {
    const folder = dirname(resolve(file))
    byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(basename(file)))
  }
  // A file that is replaced is another file: its folder is what stays.
  const watchers = [...byFolder]
    .filter(([folder]) => existsSync(folder))
    .map(([folder, names]) =>
      watch(folder, (_event, name) => {
        if (name !== null && names.has(name)) changed()
      }),
    )
  return {
    close() {
      for (const watcher of watchers) watcher.close()
    },
  }
}
