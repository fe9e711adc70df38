import type { RecordedLine } from '../../evidence/recording/event.ts'
import { isInShard, shardText } from '../../parts/partition.ts'
import { createSplitRunTally, type SplitRun } from '../../report/split-run.ts'
import { recordUnits, type Division } from '../jobs/run-in-jobs.ts'
import { fingerprintOfRun, type RunProgress, type RunUnits } from '../run-units.ts'
import type { Surroundings } from '../surroundings.ts'
import { beginShard, type Sharded } from './begin-shard.ts'

/** What one part of a run came to; `run --shard --json` prints this. */
export interface RunShard extends SplitRun {
  /** `2/4`. */
  shard: string
  /** File of the part, in the folder that `out` named. */
  part: string
  /** No expectation failed. */
  held: boolean
}

export interface RunShardOptions extends Sharded, Omit<Division, 'places'> {
  /** `units`: how many there are to do. */
  progress(units: number): RunProgress
  taken?(type: RecordedLine['type']): void
}

/** Runs every scenario whose turn it is, and leaves their recordings in a part. */
export async function runShard(
  all: RunUnits,
  { shard, out, jobs, opened, progress, taken }: RunShardOptions,
  surroundings: Surroundings,
): Promise<RunShard> {
  using part = await beginShard(
    'run',
    { shard, ...(out !== undefined && { out }) },
    fingerprintOfRun(all),
    surroundings,
  )
  const tally = createSplitRunTally()
  const places = [...all.units.keys()].filter((place) => isInShard(place, shard))
  const take = (line: RecordedLine, unit: number): void => {
    part.add(unit, line)
    tally.take(line)
    taken?.(line.type)
  }
  const taking = { take, progress: progress(places.length) }
  await recordUnits(all, { places, jobs, opened }, taking, surroundings)
  const result = tally.result()
  part.end(places.length, result.digest)
  return { shard: shardText(shard), part: part.file, ...result, held: result.failed === 0 }
}
