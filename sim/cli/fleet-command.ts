import { InvalidArgumentError, type Command } from 'commander'
import { readFleetOrHierarchy } from '../fleet/load-fleet.ts'
import { checkDates } from '../library/run-units.ts'
import { fleetShard, live } from '../library/shards/fleet-shard.ts'
import { refuse } from '../model/source/source.ts'
import type { Shard } from '../parts/partition.ts'
import { fleetText } from '../report/terminal/fleet-text.ts'
import { withSettings } from '../library/hierarchies.ts'
import { exitCodes, printJson, warnOf, type CommandContext, type Perform } from './command-context.ts'
import { addOptionsWithoutCache, directory, openOptions, type HierarchyOptions } from './hierarchy-options.ts'
import { checkReadOnce } from '../library/input-bytes.ts'
import { keepRecording } from '../library/keep-recording.ts'
import { readSource } from '../library/read-source.ts'
import { engineOption, manifestFor, shardsOption, type Engine } from './manifests/manifest.ts'
import { addJobsOption } from './shards/jobs-option.ts'
import { shardOption } from './shards/shard-option.ts'

interface FleetOptions extends Omit<HierarchyOptions, 'cache'> {
  days?: number
  seed?: number
  evidence: number
  jobs: number
  shard?: Shard
  manifest?: Engine
  shards?: number
  out?: string
  json?: true
}

export function addFleetCommand(program: Command, perform: Perform): void {
  const command = program
    .command('fleet')
    .description('let clients go about their days by chance, and count how everything that they do ends')
    .argument('<file>', 'a fleet, a hierarchy whose clients have the default habits, or - for standard input')
    .option(
      '--days <n>',
      'days that the clients live through (default: as in the file, or 1)',
      wholeNumber(1, 3650),
    )
    .option('--seed <n>', 'seed of all chances (default: as in the file, or 1)', wholeNumber(0, 2 ** 32 - 1))
    .option('--evidence <n>', 'acts of each fate of which everything is kept', wholeNumber(0, 1000), 3)
    .option('--out <dir>', 'folder for the recording and every report made of it', directory)
    .addOption(shardOption())
    .addOption(engineOption())
    .addOption(shardsOption())
    .option('--json', 'print one JSON document')
  addOptionsWithoutCache(addJobsOption(command, 'the clients are'))
    .addHelpText(
      'after',
      `
Examples:
  sitemode fleet my-hierarchy.yaml --days 7
  sitemode fleet my-fleet.yaml --seed 42 --out results
  sitemode fleet my-fleet.yaml --evidence 10 --jobs auto
  sitemode fleet my-fleet.yaml --shard 2/4 --out shards
  sitemode fleet my-fleet.yaml --manifest slurm --shards 40 > fleet.sh

The same file and the same seed give the same fates, and the same digest of them.
Exits 0 when every expectation of the fleet held, 1 when one did not.`,
    )
    .action((file: string, options: FleetOptions) => perform((context) => runFleet(file, options, context)))
}

function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text)
    if (/^\d+$/.test(text) && number >= least && number <= most) return number
    throw new InvalidArgumentError(`Write a whole number from ${least} to ${most}.`)
  }
}

async function runFleet(file: string, options: FleetOptions, context: CommandContext): Promise<number> {
  const { days, seed, json, jobs, shard, manifest } = options
  const again = { '--jobs': jobs > 1, '--shard': shard !== undefined, '--manifest': manifest !== undefined }
  checkReadOnce([file], again)
  const { fleet: loaded, warnings } = await readFleetOrHierarchy(
    await readSource(file, context),
    context.cwd,
    {
      ...(days !== undefined && { days }),
      ...(seed !== undefined && { seed }),
    },
  )
  warnOf(warnings, context)
  checkDates(loaded, options.pki, '--pki')
  const fleet = { ...loaded, hierarchy: withSettings(loaded.hierarchy, options) }
  if (options.manifest) {
    context.stdout.document(manifestFor(fleet, { ...options, manifest: options.manifest }, context))
    return exitCodes.held
  }
  if (options.shards !== undefined)
    throw refuse(
      '--shards',
      'no-manifest',
      'nothing is divided by it alone',
      'name an engine with --manifest',
    )
  // Each client has another certificate on each day: more than a cache on disk is for.
  const opened = openOptions({ ...options, cache: false }, context)
  const work = { fleet, evidence: options.evidence, opened }
  const lived = (done: number, all: number): void => context.stderr.progress(`${done}/${all} days of clients`)
  const cleared = (): void => context.stderr.progress('')
  if (shard) {
    const living = { jobs, shard, lived, ...(options.out !== undefined && { out: options.out }) }
    const result = await fleetShard(work, living, context).finally(cleared)
    if (json) printJson(result, context)
    else context.stdout.tell(result, fleetText)
    context.stderr.say`${result.part}\n`
    return result.held ? exitCodes.held : exitCodes.failed
  }
  const { fleetResultOf, recordFleet } = await import('../fleet/fleet-result.ts')
  using kept = keepRecording(options.out, context)
  const tally = await live(work, { jobs, lived }, context).finally(cleared)
  const result = fleetResultOf(fleet, tally)
  recordFleet(tally, result, kept.journal)
  await kept.end()
  if (json) printJson({ shard: null, ...result }, context)
  else context.stdout.tell(result, fleetText)
  return result.held ? exitCodes.held : exitCodes.failed
}
