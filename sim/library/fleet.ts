import * as z from 'zod'
import type { FleetResult } from '../evidence/fleet-result.ts'
import type { FleetInput } from '../fleet/fleet-input.ts'
import { readFleetOrHierarchy, type FleetOverrides } from '../fleet/load-fleet.ts'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { optionsOf } from '../model/source/options.ts'
import { sourceOf } from './described.ts'
import { checkDescribed } from './given.ts'
import { settingsOptions, withSettings, workOptions, type WorkOptions } from './hierarchies.ts'
import { jobsOf } from './jobs/processes.ts'
import { keepRecording } from './keep-recording.ts'
import { jobsOptions, longWorkOptions, shardOptions } from './option-schemas.ts'
import type { RecordedResult } from './run.ts'
import { checkDates } from './run-units.ts'
import { shardArgv, shardOf, type ShardOptions } from './shards/begin-shard.ts'
import { fleetShard, live, type FleetShard } from './shards/fleet-shard.ts'
import {
  inThisProcess,
  stepping,
  type JobsOptions,
  type LongWorkOptions,
  type OutOptions,
} from './surroundings.ts'

/** Options of `runFleet`. */
export interface FleetOptions
  extends Omit<WorkOptions, 'cache'>, LongWorkOptions, JobsOptions, OutOptions, FleetOverrides {
  /** Acts of each fate of which everything is kept; 3 by default. */
  evidence?: number
}

const { pki, timeout, addresses, unusual, onPortTaken, keyLog, onWarning } = workOptions

const checkFleet = optionsOf<FleetOptions & Partial<ShardOptions>>('runFleet', {
  ...{ ...settingsOptions, ...longWorkOptions, ...jobsOptions, ...shardOptions },
  ...{ pki, timeout, addresses, unusual, onPortTaken, keyLog, onWarning },
  days: z.number(),
  seed: z.number(),
  evidence: z.int().min(0),
})

/**
 * Lets the clients whose turn it is in one part of a fleet go about their days, and leaves what they came to in a file for `merge`,
 * which alone judges the fleet's expectations. The result is that of `fleet --shard --json`. Throws an `InputError`, also where the
 * clients cannot be divided, or an `EnvironmentError`.
 */
export function runFleet(
  described: string | FleetInput | HierarchyInput,
  options: FleetOptions & ShardOptions,
): Promise<FleetShard>
/**
 * Lets the clients of a fleet go about their days by chance, and counts how everything that they do ends: a fleet or a hierarchy,
 * described here or in a file; the clients of a hierarchy have the default habits. The same fleet and the same seed give the same
 * fates. The result is that of `fleet --json`; `progress` counts the days of each client. An expectation that does not hold
 * rejects nothing: `result.held` tells. Throws an `InputError` or an `EnvironmentError`.
 */
export function runFleet(
  described: string | FleetInput | HierarchyInput,
  options?: FleetOptions,
): Promise<RecordedResult<FleetResult>>
export async function runFleet(
  described: string | FleetInput | HierarchyInput,
  options: FleetOptions | (FleetOptions & ShardOptions) = {},
): Promise<FleetShard | RecordedResult<FleetResult>> {
  checkDescribed('runFleet', described, 'a fleet or a hierarchy')
  checkFleet(options)
  const { evidence = 3, days, seed, out } = options
  const jobs = jobsOf(options)
  const sharded = 'shard' in options ? options : undefined
  const argv = [
    ...['fleet', typeof described === 'string' ? described : 'fleet'],
    ...(days === undefined ? [] : ['--days', `${days}`]),
    ...(seed === undefined ? [] : ['--seed', `${seed}`]),
  ]
  return inThisProcess(sharded ? shardArgv(argv, sharded) : argv, async (surroundings) => {
    const shard = sharded && shardOf(sharded)
    const overrides = { ...(days !== undefined && { days }), ...(seed !== undefined && { seed }) }
    const source = await sourceOf(described, 'fleet', surroundings)
    const { fleet: loaded, warnings } = await readFleetOrHierarchy(source, surroundings.cwd, overrides)
    for (const warning of warnings) options.onWarning?.(warning)
    checkDates(loaded, options.pki, 'pki')
    const fleet = { ...loaded, hierarchy: withSettings(loaded.hierarchy, options) }
    const lived = stepping(options)
    // Each client has another certificate on each day: more than a cache on disk is for.
    const work = { fleet, evidence, opened: { ...options, cache: false as const } }
    if (sharded && shard) return fleetShard(work, { jobs, shard, out: sharded.out, lived }, surroundings)
    const { fleetResultOf, recordFleet } = await import('../fleet/fleet-result.ts')
    using kept = keepRecording(out, surroundings)
    const tally = await live(work, { jobs, lived }, surroundings)
    const result = fleetResultOf(fleet, tally)
    recordFleet(tally, result, kept.journal)
    await kept.end()
    return { result, recording: kept.recording }
  })
}
