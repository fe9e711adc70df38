import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { Option, type Command } from 'commander'
import type { Recording } from '../evidence/recording/recording.ts'
import { formatProblem, InputError, type Problem } from '../model/problem.ts'
import { refuse } from '../model/source/refuse.ts'
import { runPretty } from '../report/terminal/run-pretty.ts'
import { runJunit } from '../report/run-junit.ts'
import { runResultOf, type RunResult } from '../report/run-result.ts'
import { runTap } from '../report/run-tap.ts'
import { loadScenario } from '../scenario/load-scenario.ts'
import { defaultHierarchy, exerciseTables } from './exercise-tables.ts'
import { exitCodes } from './exit-codes.ts'
import {
  addHierarchyOptions,
  directory,
  loadWithOptions,
  openOptions,
  withOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { keepRecording } from './keep-recording.ts'
import { printJson } from './print-json.ts'
import { runAgain } from './run-again.ts'
import { shipped } from '../shipped.ts'
import { showProgress } from './show-progress.ts'

interface RunOptions extends HierarchyOptions {
  reporter: 'pretty' | 'tap' | 'junit' | 'json'
  out?: string
  watch?: true
  json?: true
}

export function addRunCommand(program: Command): void {
  const command = program
    .command('run')
    .description('run scenarios')
    .argument(
      '[file...]',
      'scenarios in YAML or TypeScript (default: all in ./scenarios, or else the shipped ones)',
    )
    .addOption(
      new Option('--reporter <name>', 'how to tell')
        .choices(['pretty', 'tap', 'junit', 'json'])
        .default('pretty'),
    )
    .option('--json', 'the same as --reporter json')
    .option('--out <dir>', 'folder for the recording and every report made of it', directory)
    .option('--watch', 'run again whenever a file changes')
  addHierarchyOptions(command)
    .addHelpText(
      'after',
      `
Examples:
  sitemode run
  sitemode run scenarios/mixed-client-in-native-site.yaml --tls 1.3
  sitemode run my-scenario.ts --reporter tap
  sitemode run --out results
  sitemode run my-scenario.yaml --watch

Exits 0 when every expectation held, 1 when one failed.`,
    )
    .action(run)
}

async function run(files: string[], options: RunOptions): Promise<void> {
  const named = files.length > 0 ? files : await allScenarios()
  // Who runs all and keeps it gets the tables as well.
  const withTables = files.length === 0 && options.out !== undefined
  const once = () => runOnce(named, options, withTables)
  if (options.watch) await runAgain(named, once)
  else await once()
}

/** Resolves to the files that were read. */
async function runOnce(
  files: readonly string[],
  options: RunOptions,
  withTables: boolean,
): Promise<string[]> {
  const loaded = await loadAll(files)
  const scenarios = loaded.map(({ scenario }) => ({
    ...scenario,
    hierarchy: withOptions(scenario.hierarchy, options),
  }))
  // Only for files that can be used: it takes longer to load than to refuse them.
  const { recordScenarios } = await import('../scenario/run-scenarios.ts')
  const { journal, recording, end } = keepRecording(options.out)
  const opened = openOptions(options)
  const attempts = await recordScenarios(scenarios, { ...opened, journal }, (done, { name }) =>
    showProgress(`${done}/${scenarios.length} ${name}`),
  ).finally(() => showProgress(''))
  if (withTables) {
    const hierarchy = await loadWithOptions(shipped(defaultHierarchy), options)
    await exerciseTables(hierarchy, defaultHierarchy, { ...opened, journal, firstAttempt: attempts + 1 })
  }
  await end()
  const result = runResultOf(recording)
  report(recording, result, options.json ? 'json' : options.reporter)
  process.exitCode = result.summary.failed === 0 ? exitCodes.held : exitCodes.failed
  return [...new Set(loaded.flatMap((one) => one.files))]
}

async function loadAll(files: readonly string[]) {
  const problems: Problem[] = []
  const loaded = await Promise.all(
    files.map((file) =>
      loadScenario(file).catch((error: unknown) => {
        if (!(error instanceof InputError)) throw error
        problems.push(...error.problems)
        return undefined
      }),
    ),
  )
  if (problems.length > 0) throw new InputError(problems)
  const whole = loaded.filter((one) => one !== undefined)
  const warnings = new Set(whole.flatMap((one) => one.warnings).map(formatProblem))
  for (const warning of warnings) process.stderr.write(`${warning}\n`)
  return whole
}

async function allScenarios(): Promise<string[]> {
  const folder = existsSync('scenarios') ? 'scenarios' : relative('', shipped('scenarios'))
  const refused = (message: string): InputError =>
    refuse(folder, 'no-scenarios', message, 'name the files to run')
  const inside = await readdir(folder).catch((error: unknown) => {
    throw refused(`this folder cannot be read (${(error as NodeJS.ErrnoException).code})`)
  })
  const names = inside.filter((name) => ['.yaml', '.yml', '.ts'].includes(extname(name)))
  if (names.length === 0) throw refused('there is no scenario in this folder')
  return names.sort().map((name) => join(folder, name))
}

function report(recording: Recording, result: RunResult, reporter: RunOptions['reporter']): void {
  switch (reporter) {
    case 'json':
      printJson(result)
      break
    case 'junit':
      process.stdout.write(runJunit(recording))
      break
    case 'tap':
      process.stdout.write(runTap(result))
      break
    case 'pretty':
      process.stdout.write(runPretty(result))
  }
}
