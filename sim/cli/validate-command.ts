import type { Command } from 'commander'
import { InputError, formatProblem, type Problem } from '../model/problem.ts'
import { readHierarchy } from '../model/load-hierarchy.ts'
import { readSourceFile } from '../model/source/source-file.ts'
import { isScenario, readScenario } from '../scenario/load-scenario.ts'
import { exitCodes } from './exit-codes.ts'
import { printJson } from './print-json.ts'

interface Validated {
  file: string
  kind: 'hierarchy' | 'scenario' | 'unknown'
  valid: boolean
  problems: readonly Problem[]
}

export function addValidateCommand(program: Command): void {
  program
    .command('validate')
    .description('check hierarchy and scenario files')
    .argument('<file...>', 'YAML or TypeScript files')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode validate my-hierarchy.yaml
  sitemode validate scenarios/*.yaml --json

Exits 0 when all can be used (there may be warnings), 2 when one cannot.`,
    )
    .action(validate)
}

async function validate(files: string[], options: { json?: true }): Promise<void> {
  const results = await Promise.all(files.map(validateFile))
  if (options.json) printJson({ files: results })
  else for (const result of results) process.stdout.write(validatedText(result))
  process.exitCode = results.every(({ valid }) => valid) ? exitCodes.held : exitCodes.input
}

async function validateFile(file: string): Promise<Validated> {
  let kind: Validated['kind'] = 'unknown'
  try {
    const source = await readSourceFile(file)
    kind = isScenario(source.value) ? 'scenario' : 'hierarchy'
    const { warnings } = kind === 'scenario' ? await readScenario(source, file) : readHierarchy(source)
    return { file, kind, valid: true, problems: warnings }
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    return { file, kind, valid: false, problems: error.problems }
  }
}

function validatedText({ file, kind, valid, problems }: Validated): string {
  const told = problems.map((problem) => `${formatProblem(problem)}\n`).join('')
  const use = kind === 'unknown' ? 'input' : `a ${kind}`
  return `${told}${file}: ${valid ? `valid ${kind}` : `cannot be used as ${use}`}\n`
}
