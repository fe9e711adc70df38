import { readFile } from 'node:fs/promises'
import { register, type InitializeHook, type LoadHook } from 'node:module'
import { isMainThread } from 'node:worker_threads'

/** Set by the process that loads this module first: the module to replace, and the file that takes its place. */
const { MUTANT_OF: replaced, MUTANT: replacement } = process.env

if (isMainThread) register(import.meta.url)

export const initialize: InitializeHook = () => undefined

export const load: LoadHook = async (url, context, nextLoad) =>
  url === replaced && replacement !== undefined
    ? { format: 'module', source: await readFile(replacement, 'utf8'), shortCircuit: true }
    : nextLoad(url, context)
