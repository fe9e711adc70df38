import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Mutant } from './mutants.ts'

/** The file of the scenario that failed, `hang` or `crash`; undefined when all held. */
export type Fate = string | undefined

export interface Ground {
  /** The scenarios, in the order to run them. */
  scenarios: readonly string[]
  cache: string
  folder: string
}

const program = (name: string): string => fileURLToPath(new URL(name, import.meta.url))
/** Milliseconds; all scenarios together take a few seconds. */
const patience = 60_000

/** Runs the scenarios in a process of their own, with the mutant in its module's place. */
export async function fateOf(
  mutant: Mutant | undefined,
  { scenarios, cache, folder }: Ground,
): Promise<Fate> {
  const replacement = join(await mkdtemp(join(folder, 'mutant-')), 'module.mjs')
  if (mutant) await writeFile(replacement, mutant.module)
  const url = mutant && pathToFileURL(builtFrom(mutant.file)).href
  const first = ['--import', pathToFileURL(program('in-place-of.js')).href]
  try {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [...first, program('first-failing.js'), cache, ...scenarios],
      { env: { ...process.env, MUTANT_OF: url, MUTANT: replacement }, timeout: patience },
    )
    return stdout === '' ? undefined : stdout
  } catch (error) {
    return (error as { killed?: boolean }).killed === true ? 'hang' : 'crash'
  }
}

/** `dist/sim/rules/roaming.js` of `sim/rules/roaming.ts`. */
function builtFrom(file: string): string {
  return file.replace(/\/sim\/(.*)\.ts$/, '/dist/sim/$1.js')
}
