import { parseArgs } from 'node:util'
import { inWords, isNoticed, type Fate } from './fate.ts'
import { NothingFits, onGround, type Found, type Suspect } from './hunt.ts'
import { huntPlans } from './plans/hunt-plans.ts'
import { reasonAgainst } from './plans/unfelt.ts'
import { huntRules } from './rules.ts'
import { fromCheckout } from './sources.ts'
import { mends } from './stalls/mends.ts'
import { huntStatements } from './statements/hunt-statements.ts'
import { turnedStatements } from './statements/turned.ts'
import { huntLies } from './wire/hunt-wire.ts'
import { huntFakes } from './witness/hunt-witness.ts'

// `npm run mutation` turns every rule round, with `plans` while switches are planned, with `statements` what is documented; with
// `stalls` it takes out what keeps the speed of the machine from deciding anything; with `wire` listeners lie, with `witness` the
// simulator itself does. Each has to be noticed. Further words limit it, such as `-- rules roaming` or `-- wire contentLocation.url`.
const { values: options, positionals } = parseArgs({
  options: { json: { type: 'boolean', default: false } },
  allowPositionals: true,
})

const subjects = { rules, plans, statements, stalls, wire, witness }
const [word = 'rules', ...others] = positionals
const named = Object.entries(subjects).find(([name]) => name === word)
// A file of rules may be named alone.
const [, report] = named ?? ['rules', rules]
await report(named ? others : positionals).catch((error: unknown) => {
  if (!(error instanceof NothingFits)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 2
})

async function rules(wanted: readonly string[]): Promise<void> {
  const { found, equivalent } = await onGround((ground) => huntRules(wanted, ground, counted))
  const survivors = found.filter(({ fate }) => fate === undefined)
  const idsOf = (fate: Fate): string[] =>
    found.filter((one) => one.fate === fate).map(({ suspect }) => suspect.id)
  const [crashed, hangs] = [idsOf('crash').length, idsOf('hang')]
  const killed = found.length - survivors.length
  const score = found.length === 0 ? 100 : (100 * killed) / found.length
  print(
    {
      ...{ mutants: found.length, killed, crashed, hung: hangs.length, equivalent, score },
      hangs,
      survivors: survivors.map(({ suspect: { mutant } }) => ({
        file: fromCheckout(mutant.file),
        line: mutant.line,
        original: mutant.original,
        replacement: mutant.replacement,
      })),
    },
    [
      ...survivors.map(({ suspect: { id } }) => id),
      // On a busy machine a scenario may only have been slow.
      ...hangs.map((id) => `${id}: hang`),
      `${killed} of ${found.length} mutants killed, ${crashed} of them by a crash and ${hangs.length} by a hang: ${score.toFixed(1)} %`,
      `${equivalent} more change no decision`,
    ],
  )
  process.exitCode = survivors.length > 0 ? 1 : 0
}

async function statements(wanted: readonly string[]): Promise<void> {
  reportNoticed(
    'statements',
    await onGround((ground) => huntStatements(turnedStatements, wanted, ground, told)),
  )
}

async function stalls(wanted: readonly string[]): Promise<void> {
  reportNoticed('mends', await onGround((ground) => huntStatements(mends, wanted, ground, told)))
}

async function plans(wanted: readonly string[]): Promise<void> {
  const found = await onGround((ground) => huntPlans(wanted, ground, told))
  reportNoticed(
    'truths',
    found.filter(({ suspect, fate }) => isNoticed(fate) || !reasonAgainst(suspect.id)),
  )
}

async function wire(wanted: readonly string[]): Promise<void> {
  reportNoticed('lies', await onGround((ground) => huntLies(wanted, ground, told)))
}

async function witness(wanted: readonly string[]): Promise<void> {
  reportNoticed('fakes', await onGround((ground) => huntFakes(wanted, ground, told)))
}

/** A crash and a hang notice nothing: they are defects. */
function reportNoticed(what: string, found: readonly Found<Suspect>[]): void {
  const rows = found.map(({ suspect: { id }, fate }) => ({
    id,
    noticed: isNoticed(fate),
    how: inWords(fate),
  }))
  const noticed = rows.filter((row) => row.noticed).length
  print({ [what]: rows.length, noticed, rows }, [`${noticed} of ${rows.length} ${what} are noticed`])
  process.exitCode = noticed < rows.length ? 1 : 0
}

/** A line for each as soon as it is known: all of them take minutes. */
function told({ suspect, fate }: Found<Suspect>): void {
  const mark = isNoticed(fate) ? '✓' : '✗'
  if (!options.json) process.stdout.write(`${mark} ${suspect.id}\n    ${inWords(fate)}\n`)
}

function counted(_found: unknown, done: number, of: number): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${done}/${of}`)
}

function print(json: object, lines: readonly string[]): void {
  process.stdout.write(options.json ? `${JSON.stringify(json, null, 2)}\n` : `${lines.join('\n')}\n`)
}
