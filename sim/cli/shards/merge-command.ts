import { setTimeout } from 'node:timers/promises'
import type { Command } from 'commander'
import { completeSet, isRepeatable, type CompleteSet, type Obstacle } from '../../parts/complete-set.ts'
import { createPartFinder } from '../../parts/find-parts.ts'
import type { SplitWork } from '../../parts/part-file.ts'
import { shardText } from '../../parts/partition.ts'
import { refuse } from '../../model/source/source.ts'
import { quoted, sitemodeAsTyped } from '../as-typed.ts'
import {
  exitCodes,
  interruption,
  pathOf,
  printJson,
  type CommandContext,
  type Perform,
} from '../command-context.ts'
import { directory } from '../hierarchy-options.ts'
import { joinFleet } from './join-fleet.ts'
import { joinPlan } from './join-plan.ts'
import { joinRun, type JoinOptions } from './join-run.ts'

interface MergeOptions extends JoinOptions {
  watch?: true
}

/** Joins the parts of a work, tells what they come to, and resolves to the exit code of the work in one process. */
type Join = (set: CompleteSet, options: JoinOptions, context: CommandContext) => Promise<number>

const joins: Record<SplitWork, Join> = { run: joinRun, plan: joinPlan, fleet: joinFleet }

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
  const find = createPartFinder(folders, (name) => pathOf(name, context))
  const found = await wholeSet(folders, find, options, context)
  if (found === 'interrupted') return exitCodes.interrupted
  return Array.isArray(found)
    ? tell(found, options, context)
    : joins[found.head.work](found, options, context)
}

/** Milliseconds between two looks: network file systems tell nobody of changes. */
const between = 500

async function wholeSet(
  folders: readonly string[],
  find: ReturnType<typeof createPartFinder>,
  { watch }: MergeOptions,
  context: CommandContext,
): Promise<CompleteSet | Obstacle[] | 'interrupted'> {
  const interrupted = interruption(context).then(() => 'interrupted' as const)
  for (;;) {
    const found = await find()
    const set = completeSet(found)
    if (!Array.isArray(set) || (watch && !isRepeatable(set)) || !watch) {
      context.stderr.progress('')
      if (Array.isArray(set) && set.length === 0) throw noParts(folders)
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

function noParts(folders: readonly string[]): Error {
  const message = 'there is no part in this folder'
  return refuse(folders.join(', '), 'no-parts', message, 'name a folder that --out named beside --shard')
}

/** Obstacles beyond these are counted. */
const toldByName = 20

function tell(found: readonly Obstacle[], { json }: MergeOptions, context: CommandContext): number {
  const typed = sitemodeAsTyped(context)
  const command = ({ anew }: Obstacle): string | null => anew && [typed, ...anew.map(quoted)].join(' ')
  for (const one of found.slice(0, toldByName)) {
    const again = command(one)
    context.stderr
      .say`${one.file ?? 'sitemode'}: ${one.message}${again === null ? '' : `; make it anew: ${again}`}\n`
  }
  if (found.length > toldByName) context.stderr.say`and ${found.length - toldByName} more\n`
  if (json) {
    const obstacles = found.map((one) => {
      const { code, file, message, shard } = one
      return { code, shard: shard && shardText(shard), file, message, command: command(one) }
    })
    const missing = [...new Set(obstacles.flatMap(({ shard }) => shard ?? []))]
    printJson({ missing, obstacles, held: false }, context)
  }
  return isRepeatable(found) ? exitCodes.failed : exitCodes.input
}
