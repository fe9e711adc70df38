import { mkdir } from 'node:fs/promises'
import { InvalidArgumentError } from 'commander'
import type { RecordedLine } from '../../evidence/recording/event.ts'
import { refuse } from '../../model/source/source.ts'
import { beginPart, partName } from '../../parts/part-file.ts'
import { isInShard, parseShard, shardText, type Shard } from '../../parts/partition.ts'
import { createSplitRunTally } from '../../report/split-run.ts'
import { splitRunText } from '../../report/terminal/split-run-text.ts'
import { packageVersion } from '../../shipped.ts'
import { cannotWrite } from '../../whole-files.ts'
import { exitCodes, pathOf, printJson, type CommandContext } from '../command-context.ts'
import { openOptions, type HierarchyOptions } from '../hierarchy-options.ts'
import { fingerprintOfRun, recordUnits, type RunUnits } from './run-units.ts'

export interface RunShardOptions extends HierarchyOptions {
  shard: Shard
  jobs: number
  out?: string
  json?: true
}

export function readShard(text: string): Shard {
  const shard = parseShard(text)
  if (shard) return shard
  throw new InvalidArgumentError('Write a number and a total of at most 1000, as in 2/4.')
}

/** Runs every scenario whose turn it is, and leaves their recordings in a part. */
export async function runShard(
  all: RunUnits,
  options: RunShardOptions,
  context: CommandContext,
): Promise<number> {
  const { shard, jobs, out, json } = options
  if (out === undefined)
    throw refuse('--shard', 'no-folder', 'a shard leaves its part in a folder', 'name the folder with --out')
  const opened = openOptions(options, context)
  await mkdir(pathOf(out, context), { recursive: true }).catch(cannotWrite(out))
  using part = beginPart(pathOf(out, context), {
    ...{ sitemode: packageVersion(), work: 'run', command: [...context.argv], input: fingerprintOfRun(all) },
    ...{ shard: shard.number, total: shard.total },
  })
  const tally = createSplitRunTally()
  const places = [...all.units.keys()].filter((place) => isInShard(place, shard))
  const progress = (done: number): void =>
    context.stderr.progress(`${done}/${places.length} of shard ${shardText(shard)}`)
  progress(0)
  const take = (line: RecordedLine, unit: number): void => {
    part.add(unit, line)
    tally.take(line)
  }
  await recordUnits(all.units, { places, jobs, opened }, { take, progress }, context)
  context.stderr.progress('')
  const result = tally.result()
  part.end(places.length, result.digest)
  const held = result.failed === 0
  const file = `${out}/${partName(shard)}`
  if (json) printJson({ shard: shardText(shard), part: file, ...result, held }, context)
  else context.stdout.tell(result, splitRunText)
  context.stderr.say`${file}\n`
  return held ? exitCodes.held : exitCodes.failed
}
