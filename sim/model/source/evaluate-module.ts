import { Console } from 'node:console'
import { stderr } from 'node:process'
import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { createJiti } from 'jiti'

// The thread in which somebody's module runs: it may loop, exit, or throw at any time, and ends with its thread.

/** What the thread gets: the module's path, and the package that it imports as `sitemode`. */
export interface ModuleToEvaluate {
  path: string
  library: string
}

/** What the thread tells: the module's default export, or why there is none. */
export type EvaluatedModule =
  | { kind: 'exports'; value: unknown }
  | { kind: 'no-default' }
  | { kind: 'failed'; message: string; stack: string }

const { path, library } = workerData as ModuleToEvaluate

function tell(evaluated: EvaluatedModule): void {
  parentPort?.postMessage(evaluated)
}

function failed(error: unknown): EvaluatedModule {
  if (!(error instanceof Error)) {
    const message = typeof error === 'string' ? error : 'it threw something that is no error'
    return { kind: 'failed', message, stack: '' }
  }
  const { name, message, stack = '' } = error
  const isData = name !== 'DataCloneError'
  return {
    kind: 'failed',
    message: isData ? message : `its default export is not all data: ${message}`,
    stack,
  }
}

globalThis.console = new Console(stderr, stderr)

try {
  // No caches: the file may have been edited since it was last read, and nothing is left behind on disk.
  const jiti = createJiti(import.meta.url, {
    alias: { sitemode: library },
    fsCache: false,
    moduleCache: false,
  })
  const module = await jiti.import(path)
  // A promise that was rejected meanwhile ends the thread now, rather than or after the export is told.
  await setImmediate()
  const hasDefault = typeof module === 'object' && module !== null && 'default' in module
  tell(hasDefault ? { kind: 'exports', value: module.default } : { kind: 'no-default' })
} catch (error) {
  tell(failed(error))
}
