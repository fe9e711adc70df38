import type { Recording } from '../evidence/recording/recording.ts'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { optionsOf } from '../model/source/options.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import type { MatrixResult } from '../report/command-results.ts'
import { runResultOf, type RunResult } from '../report/run-result.ts'
import type { ScenarioInput } from '../scenario/scenario-input.ts'
import { shipped } from '../shipped.ts'
import { scenariosDescribed } from './described.ts'
import { checkDescribed } from './given.ts'
import { loadDescribed, workOptions, type WorkOptions } from './hierarchies.ts'
import { recordRun } from './jobs/run-in-jobs.ts'
import { checkPackets, jobsOf } from './jobs/processes.ts'
import { keepRecording, type KeptRecording } from './keep-recording.ts'
import { defaultHierarchy, recordTables, unitsOf, withTimeLost } from './run-units.ts'
import { jobsOptions, longWorkOptions, openOptions, outOptions, shardOptions } from './option-schemas.ts'
import { shardArgv, shardOf, type ShardOptions } from './shards/begin-shard.ts'
import { runShard, type RunShard } from './shards/run-shard.ts'
import {
  inThisProcess,
  stepping,
  type JobsOptions,
  type LongWorkOptions,
  type OutOptions,
} from './surroundings.ts'

/** What a work came to, and the recording of which every report is made. */
export interface RecordedResult<Result> {
  /** What the command prints with `--json`. */
  result: Result
  /** For `reportText` and `writeReports`, and to compare with another. */
  recording: Recording
}

/** Options of `runScenario`. */
export interface RunOptions extends WorkOptions, LongWorkOptions, JobsOptions, Pick<OpenOptions, 'packets'> {}

const { packets } = openOptions

const checkRun = optionsOf<RunOptions & Partial<ShardOptions>>('runScenario', {
  ...{ ...workOptions, ...longWorkOptions, ...jobsOptions, ...shardOptions, packets },
})

/**
 * Runs scenarios whose turn it is in one part of a run, and leaves their recordings in a file for `merge`. The result is that of
 * `run --shard --json`. Throws an `InputError`, also for a part that there cannot be, or an `EnvironmentError`.
 */
export function runScenario(
  described: string | ScenarioInput | readonly (string | ScenarioInput)[],
  options: RunOptions & ShardOptions,
): Promise<RunShard>
/**
 * Runs a scenario, or several, each on a hierarchy of its own: from YAML or TypeScript files, or described here. The result is that
 * of `run --json`; `progress` counts steps. A step that fails rejects nothing: `result.summary.failed` counts the scenarios in which
 * an expectation did not hold. Throws an `InputError` with the problems of all, or an `EnvironmentError` when the machine does not
 * let listeners open.
 */
export function runScenario(
  described: string | ScenarioInput | readonly (string | ScenarioInput)[],
  options?: RunOptions & OutOptions,
): Promise<RecordedResult<RunResult>>
export async function runScenario(
  described: string | ScenarioInput | readonly (string | ScenarioInput)[],
  options: RunOptions & (ShardOptions | OutOptions) = {},
): Promise<RunShard | RecordedResult<RunResult>> {
  const all = [described].flat()
  for (const one of all) checkDescribed('runScenario', one, 'a scenario')
  checkRun(options)
  const argv = ['run', ...all.map((one) => (typeof one === 'string' ? one : 'scenario'))]
  const jobs = jobsOf(options)
  const sharded = 'shard' in options ? options : undefined
  checkPackets(options, jobs > 1 || sharded !== undefined)
  return inThisProcess(sharded ? shardArgv(argv, sharded) : argv, async (surroundings) => {
    const shard = sharded && shardOf(sharded)
    const loaded = await scenariosDescribed(all, surroundings)
    for (const warning of loaded.flatMap(({ warnings }) => warnings)) options.onWarning?.(warning)
    const units = await unitsOf(loaded, { described: all, settings: options, withTables: false })
    const steps = loaded.reduce((sum, { scenario }) => sum + scenario.steps.length, 0)
    const step = stepping(options)
    let done = 0
    // Told between two steps, so that the run ends with what is thrown here.
    const taken = (type: string): void => {
      if (type === 'step-ended') step((done += 1), steps)
    }
    const { out } = options
    if (sharded && shard)
      return runShard(
        units,
        { shard, out: sharded.out, jobs, opened: options, progress: () => unwatched, taken },
        surroundings,
      )
    using kept = await recordRun(
      units,
      { out, jobs, opened: options },
      { progress: unwatched, taken },
      surroundings,
    )
    return { result: runResultOf(kept.recording), recording: kept.recording }
  })
}

/** Options of `exerciseTables`. */
type TablesOptions = WorkOptions & OutOptions & Pick<OpenOptions, 'packets'>

const checkTables = optionsOf<TablesOptions>('exerciseTables', { ...workOptions, ...outOptions, packets })

/**
 * Exercises every cell of the documentation's tables over sockets: on a hierarchy described here or in a file, by default on the
 * package's `two-modes.yaml`. The result is that of `matrix --json`. Throws an `InputError` or an `EnvironmentError`.
 */
export async function exerciseTables(
  described: string | HierarchyInput = shipped(defaultHierarchy),
  options: TablesOptions = {},
): Promise<RecordedResult<MatrixResult>> {
  checkDescribed('exerciseTables', described, 'a hierarchy')
  checkTables(options)
  const { hierarchy, file } = await loadDescribed(described, options)
  return recorded(['matrix', '--hierarchy', file], options, async ({ journal, recording, end }) => {
    const result = await recordTables(hierarchy, file, { ...options, journal })
    await end()
    return withTimeLost(result, recording)
  })
}

/** Its journal tells enough. */
const unwatched = { watch: () => ({}), end: () => undefined }

/** Records what a program has done. */
function recorded<Result>(
  argv: readonly string[],
  { out }: OutOptions,
  work: (kept: KeptRecording) => Promise<Result>,
): Promise<RecordedResult<Result>> {
  return inThisProcess(argv, async (surroundings) => {
    using kept = keepRecording(out, surroundings)
    return { result: await work(kept), recording: kept.recording }
  })
}
