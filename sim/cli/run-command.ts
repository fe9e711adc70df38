import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { Option, type Command } from 'commander'
import type { Recording } from '../evidence/recording/recording.ts'
import { InputError, machineError, type Problem } from '../errors.ts'
import { refuse } from '../model/source/source.ts'
import { runPretty } from '../report/terminal/run-pretty.ts'
import { runJunit } from '../report/run-junit.ts'
import { runResultOf, type RunResult } from '../report/run-result.ts'
import { runTap } from '../report/run-tap.ts'
import type { Shard } from '../parts/partition.ts'
import { loadScenario } from '../scenario/load-scenario.ts'
import { shipped } from '../shipped.ts'
import { exitCodes, pathOf, printJson, warnOf, type CommandContext, type Perform } from './command-context.ts'
import {
  addHierarchyOptions,
  directory,
  loadWithOptions,
  openOptions,
  withOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { keepRecording } from './keep-recording.ts'
import { runAgain } from './run-again.ts'
import { isJob, readJobs, serveUnits } from './shards/jobs.ts'
import { linesOf, recordInJobs } from './shards/run-in-jobs.ts'
import { readShard, runShard } from './shards/run-shard.ts'

interface RunOptions extends HierarchyOptions {
  reporter: 'pretty' | 'tap' | 'junit' | 'json'
  out?: string
  watch?: true
  strict?: true
  shard?: Shard
  jobs: number
  json?: true
}

export function addRunCommand(program: Command, perform: Perform): void {
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
    .option('--strict', 'fail as well where a step that expects nothing did not succeed')
    .option('--watch', 'run again whenever a file changes')
    .option(
      '--jobs <n>',
      'processes among which the scenarios are divided; auto: one for each core',
      readJobs,
      1,
    )
    .addOption(
      new Option('--shard <i/n>', 'do only part I of N, and leave it in --out for sitemode merge')
        .argParser(readShard)
        .conflicts(['watch', 'reporter']),
    )
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
  sitemode run --shard 2/4 --out shards

Exits 0 when every expectation held, 1 when one failed, or with --strict when a
step of which nothing was expected did not succeed.`,
    )
    .action((files: string[], options: RunOptions) => perform((context) => run(files, options, context)))
}

async function run(files: readonly string[], options: RunOptions, context: CommandContext): Promise<number> {
  const named = files.length > 0 ? files : await allScenarios(context)
  // A run of all scenarios that is recorded includes the tables.
  const withTables = files.length === 0 && options.out !== undefined
  const { shard } = options
  if (shard) return runShard(await loadAll(named, context), { ...options, shard }, withTables, context)
  const once = () => runOnce(named, options, withTables, context)
  if (!options.watch) return (await once()).code
  await runAgain(named, async () => (await once()).read, context)
  return exitCodes.interrupted
}

/** Resolves to the exit code and the files that were read. */
async function runOnce(
  files: readonly string[],
  options: RunOptions,
  withTables: boolean,
  context: CommandContext,
): Promise<{ code: number; read: string[] }> {
  const loaded = await loadAll(files, context)
  const scenarios = loaded.map(({ scenario }) => ({
    ...scenario,
    hierarchy: withOptions(scenario.hierarchy, options),
  }))
  // Only for files that can be used: it takes longer to load than to refuse them.
  const { recordScenarios } = await import('../scenario/run-scenarios.ts')
  const opened = openOptions(options, context)
  if (isJob(context)) {
    await serveUnits(context, (unit) => linesOf(scenarios[unit], opened))
    return { code: exitCodes.held, read: [] }
  }
  using kept = keepRecording(options.out, context)
  const { journal, recording, end } = kept
  const progress = (done: number, { name }: { name: string }): void =>
    context.stderr.progress(`${done}/${scenarios.length} ${name}`)
  const { jobs } = options
  const recorded =
    jobs > 1
      ? recordInJobs(scenarios, jobs, journal, progress, context)
      : recordScenarios(scenarios, { ...opened, journal }, progress)
  const attempts = await recorded.finally(() => context.stderr.progress(''))
  if (withTables) {
    const { defaultHierarchy, exerciseTables } = await import('./matrix-command.ts')
    const hierarchy = await loadWithOptions(shipped(defaultHierarchy), options, context)
    await exerciseTables(hierarchy, defaultHierarchy, { ...opened, journal, firstAttempt: attempts + 1 })
  }
  await end()
  const result = runResultOf(recording)
  report(recording, result, options.json ? 'json' : options.reporter, context)
  return {
    code: held(result, options) ? exitCodes.held : exitCodes.failed,
    read: [...new Set(loaded.flatMap((one) => one.files))],
  }
}

function held({ summary }: RunResult, { strict }: RunOptions): boolean {
  return summary.failed === 0 && !(strict && summary.gotNothing > 0)
}

async function loadAll(files: readonly string[], context: CommandContext) {
  const problems: Problem[] = []
  const loaded = await Promise.all(
    files.map((file) =>
      loadScenario(file, context.cwd).catch((error: unknown) => {
        if (!(error instanceof InputError)) throw error
        problems.push(...error.problems)
        return undefined
      }),
    ),
  )
  if (problems.length > 0) throw new InputError(problems)
  const whole = loaded.filter((one) => one !== undefined)
  warnOf(
    whole.flatMap((one) => one.warnings),
    context,
  )
  return whole
}

async function allScenarios(context: CommandContext): Promise<string[]> {
  const own = existsSync(pathOf('scenarios', context))
  const folder = own ? 'scenarios' : relative(context.cwd, shipped('scenarios'))
  const refused = (message: string): InputError =>
    refuse(folder, 'no-scenarios', message, 'name the files to run')
  const inside = await readdir(pathOf(folder, context)).catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException
    throw machineError(`cannot read ${folder}`, error) ?? refused(`this folder cannot be read (${code})`)
  })
  const names = inside.filter((name) => ['.yaml', '.yml', '.ts'].includes(extname(name)))
  if (names.length === 0) throw refused('there is no scenario in this folder')
  return names.sort().map((name) => join(folder, name))
}

function report(
  recording: Recording,
  result: RunResult,
  reporter: RunOptions['reporter'],
  context: CommandContext,
): void {
  switch (reporter) {
    case 'json':
      printJson(result, context)
      break
    case 'junit':
      context.stdout.document(runJunit(recording))
      break
    case 'tap':
      context.stdout.document(runTap(result))
      break
    case 'pretty':
      context.stdout.tell(result, runPretty)
  }
}
