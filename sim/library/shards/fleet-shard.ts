import { since } from '../../evidence/connection.ts'
import type { FleetResult } from '../../evidence/fleet-result.ts'
import type { FleetTally } from '../../fleet/tally.ts'
import { clientsIn } from '../../model/populations.ts'
import { shardText, type Shard } from '../../parts/partition.ts'
import { liveInUnits } from '../jobs/fleet-in-jobs.ts'
import type { FleetWork } from '../run-units.ts'
import type { Surroundings } from '../surroundings.ts'
import { beginShard, checkDivisible, type Sharded } from './begin-shard.ts'

/** What one part of a fleet came to; `fleet --shard --json` prints this. Only `merge` judges the fleet's expectations. */
export interface FleetShard extends FleetResult {
  /** `2/4`. */
  shard: string
  /** File of the part, in the folder that `out` named. */
  part: string
}

export interface LivingOptions {
  jobs: number
  shard?: Shard
  /** Called after each day of each client. */
  lived(done: number, all: number): void
}

/** Lets the clients of a fleet, or of one shard of it, live through their days, in this process or in several. */
export async function live(
  work: FleetWork,
  { jobs, shard, lived }: LivingOptions,
  surroundings: Surroundings,
): Promise<FleetTally> {
  const { fleet } = work
  // Only for files that can be used: it takes longer to load than to refuse them.
  const { clientsOf, unitSize, unitsOf } = await import('../../fleet/units.ts')
  const size = unitSize(clientsIn(fleet.hierarchy) / (shard?.total ?? 1), jobs)
  const units = unitsOf(fleet, size, shard)
  const all = fleet.days * units.reduce((sum, unit) => sum + clientsOf(fleet, unit), 0)
  let done = 0
  return liveInUnits(work, units, jobs, () => lived((done += 1), all), surroundings)
}

/** Lets the clients of one shard live, and leaves what they came to in a part. */
export async function fleetShard(
  work: FleetWork,
  options: LivingOptions & Sharded,
  surroundings: Surroundings,
): Promise<FleetShard> {
  const { fleet, evidence } = work
  const { shard } = options
  const [{ splitOf }, { fingerprintOfFleet, itemsOfFleet }, { fleetResultOf, isWithoutDoubts }] =
    await Promise.all([
      import('../../fleet/units.ts'),
      import('../../fleet/fleet-part.ts'),
      import('../../fleet/fleet-result.ts'),
    ])
  checkDivisible(splitOf(fleet), shard.total)
  using part = await beginShard('fleet', options, fingerprintOfFleet(fleet, evidence), surroundings)
  const began = performance.now()
  const tally = await live(work, options, surroundings)
  const result = fleetResultOf(fleet, tally)
  for (const item of itemsOfFleet(result, tally, { evidence, durationMs: since(began) })) part.add(0, item)
  part.end(1, result.digest)
  // Shares are those of all clients: only the merge can judge them.
  const shown = { ...result, expectations: [], held: isWithoutDoubts(result) }
  return { shard: shardText(shard), part: part.file, ...shown }
}
