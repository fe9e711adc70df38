import type { Command } from 'commander'
import { formatProblem, type Problem } from '../errors.ts'
import { checkReadOnce } from '../library/input-bytes.ts'
import { checkFile, mendFile, type Validated } from '../library/validate.ts'
import { exitCodes, printJson, type CommandContext, type Perform } from './command-context.ts'

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
  const look = options.fix ? mendFile : checkFile
  const results = await Promise.all([...new Set(files)].map((file) => look(file, context)))
  if (options.json) printJson({ files: results }, context)
  else for (const result of results) context.stdout.tell(result, validatedText)
  if (results.some(({ valid }) => !valid)) return exitCodes.input
  const isFlawless = results.every(({ problems }) => problems.length === 0)
  return options.strict && !isFlawless ? exitCodes.failed : exitCodes.held
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
