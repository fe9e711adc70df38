import { InputError, type Problem } from '../errors.ts'
import type { Journal } from '../evidence/recording/event.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import type { Fleet } from '../fleet/fleet-file.ts'
import type { UnitOptions } from '../fleet/run-unit.ts'
import type { FleetTally } from '../fleet/tally.ts'
import type { FleetUnit } from '../fleet/units.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { refuse, type NamedSource } from '../model/source/source.ts'
import type { OpenOptions } from '../network/running-hierarchy.ts'
import type { Watched } from '../scenario/run-scenarios.ts'
import type { MatrixResult } from '../report/command-results.ts'
import { fingerprintOf } from '../parts/partition.ts'
import type { LoadedScenario, Scenario } from '../scenario/load-scenario.ts'
import { shipped } from '../shipped.ts'
import { loadDescribed, settingsOf, withSettings } from './hierarchies.ts'
import type { RunWork } from './jobs/work.ts'

// What runs is loaded only for input that can be used: loading takes longer than refusing it.

/** What a run does by itself: a scenario, or the tables. */
export interface RunUnit {
  name: string
  /** Resolves to the number of attempts. */
  record(options: OpenOptions & Watched & { journal: Journal }): Promise<number>
}

/** Learns how far a run is. */
export interface RunProgress {
  /** What is to be called as the steps of a unit begin. */
  watch(unit: { name: string }): Watched
  end(unit: { name: string }): void
}

/** Reads scenarios by their sources. Throws an `InputError` with the problems of all. */
export async function loadScenarios<Given>(
  given: readonly Given[],
  read: (one: Given) => Promise<NamedSource>,
  folder: string,
): Promise<LoadedScenario[]> {
  const { readScenario } = await import('../scenario/load-scenario.ts')
  const problems: Problem[] = []
  const loaded = await Promise.all(
    given.map(async (one) => {
      try {
        return await readScenario(await read(one), folder)
      } catch (error) {
        if (!(error instanceof InputError)) throw error
        problems.push(...error.problems)
        return undefined
      }
    }),
  )
  if (problems.length > 0) throw new InputError(problems)
  return loaded.filter((one) => one !== undefined)
}

export function unitOfScenario(scenario: Scenario): RunUnit {
  return {
    name: scenario.name,
    async record(options) {
      const { recordScenarios } = await import('../scenario/run-scenarios.ts')
      return recordScenarios([scenario], options)
    },
  }
}

/** All units of a run in their order, and everything on which their outcomes depend. */
export interface RunUnits {
  units: RunUnit[]
  input: { file: string; written: unknown; hierarchy: Hierarchy }[]
  tables: Hierarchy | undefined
  /** By which another process makes the same units. */
  work: RunWork
}

/** `described`: what was loaded, as another process can load it again. */
export async function unitsOf(
  loaded: readonly LoadedScenario[],
  { described, settings, withTables }: Omit<RunWork, 'kind'>,
): Promise<RunUnits> {
  const scenarios = loaded.map(({ scenario, written }) => ({
    written,
    scenario: { ...scenario, hierarchy: withSettings(scenario.hierarchy, settings) },
  }))
  const units = scenarios.map(({ scenario }) => unitOfScenario(scenario))
  const input = scenarios.map(({ written, scenario: { file, hierarchy } }) => ({ file, written, hierarchy }))
  const work = { kind: 'run', described, settings: settingsOf(settings), withTables } as const
  if (!withTables) return { units, input, tables: undefined, work }
  const { hierarchy } = await loadDescribed(shipped(defaultHierarchy), settings)
  const tables: RunUnit = {
    name: 'the tables',
    record: async (opened) => (await recordTables(hierarchy, defaultHierarchy, opened)).attempts.length,
  }
  return { units: [...units, tables], input, tables: hierarchy, work }
}

/** Equal for runs that come to the same, whatever their files are called. */
export function fingerprintOfRun({ input, tables }: RunUnits): string {
  return fingerprintOf(tables ? [...input, tables] : input)
}

/** Line by line as it happens, in this process. */
export async function recordHere(
  units: readonly RunUnit[],
  opened: Parameters<RunUnit['record']>[0],
  progress: RunProgress,
): Promise<void> {
  let attempts = 0
  for (const unit of units) {
    attempts += await unit.record({ ...opened, ...progress.watch(unit), firstAttempt: attempts + 1 })
    progress.end(unit)
  }
}

/** The package's hierarchy that has everything the cells need. */
export const defaultHierarchy = 'scenarios/hierarchies/two-modes.yaml'

/** Exercises the tables on a hierarchy opened for them, and records the result. `file`: name to show for the hierarchy. */
export async function recordTables(
  hierarchy: Hierarchy,
  file: string,
  options: OpenOptions & { journal: Journal },
): Promise<MatrixResult> {
  const { openHierarchy } = await import('../network/running-hierarchy.ts')
  const { runMatrix } = await import('../scenario/matrix.ts')
  await using running = await openHierarchy(hierarchy, options)
  const result = await runMatrix(running, file)
  options.journal({ type: 'tables', hierarchy: file, tables: result.tables })
  return result
}

/** The result with what its recording tells of lost time. */
export function withTimeLost(result: MatrixResult, { timeLost }: Recording): MatrixResult {
  if (timeLost.length === 0) return result
  const lost = timeLost.map(({ cause, milliseconds }) => ({ cause, milliseconds }))
  return { ...result, summary: { ...result.summary, timeLost: lost } }
}

export interface FleetWork {
  fleet: Fleet
  /** Acts of each fate of which everything is kept. */
  evidence: number
  opened: OpenOptions
}

/** Throws an `InputError` where clocks would move beyond certificates that were written before. `option`: what names those. */
export function checkDates({ days }: Pick<Fleet, 'days'>, pki: string | undefined, option: string): void {
  if (pki === undefined || days <= 1) return
  const message = 'the certificates there have fixed dates, and clocks move on from day to day'
  throw refuse(option, 'fixed-dates', message, 'set days to 1, or leave the option out')
}

/** Lets the clients of units live in this process, one unit after the other. `lived`: a day of a client is over. */
export async function liveHere(
  work: FleetWork,
  units: readonly FleetUnit[],
  lived: () => void,
): Promise<FleetTally> {
  const { emptyTally, joinTallies } = await import('../fleet/tally.ts')
  const runHere = await unitsHere(work)
  let joined = emptyTally()
  for (const unit of units) joined = joinTallies(joined, await runHere(unit, { lived }), work.evidence)
  return joined
}

/** Runs units in this process, whose clients share a few keys to sign with: making them takes longer than their days. */
export async function unitsHere({
  fleet,
  evidence,
  opened = {},
}: Pick<FleetWork, 'fleet' | 'evidence'> & { opened?: OpenOptions }) {
  const { runUnit } = await import('../fleet/run-unit.ts')
  const { createSigningIdentities } = await import('../../certs/issue.ts')
  const shared = { signingIdentity: createSigningIdentities() }
  return (unit: FleetUnit, options: OpenOptions & Pick<UnitOptions, 'lived'>): Promise<FleetTally> =>
    runUnit(fleet, unit, { ...opened, ...options, shared, evidence })
}
