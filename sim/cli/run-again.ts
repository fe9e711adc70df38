import { setTimeout } from 'node:timers/promises'
import { InputError } from '../model/problem.ts'
import { counted } from '../report/in-words.ts'
import { reportFailure } from './report-failure.ts'
import { watchFiles } from './watch-files.ts'

/** Milliseconds in which the changes of one save are put together. */
const together = 100

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
    const before = watchFiles(read, change)
    read = await run().catch((error: unknown) => {
      if (!(error instanceof InputError)) throw error
      reportFailure(error)
      return [...new Set([...read, ...error.problems.flatMap(({ file }) => file ?? [])])]
    })
    const after = watchFiles(read, change)
    before.close()
    process.stderr.write(`watching ${counted(read.length, 'file')}; Ctrl-C ends it\n`)
    await changed
    await setTimeout(together)
    after.close()
  }
}
