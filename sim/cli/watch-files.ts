import { watch, type FSWatcher } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'

/** Milliseconds in which the changes of one save are put together. */
const together = 100

/** Calls back when one of the files changes, also when an editor puts another file in its place. Close it. */
export function watchFiles(files: readonly string[], changed: () => void): { close(): void } {
  const byFolder = new Map<string, Set<string>>()
  for (const file of files) {
    const folder = dirname(resolve(file))
    byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(basename(file)))
  }
  let timer: NodeJS.Timeout | undefined
  // A file that is replaced is another file: its folder is what stays.
  const watchers = [...byFolder].map(([folder, names]): FSWatcher =>
    watch(folder, (_event, name) => {
      if (name === null || !names.has(name)) return
      clearTimeout(timer)
      timer = setTimeout(changed, together)
    }),
  )
  return {
    close() {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
    },
  }
}
