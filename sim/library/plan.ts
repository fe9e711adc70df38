import * as z from 'zod'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { optionsOf } from '../model/source/options.ts'
import { checkSwitches, switchesTo, type Switch } from '../plan/switches.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { siteModeNames, type SiteMode } from '../vocabulary/site-mode.ts'
import { checkDescribed, checkPlan } from './given.ts'
import { loadDescribed, workOptions, type WorkOptions } from './hierarchies.ts'
import { jobsOf } from './jobs/processes.ts'
import { clientsOf, clientTable, keepOpened, planReports } from './plan-reports.ts'
import { jobsOptions, longWorkOptions, shardOptions } from './option-schemas.ts'
import { shardArgv, shardOf, type ShardOptions } from './shards/begin-shard.ts'
import type { PlanShard } from './shards/plan-shard.ts'
import { inThisProcess, stepping, type JobsOptions, type LongWorkOptions } from './surroundings.ts'

/** A change of modes: site by site in this order, or every site into one mode in an order that the hierarchy allows. */
export type ModeChange =
  | {
      /** Each one sets out from what those before it have made of the hierarchy. */
      switches: readonly Switch[]
    }
  | {
      /** The mode of every site in the end. */
      to: SiteMode
    }

/** Options of `plan`. */
export interface PlanOptions extends WorkOptions, LongWorkOptions, JobsOptions {
  /** Clients of each group that are run; 1 by default. */
  sample?: number
  /** Runs everything once more with each remedy, and says what it leaves. */
  tryRemedies?: boolean
}

/** Where a plan leaves its reports. */
export interface PlanOutOptions {
  /** Folder for the plan as plan.json, as a page plan.html, and plan.csv with all clients; by default nothing is written. */
  out?: string
}

const checkOptions = optionsOf<PlanOptions & Partial<ShardOptions>>('plan', {
  ...{ ...workOptions, ...longWorkOptions, ...jobsOptions, ...shardOptions },
  sample: z.int().positive(),
  tryRemedies: z.boolean(),
})

const mode = z.enum(siteModeNames)

const checkChange = optionsOf<{ switches?: readonly Switch[]; to?: SiteMode }>(
  'plan',
  {
    switches: z.array(z.strictObject({ site: z.string(), mode })),
    to: mode,
  },
  { what: 'a change of modes', remedy: "give { to: 'native' }, or switches" },
)

/**
 * Tries the clients whose turn it is in one part of a plan, and leaves what becomes of them in a file for `merge`. The result is that
 * of `plan --shard --json`. Throws an `InputError`, also where the clients cannot be divided, or an `EnvironmentError`.
 */
export function plan(
  described: string | HierarchyInput,
  change: ModeChange,
  options: PlanOptions & ShardOptions,
): Promise<PlanShard>
/**
 * Tries a change of modes with the clients of a hierarchy, and says who is stranded, away or loses content, and what helps: one
 * client of each group that nothing tells apart is run over sockets. The result is that of `plan --json`; `progress` counts the
 * clients of each phase, and `total` grows once it is known which remedies there are to try. Throws an `InputError`, also for
 * switches that the hierarchy does not allow, or an `EnvironmentError`.
 */
export function plan(
  described: string | HierarchyInput,
  change: ModeChange,
  options?: PlanOptions & PlanOutOptions,
): Promise<PlanResult>
export async function plan(
  described: string | HierarchyInput,
  change: ModeChange,
  options: PlanOptions & (ShardOptions | PlanOutOptions) = {},
): Promise<PlanShard | PlanResult> {
  checkDescribed('plan', described, 'a hierarchy')
  checkChange(change)
  checkOptions(options)
  const { sample = 1, tryRemedies = false, out } = options
  const jobs = jobsOf(options)
  const sharded = 'shard' in options ? options : undefined
  const argv = ['plan', typeof described === 'string' ? described : 'hierarchy', ...changeArgv(change)]
  return inThisProcess(sharded ? shardArgv(argv, sharded) : argv, async (surroundings) => {
    const shard = sharded && shardOf(sharded)
    const { hierarchy, file, written } = await loadDescribed(described, options)
    const switches = 'to' in change ? switchesTo(hierarchy, change.to) : change.switches
    checkSwitches(hierarchy, switches, file)
    const progress = stepping(options)
    const [{ runPlan }, { planInJobs }] = await Promise.all([
      import('../plan/run-plan.ts'),
      import('./jobs/plan-in-jobs.ts'),
    ])
    const { journal, shown } = keepOpened()
    const opened = { ...options, ...(out !== undefined && { journal }) }
    await using divided =
      jobs > 1 ? planInJobs({ hierarchy, switches, sample }, opened, jobs, surroundings) : undefined
    const running = { ...opened, ...(divided && { divide: divided.divide, live: divided.live }), progress }
    if (sharded && shard) {
      const { planShard } = await import('./shards/plan-shard.ts')
      const work = { file, hierarchy, written, switches, sample, tryRemedies }
      return await planShard(work, { shard, out: sharded.out }, running, shown, surroundings)
    }
    using reports = out === undefined ? undefined : planReports(out, surroundings)
    const result = await runPlan(hierarchy, file, switches, { ...running, sample, tryRemedies })
    await reports?.write({ result, opened: shown(), clients: clientsOf(hierarchy) })
    return result
  })
}

function changeArgv(change: ModeChange): string[] {
  return 'to' in change
    ? ['--to', change.to]
    : change.switches.flatMap(({ site, mode }) => ['--switch', `${site}=${mode}`])
}

/**
 * The table of all clients of a hierarchy with what becomes of each by a plan, as CSV: the text of `plan --csv`. `described`: the
 * hierarchy that the plan was made for. Throws an `InputError` with what is wrong with it.
 */
export async function planTable(described: string | HierarchyInput, result: PlanResult): Promise<string> {
  checkDescribed('planTable', described, 'a hierarchy')
  checkPlan('planTable', result)
  const { hierarchy } = await loadDescribed(described, {})
  return [...clientTable(hierarchy, result)].join('')
}
