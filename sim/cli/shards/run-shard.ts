import type { RecordedLine } from '../../evidence/recording/event.ts'
import { isInShard, shardText, type Shard } from '../../parts/partition.ts'
import { createSplitRunTally } from '../../report/split-run.ts'
import { splitRunText } from '../../report/terminal/split-run-text.ts'
import { exitCodes, printJson, type CommandContext } from '../command-context.ts'
import { openOptions, type HierarchyOptions } from '../hierarchy-options.ts'
import { runProgress } from '../run-progress.ts'
import { fingerprintOfRun, recordUnits, type RunUnits } from './run-units.ts'
import { beginShard } from './shard-option.ts'

export interface RunShardOptions extends HierarchyOptions {
  shard: Shard
  jobs: number
  out?: string
  json?: true
}

/** Runs every scenario whose turn it is, and leaves their recordings in a part. */
export async function runShard(
  all: RunUnits,
  options: RunShardOptions,
  context: CommandContext,
): Promise<number> {
  const { shard, jobs, json } = options
  const opened = openOptions(options, context)
  using part = await beginShard('run', options, fingerprintOfRun(all), context)
  const tally = createSplitRunTally()
  const places = [...all.units.keys()].filter((place) => isInShard(place, shard))
  const progress = runProgress(places.length, context.stderr)
  const take = (line: RecordedLine, unit: number): void => {
    part.add(unit, line)
    tally.take(line)
  }
  await recordUnits(all.units, { places, jobs, opened }, { take, progress }, context)
  context.stderr.progress('')
  const result = tally.result()
  part.end(places.length, result.digest)
  const held = result.failed === 0
  if (json) printJson({ shard: shardText(shard), part: part.file, ...result, held }, context)
  else context.stdout.tell(result, splitRunText)
  context.stderr.say`${part.file}\n`
  return held ? exitCodes.held : exitCodes.failed
}
