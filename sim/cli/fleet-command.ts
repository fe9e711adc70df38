import { InvalidArgumentError, type Command } from 'commander'
import type { Fleet } from '../fleet/fleet-file.ts'
import { loadFleet } from '../fleet/load-fleet.ts'
import type { FleetTally } from '../fleet/tally.ts'
import type { FleetUnit } from '../fleet/units.ts'
import { refuse } from '../model/source/source.ts'
import { fleetText } from '../report/terminal/fleet-text.ts'
import { exitCodes, printJson, warnOf, type CommandContext, type Perform } from './command-context.ts'
import {
  addOptionsWithoutCache,
  directory,
  openOptions,
  withOptions,
  type HierarchyOptions,
} from './hierarchy-options.ts'
import { keepRecording } from './keep-recording.ts'

interface FleetOptions extends Omit<HierarchyOptions, 'cache'> {
  days?: number
  seed?: number
  evidence: number
  out?: string
  json?: true
}

export function addFleetCommand(program: Command, perform: Perform): void {
  const command = program
    .command('fleet')
    .description('let clients go about their days by chance, and count how everything that they do ends')
    .argument('<file>', 'a fleet, or a hierarchy whose clients have the default habits')
    .option(
      '--days <n>',
      'days that the clients live through (default: as in the file, or 1)',
      wholeNumber(1, 3650),
    )
    .option('--seed <n>', 'seed of all chances (default: as in the file, or 1)', wholeNumber(0, 2 ** 32 - 1))
    .option('--evidence <n>', 'acts of each fate of which everything is kept', wholeNumber(0, 1000), 3)
    .option('--out <dir>', 'folder for the recording and every report made of it', directory)
    .option('--json', 'print one JSON document')
  addOptionsWithoutCache(command)
    .addHelpText(
      'after',
      `
Examples:
  sitemode fleet my-hierarchy.yaml --days 7
  sitemode fleet my-fleet.yaml --seed 42 --out results
  sitemode fleet my-fleet.yaml --evidence 10 --json

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
  const { days, seed, json } = options
  const { fleet: loaded, warnings } = await loadFleet(file, context.cwd, {
    ...(days !== undefined && { days }),
    ...(seed !== undefined && { seed }),
  })
  warnOf(warnings, context)
  if (options.pki !== undefined && loaded.days > 1) {
    const message = 'the certificates there have fixed dates, and clocks move on from day to day'
    throw refuse('--pki', 'fixed-dates', message, 'add --days 1, or leave the option out')
  }
  const fleet = { ...loaded, hierarchy: withOptions(loaded.hierarchy, options) }
  // Only for files that can be used: it takes longer to load than to refuse them.
  const { unitsOf } = await import('../fleet/units.ts')
  const { fleetResultOf, recordFleet } = await import('../fleet/fleet-result.ts')
  using kept = keepRecording(options.out, context)
  const units = unitsOf(fleet)
  const tally = await runUnits(fleet, units, options, context).finally(() => context.stderr.progress(''))
  const result = fleetResultOf(fleet, tally)
  recordFleet(tally, result, kept.journal)
  await kept.end()
  if (json) printJson({ shard: null, ...result }, context)
  else context.stdout.tell(result, fleetText)
  return result.held ? exitCodes.held : exitCodes.failed
}

async function runUnits(
  fleet: Fleet,
  units: readonly FleetUnit[],
  options: FleetOptions,
  context: CommandContext,
): Promise<FleetTally> {
  const { runUnit } = await import('../fleet/run-unit.ts')
  const { emptyTally, joinTallies } = await import('../fleet/tally.ts')
  const { clientsIn } = await import('../model/populations.ts')
  const { evidence } = options
  const all = clientsIn(fleet.hierarchy) * fleet.days
  // Each client has another certificate on each day: more than a cache on disk is for.
  const opened = openOptions({ ...options, cache: false }, context)
  let done = 0
  const lived = (): void => {
    done += 1
    context.stderr.progress(`${done}/${all} days of clients`)
  }
  let joined = emptyTally()
  for (const unit of units)
    joined = joinTallies(joined, await runUnit(fleet, unit, { ...opened, evidence, lived }), evidence)
  return joined
}
