import { fateInTest } from './fate-in-test.ts'
import type { Fate, Ground } from './fate.ts'
import { hunt, NothingFits, type Found, type InOrder, type Progress, type Suspect } from './hunt.ts'
import { mutantsOf, type Mutant } from './mutants.ts'
import { outputOf } from './plant.ts'
import { createRunner, expectSound, type Runner } from './runner.ts'
import { allRules, allScenarios, fromCheckout } from './sources.ts'

type Suspected = Suspect & { mutant: Mutant }

/**
 * Turns every rule round, one truth at a time, and runs the scenarios against each mutant. Neighbours in the lists of
 * rules change places as well; where that changes any decision, the scenarios and the tests of rules run against it.
 * `wanted`: names of files, such as roaming. `equivalent` counts mutants that decide nothing otherwise.
 */
export async function huntRules(
  wanted: readonly string[],
  ground: Ground,
  progress: Progress,
): Promise<{ found: Found<Suspected>[]; equivalent: number }> {
  const scenarios = await allScenarios()
  const files = (await allRules()).filter(
    (file) => wanted.length === 0 || wanted.some((name) => file.endsWith(`/${name}.ts`)),
  )
  const possible = mutantsOf(files).map((mutant) => ({ id: called(mutant), kind: mutant.file, mutant }))
  if (possible.length === 0)
    throw new NothingFits(`there is nothing to turn round in ${wanted.join(', ') || 'the rules'}`)
  await withRunner([], ground, (runner) => expectSound(runner, { scenarios }))
  const equivalent = new Set<Suspected>()
  async function fateOf(suspect: Suspected, inOrder: InOrder): Promise<Fate> {
    const { mutant } = suspect
    if (mutant.kind === 'truth' || !(await decidesTheSame(mutant, ground.folder)))
      return fateOfMutant(mutant, inOrder(scenarios), ground)
    equivalent.add(suspect)
    return undefined
  }
  const found = await hunt(possible, () => ({ fateOf, close: () => undefined }), progress)
  return { found: found.filter(({ suspect }) => !equivalent.has(suspect)), equivalent: equivalent.size }
}

function called({ file, line, original, replacement }: Mutant): string {
  return `${fromCheckout(file)}:${line}: ${original} could be ${replacement}`
}

/**
 * By file, tests that notice what no scenario can show: a hierarchy whose criteria no client can read is refused before a client
 * has to choose.
 */
const testsBeyondScenarios: Readonly<Record<string, string>> = {
  'sim/rules/client-certificate.ts': 'test/rules/client-certificate.test.ts',
}

/** Runs the scenarios; the tests of rules, which try more contacts than any scenario, may notice a change of order too. */
export async function fateOfMutant(
  mutant: Mutant,
  scenarios: readonly string[],
  { folder, cache }: Ground,
): Promise<Fate> {
  const noticed =
    mutant.kind === 'order' ? await fateInTest('test/rules/rules.test.ts', mutant, folder) : undefined
  if (noticed) return noticed
  const fate = await withRunner([mutant], { folder, cache }, (runner) => runner.fateOf({ scenarios }))
  const beyond = testsBeyondScenarios[fromCheckout(mutant.file)]
  return fate ?? (beyond === undefined ? undefined : fateInTest(beyond, mutant, folder))
}

/**
 * Whether every contact there can be is decided as without the mutant, by the same rule. So it is where no contact
 * concerns both of the rules that have changed places.
 */
export async function decidesTheSame(mutant: Mutant, folder: string): Promise<boolean> {
  const [changed, unchanged] = await Promise.all(
    [[mutant], []].map((modules) => outputOf('decisions.js', [], modules, folder)),
  )
  return changed === unchanged
}

/** Each mutant has a process of its own. */
async function withRunner<Result>(
  modules: readonly Mutant[],
  ground: Ground,
  act: (runner: Runner) => Promise<Result>,
): Promise<Result> {
  const runner = createRunner(modules, ground)
  try {
    return await act(runner)
  } finally {
    runner.close()
  }
}
