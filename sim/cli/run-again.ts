import { InputError } from '../model/problem.ts'
import { reportFailure } from './report-failure.ts'
import { watchFiles } from './watch-files.ts'

/**
 * Runs, and runs again whenever a file changes that the last run has read, until interrupted. `run` resolves to those files. A
 * file that cannot be used is told of, and watched on.
 */
export async function runAgain(
  files: readonly string[],
  run: () => Promise<readonly string[]>,
): Promise<never> {
  let read = files
  for (;;) {
    let change = (): void => undefined
    const changed = new Promise<void>((resolve) => (change = resolve))
    // From before the run: what changes meanwhile counts.
    let watcher = watchFiles(read, change)
    try {
      const now = await run()
      watcher.close()
      read = now
      watcher = watchFiles(read, change)
    } catch (error) {
      if (!(error instanceof InputError)) throw error
      reportFailure(error)
      watcher.close()
      read = [...new Set([...read, ...error.problems.flatMap(({ file }) => file ?? [])])]
      watcher = watchFiles(read, change)
    }
    process.stderr.write(`watching ${read.length} ${read.length === 1 ? 'file' : 'files'}; Ctrl-C ends it\n`)
    await changed
    watcher.close()
  }
}
