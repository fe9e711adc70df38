import type { RecordedLine } from '../../evidence/recording/event.ts'
import { numbered } from '../../evidence/recording/recording-text.ts'
import { inOrder } from '../../jobs/in-order.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import { withSettings } from '../../library/hierarchies.ts'
import {
  defaultHierarchy,
  recordTables,
  unitOfScenario,
  type RunProgress,
  type RunUnit,
} from '../../library/run-units.ts'
import { fingerprintOf } from '../../parts/partition.ts'
import type { LoadedScenario } from '../../scenario/load-scenario.ts'
import type { Watched } from '../../scenario/run-scenarios.ts'
import { shipped } from '../../shipped.ts'
import type { CommandContext } from '../command-context.ts'
import { loadWithOptions, type HierarchyOptions } from '../hierarchy-options.ts'
import { noting, openJobs, serveJob } from './jobs.ts'

/** All units of a run in their order, and everything on which their outcomes depend. */
export interface RunUnits {
  units: RunUnit[]
  input: { file: string; written: unknown; hierarchy: Hierarchy }[]
  tables: Hierarchy | undefined
}

export async function unitsOf(
  loaded: readonly LoadedScenario[],
  options: HierarchyOptions,
  withTables: boolean,
  context: CommandContext,
): Promise<RunUnits> {
  const scenarios = loaded.map(({ scenario, written }) => ({
    written,
    scenario: { ...scenario, hierarchy: withSettings(scenario.hierarchy, options) },
  }))
  const units = scenarios.map(({ scenario }) => unitOfScenario(scenario))
  const input = scenarios.map(({ written, scenario: { file, hierarchy } }) => ({ file, written, hierarchy }))
  if (!withTables) return { units, input, tables: undefined }
  const hierarchy = await loadWithOptions(shipped(defaultHierarchy), options, context)
  const tables: RunUnit = {
    name: 'the tables',
    record: async (opened) => (await recordTables(hierarchy, defaultHierarchy, opened)).attempts.length,
  }
  return { units: [...units, tables], input, tables: hierarchy }
}

/** Equal for runs that come to the same, whatever their files are called. */
export function fingerprintOfRun({ input, tables }: RunUnits): string {
  return fingerprintOf(tables ? [...input, tables] : input)
}

/** Serves the units of a run, by their places, to the process that divides it. */
export function serveRun(
  units: readonly RunUnit[],
  opened: OpenOptions,
  context: CommandContext,
): Promise<never> {
  return serveJob(context, opened, (options, place: number, note) =>
    linesOf(
      units[place],
      { ...options, stepBegun: (name, number, total) => note({ type: 'step', name, number, total }) },
      context,
    ),
  )
}

async function linesOf(
  unit: RunUnit | undefined,
  opened: OpenOptions & Watched,
  { ownProcess }: CommandContext,
): Promise<RecordedLine[]> {
  const lines: RecordedLine[] = []
  const journal = numbered('', (line) => void lines.push(line))
  const callOff = ownProcess.onTimeLost(journal)
  await unit?.record({ ...opened, journal }).finally(callOff)
  return lines
}

interface Division {
  /** The places of the units to do. */
  places: readonly number[]
  jobs: number
  opened: OpenOptions
}

interface Taking {
  /** Gets the lines of one unit after the other, whose attempts each count from the first. */
  take(line: RecordedLine, place: number): void
  progress: RunProgress
}

/** Does units, in this process or in several, and gives their lines in the order of the units. */
export async function recordUnits(
  units: readonly RunUnit[],
  { places, jobs, opened }: Division,
  { take, progress }: Taking,
  context: CommandContext,
): Promise<void> {
  const wanted = places.flatMap((place) => {
    const unit = units[place]
    return unit ? [{ place, unit }] : []
  })
  if (jobs === 1) {
    for (const { place, unit } of wanted) {
      const watched = { ...opened, ...progress.watch(unit) }
      await unit.record({ ...watched, journal: numbered('', (line) => take(line, place)) })
      progress.end(unit)
    }
    return
  }
  await using pool = openJobs<number, RecordedLine[]>(context, { jobs })
  const inJob = async ({ place, unit }: (typeof wanted)[number]) => {
    const lines = await pool.do(place, `“${unit.name}”`, noting({ ...opened, ...progress.watch(unit) }))
    return { place, unit, lines }
  }
  for await (const { place, unit, lines } of inOrder(wanted, jobs, inJob)) {
    for (const line of lines) take(line, place)
    progress.end(unit)
  }
}
