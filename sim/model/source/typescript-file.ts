import { resolve } from 'node:path'
import { Worker } from 'node:worker_threads'
import { machineError } from '../../errors.ts'
import { shipped } from '../../shipped.ts'
import type { EvaluatedModule, ModuleToEvaluate } from './evaluate-module.ts'
import { refuse, sourceOfValue, type NamedSource, type Position } from './source.ts'

/** This package, for a file that imports `sitemode` from a place where it is not installed. */
const thisPackage = shipped('dist/sim/index.js')

/** Reads the default export of a TypeScript or JavaScript module in any folder, also on a Node without type stripping. */
export async function readTypeScript(
  file: string,
  folder = '.',
  library = thisPackage,
): Promise<NamedSource> {
  const path = resolve(folder, file)
  const evaluated = await evaluate({ path, library })
  switch (evaluated.kind) {
    case 'exports':
      return { ...sourceOfValue(evaluated.value), file }
    case 'no-default': {
      const remedy = 'write: export default hierarchy({ ... }) or export default scenario({ ... })'
      throw refuse(file, 'no-default-export', 'this module has no default export', remedy)
    }
    case 'failed': {
      const message = evaluated.message.split('\n')[0]?.trim() ?? ''
      const at = placeIn(path, evaluated.stack)
      const refused = refuse(file, 'module-failed', `this module does not load: ${message}`, 'correct it', at)
      throw machineError(`cannot load ${file}`, evaluated) ?? refused
    }
  }
}

/**
 * Runs the module in a thread of its own until its export is known, so that this process can be interrupted meanwhile
 * and has nothing of it afterwards. Its console goes to standard error; standard output is for data, and what the
 * module writes there is dropped.
 */
function evaluate(module: ModuleToEvaluate): Promise<EvaluatedModule> {
  const thread = new Worker(shipped('dist/sim/model/source/evaluate-module.js'), {
    workerData: module,
    stdout: true,
  })
  thread.stdout.resume()
  return new Promise((resolve) => {
    let evaluated: EvaluatedModule | undefined
    thread.on('message', (message: EvaluatedModule) => (evaluated = message))
    thread.on('error', ({ message, stack = '', code }: NodeJS.ErrnoException) => {
      evaluated = { kind: 'failed', message, stack, code }
    })
    // It comes after every message and all that was printed.
    thread.on('exit', (code) =>
      resolve(evaluated ?? { kind: 'failed', message: endedEarly(code), stack: '' }),
    )
  })
}

/** Node's exit code of a module whose top level awaits something that never happens. */
const unsettledAwait = 13

function endedEarly(code: number): string {
  return code === unsettledAwait
    ? 'it awaits something that never happens'
    : `it ended its process (exit code ${code})`
}

/**
 * A syntax error names its place in the message, an error thrown in its stack. Columns are those of the compiled text, so
 * only the line is of use.
 */
function placeIn(path: string, stack: string): Partial<Position> {
  const after = stack.split(`${path}:`)[1]
  const line = after === undefined ? NaN : parseInt(after, 10)
  return Number.isNaN(line) ? {} : { line }
}
