import { Console } from 'node:console'
import thread, { exit as endThread, stderr } from 'node:process'
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
  /** `code`: of Node or the operating system, where the error has one. */
  | { kind: 'failed'; message: string; stack: string; code?: string | undefined }

const { path, library } = workerData as ModuleToEvaluate

/** Among them is what passes on the printed lines. */
const nodesOwn = thread.listeners('exit')

/** Tells it and ends the thread in the same turn: the module has no say any more. */
function tell(evaluated: EvaluatedModule): never {
  parentPort?.postMessage(evaluated)
  thread.removeAllListeners('exit')
  for (const listener of nodesOwn) thread.on('exit', listener)
  endThread()
}

function failed(error: unknown): EvaluatedModule {
  if (!(error instanceof Error)) {
    const message = typeof error === 'string' ? error : 'it threw something that is no error'
    return { kind: 'failed', message, stack: '' }
  }
  const { name, message, stack = '', code } = error as NodeJS.ErrnoException
  const isData = name !== 'DataCloneError'
  return {
    kind: 'failed',
    message: isData ? message : `its default export is not all data: ${message}`,
    stack,
    code,
  }
}

/**
 * The reasons of promises that were rejected and that nobody handles. Node tells of them in their order, before any timer or
 * event: what the module left to those comes late, however slow the machine.
 */
function rejectionsSoFar(): Promise<unknown[]> {
  const reasons: unknown[] = []
  return new Promise((resolve) => {
    const last = Promise.reject(new Error('the last of them'))
    thread.on('unhandledRejection', (reason, promise) => {
      if (promise === last) resolve(reasons)
      else reasons.push(reason)
    })
  })
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
  const rejections = await rejectionsSoFar()
  if (rejections.length > 0) tell(failed(rejections[0]))
  const hasDefault = typeof module === 'object' && module !== null && 'default' in module
  tell(hasDefault ? { kind: 'exports', value: module.default } : { kind: 'no-default' })
} catch (error) {
  tell(failed(error))
}
