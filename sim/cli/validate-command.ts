import { stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { Command } from 'commander'
import { InputError, formatProblem, type Problem } from '../errors.ts'
import { readFleet } from '../fleet/load-fleet.ts'
import { isFleet, isScenario, readHierarchy } from '../model/load-hierarchy.ts'
import { toProblem } from '../model/source/finding.ts'
import { readSourceFile } from '../model/source/source-file.ts'
import { contentTooFarAway } from '../scenario/advice/content-too-far.ts'
import { unacceptedAdvice } from '../scenario/advice/on-hierarchy.ts'
import { readScenario } from '../scenario/load-scenario.ts'
import { edited } from '../model/source/fix.ts'
import { writeNamed } from '../whole-files.ts'
import { checkReadOnce, shownName } from './input-bytes.ts'
import { readSource } from './read-source.ts'
import { exitCodes, pathOf, printJson, type CommandContext, type Perform } from './command-context.ts'

interface Validated {
  file: string
  kind: 'hierarchy' | 'scenario' | 'fleet' | 'unknown'
  valid: boolean
  problems: readonly Problem[]
  /** The problems that were mended in the file. */
  mended: readonly Problem[]
}

interface ValidateOptions {
  fix?: true
  strict?: true
  json?: true
}

export function addValidateCommand(program: Command, perform: Perform): void {
  program
    .command('validate')
    .description('check hierarchy, scenario and fleet files')
    .argument('<file...>', 'YAML or TypeScript files, or - for standard input')
    .option('--fix', 'mend in the files what can be meant in one way only')
    .option('--strict', 'fail as well where there are warnings')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode validate my-hierarchy.yaml
  sitemode validate scenarios/*.yaml scenarios/fleets/*.yaml --json
  sitemode validate - < my-hierarchy.yaml
  sitemode validate my-hierarchy.yaml --fix

Exits 0 when all can be used (there may be warnings), 1 with --strict when there are warnings, 2 when one cannot.`,
    )
    .action((files: string[], options: ValidateOptions) =>
      perform((context) => validate(files, options, context)),
    )
}

async function validate(
  files: readonly string[],
  options: ValidateOptions,
  context: CommandContext,
): Promise<number> {
  checkReadOnce(files, { '--fix': options.fix === true })
  const look = options.fix ? mendFile : validateFile
  const results = await Promise.all([...new Set(files)].map((file) => look(file, context)))
  if (options.json) printJson({ files: results }, context)
  else for (const result of results) context.stdout.tell(result, validatedText)
  if (results.some(({ valid }) => !valid)) return exitCodes.input
  const isFlawless = results.every(({ problems }) => problems.length === 0)
  return options.strict && !isFlawless ? exitCodes.failed : exitCodes.held
}

/** Mends can bring other mistakes to light, which were hidden by what could not be read. */
const mostRounds = 10

async function mendFile(file: string, context: CommandContext): Promise<Validated> {
  const mended: Problem[] = []
  for (let round = 0; round < mostRounds; round++) {
    const found = await validateFile(file, context)
    const edits = found.problems.flatMap((problem) =>
      problem.edit && problem.file === file ? problem.edit : [],
    )
    const source = edits.length > 0 ? await readSourceFile(file, context.cwd) : undefined
    if (source?.text === undefined) return { ...found, mended }
    const { text, made } = edited(source.text, edits)
    const path = pathOf(file, context)
    const { mode } = await stat(path)
    await writeNamed({ path, text, shownAs: file, mode: mode & 0o777 })
    mended.push(...found.problems.filter(({ edit }) => edit && made.includes(edit)))
  }
  return { ...(await validateFile(file, context)), mended }
}

async function validateFile(named: string, context: CommandContext): Promise<Validated> {
  const { cwd } = context
  const file = shownName(named)
  let kind: Validated['kind'] = 'unknown'
  try {
    const source = await readSource(named, context)
    kind = isFleet(source.value) ? 'fleet' : isScenario(source.value) ? 'scenario' : 'hierarchy'
    if (kind === 'fleet') {
      const { warnings } = await readFleet(source, cwd)
      return { file, kind, valid: true, problems: warnings, mended: [] }
    }
    if (kind === 'hierarchy') {
      const loaded = await readHierarchy(source, resolve(cwd, dirname(file)))
      const advice = unacceptedAdvice(loaded).map((finding) => toProblem(finding, source))
      return { file, kind, valid: true, problems: [...loaded.warnings, ...advice], mended: [] }
    }
    const { scenario, warnings } = await readScenario(source, cwd)
    const tooFar = contentTooFarAway(scenario).map((finding) => toProblem(finding, source))
    return { file, kind, valid: true, problems: [...warnings, ...tooFar], mended: [] }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { file, kind, valid: false, problems: error.problems, mended: [] }
  }
}

function validatedText({ file, kind, valid, problems, mended }: Validated): string {
  const made = mended.map((problem) => `${mendText(problem)}\n`).join('')
  const found = problems.map((problem) => `${formatProblem(problem)}\n`).join('')
  const use = kind === 'unknown' ? 'input' : `a ${kind}`
  return `${made}${found}${file}: ${valid ? `valid ${kind}` : `cannot be used as ${use}`}\n`
}

/** `my.yaml:7:13: mended: management-point [not-allowed]`; the place is that before the mend. */
function mendText({ file, line, column, edit, code }: Problem): string {
  return `${[file, line, column].join(':')}: mended: ${edit?.text === '' ? 'removed' : edit?.text} [${code}]`
}
