import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { extname, join, relative } from 'node:path'
import { Option, type Command } from 'commander'
import type { Recording } from '../evidence/recording/recording.ts'
import { machineError, whyUnreadable, type InputError } from '../errors.ts'
import { refuse } from '../model/source/source.ts'
import { recordRun } from '../library/jobs/run-in-jobs.ts'
import { loadScenarios, unitsOf, type RunUnits } from '../library/run-units.ts'
import { runShard } from '../library/shards/run-shard.ts'
import { runPretty } from '../report/terminal/run-pretty.ts'
import { runJunit } from '../report/run-junit.ts'
import { runResultOf, type RunResult } from '../report/run-result.ts'
import { runTap } from '../report/run-tap.ts'
import { strictInWords } from '../report/verdict.ts'
import { splitRunText } from '../report/terminal/split-run-text.ts'
import type { Shard } from '../parts/partition.ts'
import type { LoadedScenario } from '../scenario/load-scenario.ts'
import { shipped } from '../shipped.ts'
import { exitCodes, pathOf, printJson, warnOf, type CommandContext, type Perform } from './command-context.ts'
import { addHierarchyOptions, directory, openOptions, type HierarchyOptions } from './hierarchy-options.ts'
import { checkReadOnce } from '../library/input-bytes.ts'
import { readSource } from '../library/read-source.ts'
import { addPacketOption, keepPackets, type PacketOption } from './packet-file.ts'
import { runAgain } from './run-again.ts'
import { runProgress } from './run-progress.ts'
import { addJobsOption } from './shards/jobs-option.ts'
import { shardOption } from './shards/shard-option.ts'

interface RunOptions extends HierarchyOptions, PacketOption {
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
      'scenarios in YAML or TypeScript, or - for standard input (default: all in ./scenarios, or else the shipped ones)',
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
    .addOption(shardOption('watch', 'reporter'))
  addPacketOption(command, 'jobs', 'shard')
  addHierarchyOptions(addJobsOption(command, 'the scenarios are'))
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
  const { shard, watch, jobs } = options
  checkReadOnce(named, { '--watch': watch === true, '--jobs': jobs > 1, '--shard': shard !== undefined })
  const units = async (loaded: readonly LoadedScenario[]) =>
    unitsOf(loaded, { described: named, settings: options, withTables })
  if (shard) return runOneShard(await units(await loadAll(named, context)), { ...options, shard }, context)
  const once = async () => {
    const loaded = await loadAll(named, context)
    const code = await runOnce(await units(loaded), options, context)
    return { code, read: [...new Set(loaded.flatMap((one) => one.files))] }
  }
  if (!watch) return (await once()).code
  await runAgain(named, async () => (await once()).read, context)
  return exitCodes.interrupted
}

async function runOnce(all: RunUnits, options: RunOptions, context: CommandContext): Promise<number> {
  const { out, jobs } = options
  using packets = keepPackets(options, context)
  const opened = { ...openOptions(options, context), ...packets.opened }
  const progress = runProgress(all.units.length, context.stderr)
  using kept = await recordRun(all, { out, jobs, opened }, { progress }, context).finally(() =>
    context.stderr.progress(''),
  )
  const result = runResultOf(kept.recording)
  const { summary } = result
  const isStrict = summary.failed === 0 && failsStrictly(summary, options)
  report(kept.recording, result, options.json ? 'json' : options.reporter, isStrict, context)
  return summary.failed === 0 && !isStrict ? exitCodes.held : exitCodes.failed
}

async function runOneShard(
  all: RunUnits,
  { shard, out, jobs, json, ...options }: RunOptions & { shard: Shard },
  context: CommandContext,
): Promise<number> {
  const result = await runShard(
    all,
    {
      ...{ shard, jobs, opened: openOptions(options, context) },
      ...(out !== undefined && { out }),
      progress: (units) => runProgress(units, context.stderr),
    },
    context,
  ).finally(() => context.stderr.progress(''))
  if (json) printJson(result, context)
  else context.stdout.tell(result, splitRunText)
  context.stderr.say`${result.part}\n`
  const isStrict = result.held && failsStrictly(result, options)
  if (isStrict) context.stderr.say`${strictInWords(result.gotNothing)}\n`
  return result.held && !isStrict ? exitCodes.held : exitCodes.failed
}

function failsStrictly(
  { gotNothing }: { gotNothing: number },
  { strict }: Pick<RunOptions, 'strict'>,
): boolean {
  return strict === true && gotNothing > 0
}

async function loadAll(files: readonly string[], context: CommandContext) {
  const loaded = await loadScenarios(files, (file) => readSource(file, context), context.cwd)
  warnOf(
    loaded.flatMap((one) => one.warnings),
    context,
  )
  return loaded
}

async function allScenarios(context: CommandContext): Promise<string[]> {
  const own = existsSync(pathOf('scenarios', context))
  const folder = own ? 'scenarios' : relative(context.cwd, shipped('scenarios'))
  const refused = (message: string): InputError =>
    refuse(folder, 'no-scenarios', message, 'name the files to run')
  const inside = await readdir(pathOf(folder, context)).catch((error: unknown) => {
    throw machineError(`cannot read ${folder}`, error) ?? refused(whyUnreadable(error, 'folder').message)
  })
  const names = inside.filter((name) => ['.yaml', '.yml', '.ts'].includes(extname(name)))
  if (names.length === 0) throw refused('there is no scenario in this folder')
  return names.sort().map((name) => join(folder, name))
}

function report(
  recording: Recording,
  result: RunResult,
  reporter: RunOptions['reporter'],
  isStrict: boolean,
  context: CommandContext,
): void {
  // Programs read the others, and get it beside them.
  if (isStrict && reporter !== 'pretty') context.stderr.say`${strictInWords(result.summary.gotNothing)}\n`
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
      context.stdout.tell(result, (told, colors) => runPretty(told, colors, isStrict))
  }
}
