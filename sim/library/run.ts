import type { FleetResult } from '../evidence/fleet-result.ts'
import type { Journal } from '../evidence/recording/event.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import type { FleetInput } from '../fleet/fleet-input.ts'
import { readFleetOrHierarchy, type FleetOverrides } from '../fleet/load-fleet.ts'
import { clientsIn } from '../model/populations.ts'
import type { HierarchyInput } from '../model/schema/hierarchy-input.ts'
import { readSourceFile } from '../model/source/source-file.ts'
import { sourceOfValue, type NamedSource } from '../model/source/source.ts'
import { switchesTo, type Switch } from '../plan/switches.ts'
import type { MatrixResult } from '../report/command-results.ts'
import type { PlanResult } from '../report/plan-result.ts'
import { runResultOf, type RunResult } from '../report/run-result.ts'
import type { ScenarioInput } from '../scenario/scenario-input.ts'
import { shipped } from '../shipped.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import { loadDescribed, withSettings, type WorkOptions } from './hierarchies.ts'
import { keepRecording, type KeptRecording } from './keep-recording.ts'
import {
  checkDates,
  defaultHierarchy,
  liveHere,
  loadScenarios,
  recordHere,
  recordTables,
  unitOfScenario,
  withTimeLost,
} from './run-units.ts'
import { inThisProcess, stepping, type LongWorkOptions } from './surroundings.ts'

/** What a work came to, and the recording of which every report is made. */
export interface RecordedResult<Result> {
  result: Result
  recording: Recording
}

export interface OutOptions {
  /** Folder that gets the recording line by line, and at the end every report made of it; by default nothing is written. */
  out?: string
}

/**
 * Runs a scenario, or several one after the other, each on a hierarchy of its own: from YAML or TypeScript files, or described
 * here. The result is that of `run --json`; `progress` counts steps. A step that fails rejects nothing: `result.summary.failed`
 * counts the scenarios in which an expectation did not hold. Throws an `InputError` with the problems of all, or an
 * `EnvironmentError` when the machine does not let listeners open.
 */
export async function runScenario(
  described: string | ScenarioInput | readonly (string | ScenarioInput)[],
  options: WorkOptions & LongWorkOptions & OutOptions = {},
): Promise<RecordedResult<RunResult>> {
  const loaded = await loadScenarios([described].flat(), (one) => sourceOf(one, 'scenario'), '.')
  for (const warning of loaded.flatMap(({ warnings }) => warnings)) options.onWarning?.(warning)
  const scenarios = loaded.map(({ scenario }) => ({
    ...scenario,
    hierarchy: withSettings(scenario.hierarchy, options),
  }))
  const steps = scenarios.reduce((sum, scenario) => sum + scenario.steps.length, 0)
  const step = stepping(options)
  const argv = ['run', ...scenarios.map(({ file }) => file)]
  return recorded(argv, options, async ({ journal, recording, end }) => {
    let done = 0
    const stepByStep: Journal = (event) => {
      journal(event)
      // Told by the run itself between two steps, so that it ends with what is thrown here.
      if (event.type === 'step-ended') step((done += 1), steps)
    }
    await recordHere(scenarios.map(unitOfScenario), { ...options, journal: stepByStep }, unwatched)
    await end()
    return runResultOf(recording)
  })
}

/**
 * Exercises every cell of the documentation's tables over sockets: on a hierarchy described here or in a file, by default on the
 * package's `two-modes.yaml`. The result is that of `matrix --json`. Throws an `InputError` or an `EnvironmentError`.
 */
export async function exerciseTables(
  described: string | HierarchyInput = shipped(defaultHierarchy),
  options: WorkOptions & OutOptions = {},
): Promise<RecordedResult<MatrixResult>> {
  const { hierarchy, file } = await loadDescribed(described, options)
  return recorded(['matrix', '--hierarchy', file], options, async ({ journal, recording, end }) => {
    const result = await recordTables(hierarchy, file, { ...options, journal })
    await end()
    return withTimeLost(result, recording)
  })
}

