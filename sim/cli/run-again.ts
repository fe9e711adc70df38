import { existsSync, watch } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { InputError } from '../errors.ts'
import { interruption, reportFailure, type CommandContext } from './command-context.ts'
import { counted } from '../vocabulary/counted.ts'

/** Milliseconds within which changes count as one save. */
const together = 100

/**
 * Runs, and runs again whenever a file changes that the last run read, until interrupted. `run` resolves to those files.
 * A file that cannot be used is reported and still watched.
 */
export async function runAgain(
  files: readonly string[],
  run: () => Promise<readonly string[]>,
  context: CommandContext,
): Promise<void> {
  const interrupted = interruption(context).then(() => 'interrupted' as const)
  let read = files
  for (;;) {
    let change = (): void => undefined
    const changed = new Promise<void>((resolve) => (change = resolve))
    // Watches from before the run, so that a change during it counts.
    const before = watchFiles(read, context, change)
    read = await run().catch((error: unknown) => {
      if (!(error instanceof InputError)) throw error
      reportFailure(error, context)
      return [...new Set([...read, ...error.problems.flatMap(({ file }) => file ?? [])])]
    })
    const after = watchFiles(read, context, change)
    before.close()
    context.stderr.say`watching ${counted(read.length, 'file')}; Ctrl-C ends it\n`
    const event = await Promise.race([changed, interrupted])
    if (event !== 'interrupted') await setTimeout(together)
    after.close()
    if (event === 'interrupted') return
  }
}

/** Calls back when one of the files changes, also when an editor puts another file in its place. */
function watchFiles(
  files: readonly string[],
  { cwd }: CommandContext,
  changed: () => void,
): { close(): void } {
  const byFolder = new Map<string, Set<string>>()
  for (const file of files) {
    const folder = dirname(resolve(cwd, file))
    byFolder.set(folder, (byFolder.get(folder) ?? new Set()).add(basename(file)))
  }
  // Watches folders: a replaced file is another file, but its folder stays.
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
