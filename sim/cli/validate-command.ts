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
import { exitCodes, printJson, type CommandContext, type Perform } from './command-context.ts'

interface Validated {
  file: string
  kind: 'hierarchy' | 'scenario' | 'fleet' | 'unknown'
  valid: boolean
  problems: readonly Problem[]
}

interface ValidateOptions {
  json?: true
}

export function addValidateCommand(program: Command, perform: Perform): void {
  program
    .command('validate')
    .description('check hierarchy, scenario and fleet files')
    .argument('<file...>', 'YAML or TypeScript files')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode validate my-hierarchy.yaml
  sitemode validate scenarios/*.yaml scenarios/fleets/*.yaml --json

Exits 0 when all can be used (there may be warnings), 2 when one cannot.`,
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
  const results = await Promise.all(files.map((file) => validateFile(file, context)))
  if (options.json) printJson({ files: results }, context)
  else for (const result of results) context.stdout.tell(result, validatedText)
  return results.every(({ valid }) => valid) ? exitCodes.held : exitCodes.input
}

async function validateFile(file: string, { cwd }: CommandContext): Promise<Validated> {
  let kind: Validated['kind'] = 'unknown'
  try {
    const source = await readSourceFile(file, cwd)
    kind = isFleet(source.value) ? 'fleet' : isScenario(source.value) ? 'scenario' : 'hierarchy'
    if (kind === 'fleet') {
      const { warnings } = await readFleet(source, file, cwd)
      return { file, kind, valid: true, problems: warnings }
    }
    if (kind === 'hierarchy') {
      const loaded = await readHierarchy(source, resolve(cwd, dirname(file)))
      const advice = unacceptedAdvice(loaded).map((finding) => toProblem(finding, source))
      return { file, kind, valid: true, problems: [...loaded.warnings, ...advice] }
    }
    const { scenario, warnings } = await readScenario(source, file, cwd)
    const tooFar = contentTooFarAway(scenario).map((finding) => toProblem(finding, source))
    return { file, kind, valid: true, problems: [...warnings, ...tooFar] }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { file, kind, valid: false, problems: error.problems }
  }
}

function validatedText({ file, kind, valid, problems }: Validated): string {
  const found = problems.map((problem) => `${formatProblem(problem)}\n`).join('')
  const use = kind === 'unknown' ? 'input' : `a ${kind}`
  return `${found}${file}: ${valid ? `valid ${kind}` : `cannot be used as ${use}`}\n`
}
