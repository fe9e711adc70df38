import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import type { Mutant } from './mutants.ts'

/** The file of the scenario that failed, or of the tests of rules; `hang` or `crash`; undefined when all held. */
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

/** Runs the scenarios; the tests of rules, which try more contacts than any scenario, may notice a change of order too. */
export async function fateOf(
  mutant: Mutant | undefined,
  { scenarios, cache, folder }: Ground,
): Promise<Fate> {
  if (mutant?.kind === 'order' && !(await ruleTestsPass(mutant, folder))) return 'test/rules/rules.test.ts'
  try {
    const fate = await outputOf('first-failing.js', [cache, ...scenarios], mutant, folder)
    return fate === '' ? undefined : fate
  } catch (error) {
    return (error as { killed?: boolean }).killed === true ? 'hang' : 'crash'
  }
}

/**
 * Whether every contact there can be is decided as without the mutant, by the same rule. So it is where no contact
 * concerns both of the rules that have changed places.
 */
export async function decidesTheSame(mutant: Mutant, folder: string): Promise<boolean> {
  const [changed, unchanged] = await Promise.all(
    [mutant, undefined].map((one) => outputOf('decisions.js', [], one, folder)),
  )
  return changed === unchanged
}

async function ruleTestsPass(mutant: Mutant, folder: string): Promise<boolean> {
  return outputOf('../rules/rules.test.js', [], mutant, folder).then(
    () => true,
    () => false,
  )
}

/** What a program prints that runs in a process of its own, with the mutant in its module's place. Rejects when it fails. */
async function outputOf(
  name: string,
  words: readonly string[],
  mutant: Mutant | undefined,
  folder: string,
): Promise<string> {
  const replacement = join(await mkdtemp(join(folder, 'mutant-')), 'module.mjs')
  if (mutant) await writeFile(replacement, mutant.module)
  const url = mutant && pathToFileURL(builtFrom(mutant.file)).href
  const first = ['--import', pathToFileURL(program('in-place-of.js')).href]
  const { stdout } = await promisify(execFile)(process.execPath, [...first, program(name), ...words], {
    env: { ...process.env, MUTANT_OF: url, MUTANT: replacement },
    timeout: patience,
  })
  return stdout
}

/** `dist/sim/rules/roaming.js` of `sim/rules/roaming.ts`. */
function builtFrom(file: string): string {
  return file.replace(/\/sim\/(.*)\.ts$/, '/dist/sim/$1.js')
}
