import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { decidesTheSame, fateOf, type Fate } from './fate.ts'
import { mutantsOf, type Mutant } from './mutants.ts'

// `npm run mutation` turns every rule round, one truth at a time, and runs the scenarios against each mutant. Neighbours in
// the lists of rules change places as well; where that changes any decision, the scenarios and the tests of rules run
// against it. Names of files, such as roaming, limit it to those.
const { values: options, positionals: wanted } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const root = fileURLToPath(new URL('../../..', import.meta.url))
const filesIn = async (folder: string, ending: RegExp): Promise<string[]> =>
  (await readdir(join(root, folder)))
    .filter((name) => ending.test(name))
    .map((name) => join(root, folder, name))

const folder = await mkdtemp(join(tmpdir(), 'sitemode-mutation-'))
const scenarios = await filesIn('scenarios', /\.(?:yaml|ts)$/)
const ground = { cache: join(folder, 'cache'), folder }
const rules = (await filesIn('sim/rules', /\.ts$/)).filter(
  (file) => wanted.length === 0 || wanted.some((name) => file.endsWith(`/${name}.ts`)),
)
const possible = mutantsOf(rules)
if (possible.length === 0)
  throw new Error(`there is nothing to turn round in ${wanted.join(', ') || 'the rules'}`)
const fates = new Map<Mutant, Fate>()
/** They change the order of rules that concern no contact in common. */
const equivalent = new Set<Mutant>()

/** Runs first the scenarios that have killed most of this file's mutants. */
function inOrder(file: string): string[] {
  const kills = (scenario: string): number =>
    [...fates].filter(([mutant, killedBy]) => mutant.file === file && killedBy === scenario).length
  return scenarios
    .map((scenario) => ({ scenario, kills: kills(scenario) }))
    .sort((one, other) => other.kills - one.kills)
    .map(({ scenario }) => scenario)
}

async function lane(left: Mutant[]): Promise<void> {
  for (let mutant = left.shift(); mutant; mutant = left.shift()) {
    if (mutant.kind === 'order' && (await decidesTheSame(mutant, folder))) equivalent.add(mutant)
    else fates.set(mutant, await fateOf(mutant, { ...ground, scenarios: inOrder(mutant.file) }))
    if (process.stderr.isTTY)
      process.stderr.write(`\r\u001b[K${fates.size + equivalent.size}/${possible.length}`)
  }
}

try {
  const unchanged = await fateOf(undefined, { ...ground, scenarios })
  if (unchanged !== undefined) throw new Error(`without any change ${unchanged} fails`)
  const left = [...possible]
  await Promise.all(Array.from({ length: availableParallelism() }, () => lane(left)))
} finally {
  await rm(folder, { recursive: true })
}

const mutants = possible.filter((mutant) => !equivalent.has(mutant))
const survivors = mutants
  .filter((mutant) => fates.get(mutant) === undefined)
  .map(({ file, line, original, replacement }) => ({
    file: relative(root, file),
    line,
    original,
    replacement,
  }))
const killed = mutants.length - survivors.length
const score = mutants.length === 0 ? 100 : (100 * killed) / mutants.length
const crashed = [...fates.values()].filter((fate) => fate === 'crash').length
const hung = [...fates.values()].filter((fate) => fate === 'hang').length
const listed = survivors.map(
  ({ file, line, original, replacement }) => `${file}:${line}: ${original} could be ${replacement}\n`,
)
process.stdout.write(
  options.json
    ? `${JSON.stringify({ mutants: mutants.length, killed, crashed, hung, equivalent: equivalent.size, score, survivors }, null, 2)}\n`
    : `${listed.join('')}${killed} of ${mutants.length} mutants killed, ${crashed} of them by a crash and ${hung} by a hang: ${score.toFixed(1)} %\n${equivalent.size} more change no decision\n`,
)
process.exitCode = survivors.length > 0 ? 1 : 0
