import { readFile } from 'node:fs/promises'
import { register, type InitializeHook, type LoadHook } from 'node:module'
import { isMainThread } from 'node:worker_threads'

/** Set by the process that loads this module first: by the URL of a module, the file that takes its place. */
const replaced = new Map(
  Object.entries(JSON.parse(process.env.IN_PLACE_OF ?? '{}') as Record<string, string>),
)

if (isMainThread) register(import.meta.url)

export const initialize: InitializeHook = () => undefined

/** A module that has been replaced is still there under its URL with a query. */
export const load: LoadHook = async (url, context, nextLoad) => {
  const file = replaced.get(url)
  return file === undefined
    ? nextLoad(url, context)
    : { format: 'module', source: await readFile(file, 'utf8'), shortCircuit: true }
}