/** A change of modes: site by site in this order, or every site into one mode in an order that the hierarchy allows. */
export type ModeChange = { switches: readonly Switch[] } | { to: SiteMode }

export interface PlanOptions extends WorkOptions, LongWorkOptions {
  /** Clients of each group that are run; 1 by default. */
  sample?: number
  /** Runs everything once more with each remedy, and says what it leaves. */
  tryRemedies?: boolean
}

/**
 * Tries a change of modes with the clients of a hierarchy, and says who is stranded, away or loses content, and what helps: one
 * client of each group that nothing tells apart is run over sockets. The result is that of `plan --json`; `progress` counts the
 * clients of each phase, and `total` grows once it is known which remedies there are to try. Throws an `InputError`, also for
 * switches that the hierarchy does not allow, or an `EnvironmentError`.
 */
export async function plan(
  described: string | HierarchyInput,
  change: ModeChange,
  options: PlanOptions = {},
): Promise<PlanResult> {
  const { hierarchy, file } = await loadDescribed(described, options)
  const switches = 'to' in change ? switchesTo(hierarchy, change.to) : change.switches
  const { runPlan } = await import('../plan/run-plan.ts')
  return runPlan(hierarchy, file, switches, { ...options, progress: stepping(options) })
}

export interface FleetOptions
  extends Omit<WorkOptions, 'cache'>, LongWorkOptions, OutOptions, FleetOverrides {
  /** Acts of each fate of which everything is kept; 3 by default. */
  evidence?: number
}

/**
 * Lets the clients of a fleet go about their days by chance, and counts how everything that they do ends: a fleet or a hierarchy,
 * described here or in a file; the clients of a hierarchy have the default habits. The same fleet and the same seed give the same
 * fates. The result is that of `fleet --json`; `progress` counts the days of each client. An expectation that does not hold
 * rejects nothing: `result.held` tells. Throws an `InputError` or an `EnvironmentError`.
 */
export async function runFleet(
  described: string | FleetInput | HierarchyInput,
  options: FleetOptions = {},
): Promise<RecordedResult<FleetResult>> {
  const { evidence = 3, days, seed } = options
  const overrides = { ...(days !== undefined && { days }), ...(seed !== undefined && { seed }) }
  const source = await sourceOf(described, 'fleet')
  const { fleet: loaded, warnings } = await readFleetOrHierarchy(source, '.', overrides)
  for (const warning of warnings) options.onWarning?.(warning)
  checkDates(loaded, options.pki, 'pki')
  const fleet = { ...loaded, hierarchy: withSettings(loaded.hierarchy, options) }
  const step = stepping(options)
  const [{ fleetResultOf, recordFleet }, { unitSize, unitsOf }] = await Promise.all([
    import('../fleet/fleet-result.ts'),
    import('../fleet/units.ts'),
  ])
  const clients = clientsIn(fleet.hierarchy)
  return recorded(['fleet', fleet.file], options, async ({ journal, end }) => {
    let done = 0
    // Each client has another certificate on each day: more than a cache on disk is for.
    const work = { fleet, evidence, opened: { ...options, cache: false as const } }
    const tally = await liveHere(work, unitsOf(fleet, unitSize(clients, 1)), () =>
      step((done += 1), clients * fleet.days),
    )
    const result = fleetResultOf(fleet, tally)
    recordFleet(tally, result, journal)
    await end()
    return result
  })
}

/** Its journal tells enough. */
const unwatched = { watch: () => ({}), end: () => undefined }

/** What a file has, or what a program described, which messages and reports call by this name. */
async function sourceOf(described: unknown, name: string): Promise<NamedSource> {
  return typeof described === 'string'
    ? readSourceFile(described)
    : { ...sourceOfValue(described), file: name }
}

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
