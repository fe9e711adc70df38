import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import { joined, obstaclesOf, partFinder } from '../../library/shards/merge.ts'
import type { MergeObstacles } from '../../library/shards/merged.ts'
import { completeSet, isRepeatable, type CompleteSet, type Obstacle } from '../../parts/complete-set.ts'
import type { Colors } from '../../report/terminal/colors.ts'
import { fleetText } from '../../report/terminal/fleet-text.ts'
import { splitRunText } from '../../report/terminal/split-run-text.ts'
import { exitCodes, interruption, printJson, type CommandContext, type Perform } from '../command-context.ts'
import { directory } from '../hierarchy-options.ts'
import { tellPlan } from './tell-plan.ts'

interface MergeOptions {
  out?: string
  json?: true
  watch?: true
}

export function addMergeCommand(program: Command, perform: Perform): void {
  program
    .command('merge')
    .description('join the parts of a work that was split into shards, or say which part is missing')
    .argument('<dir...>', 'folders that --out named')
    .option('--out <dir>', 'folder for the recording and every report made of it', directory)
    .option('--watch', 'wait until every part is there')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `
Examples:
  sitemode run --shard 1/2 --out shards
  sitemode run --shard 2/2 --out shards
  sitemode merge shards --out results

Exits as the work would have done in one process; 1 where a part is missing or damaged and can be made
anew; 2 where the parts are of several works, or contradict each other.`,
    )
    .action((folders: string[], options: MergeOptions) =>
      perform((context) => merge(folders, options, context)),
    )
}

async function merge(folders: string[], options: MergeOptions, context: CommandContext): Promise<number> {
  const found = await wholeSet(partFinder(folders, context), options, context)
  if (found === 'interrupted') return exitCodes.interrupted
  if (Array.isArray(found)) {
    const code = isRepeatable(found) ? exitCodes.failed : exitCodes.input
    return tellObstacles(obstaclesOf(folders, found, context), code, options, context)
  }
  const { work, result } = await joined(found, options.out, context)
  switch (work) {
    case 'plan':
      return tellPlan(result, options.json, context)
    case 'run':
      return tell(result, splitRunText, options, context)
    case 'fleet':
      return tell(result, fleetText, options, context)
  }
}

function tell<Result extends { held: boolean }>(
  result: Result,
  text: (result: Result, colors: Colors) => string,
  { json }: MergeOptions,
  context: CommandContext,
): number {
  if (json) printJson(result, context)
  else context.stdout.tell(result, text)
  return result.held ? exitCodes.held : exitCodes.failed
}

/** Milliseconds between two looks: network file systems tell nobody of changes. */
const between = 500

async function wholeSet(
  find: ReturnType<typeof partFinder>,
  { watch }: MergeOptions,
  context: CommandContext,
): Promise<CompleteSet | Obstacle[] | 'interrupted'> {
  const interrupted = interruption(context).then(() => 'interrupted' as const)
  for (;;) {
    const found = await find()
    const set = completeSet(found)
    if (!Array.isArray(set) || (watch && !isRepeatable(set)) || !watch) {
      context.stderr.progress('')
      return set
    }
    const { total = '?' } = found.parts[0] ?? found.unfinished[0] ?? {}
    const there = new Set(found.parts.map(({ shard }) => shard)).size
    context.stderr.progress(
      `${there} of ${total} parts are there, ${found.unfinished.length} are being written`,
    )
    if ((await Promise.race([setTimeout(between), interrupted])) === 'interrupted') return 'interrupted'
  }
}

/** Obstacles beyond these are counted. */
const toldByName = 20

function tellObstacles(
  found: MergeObstacles,
  code: number,
  { json }: MergeOptions,
  context: CommandContext,
): number {
  const { obstacles } = found
  for (const { file, message, command } of obstacles.slice(0, toldByName)) {
    context.stderr
      .say`${file ?? 'sitemode'}: ${message}${command === null ? '' : `; make it anew: ${command}`}\n`
  }
  if (obstacles.length > toldByName) context.stderr.say`and ${obstacles.length - toldByName} more\n`
  if (json) printJson(found, context)
  return code
}
