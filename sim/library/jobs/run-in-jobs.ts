import type { RecordedLine } from '../../evidence/recording/event.ts'
import { numbered } from '../../evidence/recording/recording-text.ts'
import { createJoint } from '../../evidence/recording/renumber.ts'
import { inOrder } from '../../jobs/in-order.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { Watched } from '../../scenario/run-scenarios.ts'
import { keepRecording, type KeptRecording } from '../keep-recording.ts'
import { scenariosDescribed } from '../described.ts'
import { recordHere, unitsOf, type RunProgress, type RunUnits } from '../run-units.ts'
import type { Surroundings } from '../surroundings.ts'
import { noting, openJobs } from './processes.ts'
import type { ActOpened, RunWork } from './work.ts'

/** Does the units of a run, by their places, for the process that divides it. */
export async function actOfRun(
  { described, settings, withTables }: RunWork,
  surroundings: Surroundings,
): Promise<ActOpened<number, RecordedLine[]>> {
  const loaded = await scenariosDescribed(described, surroundings)
  const { units } = await unitsOf(loaded, { described, settings, withTables })
  return async (opened, place, note) => {
    const lines: RecordedLine[] = []
    const journal = numbered('', (line) => void lines.push(line))
    const callOff = surroundings.ownProcess.onTimeLost(journal)
    const stepBegun: Watched['stepBegun'] = (name, number, total) =>
      note({ type: 'step', name, number, total })
    await units[place]?.record({ ...opened, stepBegun, journal }).finally(callOff)
    return lines
  }
}

/** How the units of a run are done. */
export interface Division {
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
  { units, work }: Pick<RunUnits, 'units' | 'work'>,
  { places, jobs, opened }: Division,
  { take, progress }: Taking,
  surroundings: Surroundings,
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
  await using pool = openJobs<number, RecordedLine[]>(work, opened, surroundings, { jobs })
  const inJob = async ({ place, unit }: (typeof wanted)[number]) => {
    const lines = await pool.do(place, `“${unit.name}”`, noting({ ...opened, ...progress.watch(unit) }))
    return { place, unit, lines }
  }
  for await (const { place, unit, lines } of inOrder(wanted, jobs, inJob)) {
    for (const line of lines) take(line, place)
    progress.end(unit)
  }
}

/**
 * Does all units of a run, in this process or in several, and keeps what happens. Declare the result with `using`. `taken` gets
 * each line once it is kept.
 */
export async function recordRun(
  all: RunUnits,
  { out, jobs, opened }: Omit<Division, 'places'> & { out: string | undefined },
  {
    progress,
    taken = () => undefined,
  }: { progress: RunProgress; taken?: (type: RecordedLine['type']) => void },
  surroundings: Surroundings,
): Promise<KeptRecording> {
  const joint = jobs > 1 ? createJoint() : undefined
  const kept = keepRecording(out, surroundings, joint && { now: joint.now })
  try {
    const journal: KeptRecording['journal'] = (event) => {
      kept.journal(event)
      taken(event.type)
    }
    if (joint) {
      const take = (line: RecordedLine, unit: number): void => journal(joint.placed(line, unit))
      await recordUnits(
        all,
        { places: [...all.units.keys()], jobs, opened },
        { take, progress },
        surroundings,
      )
    } else {
      await recordHere(all.units, { ...opened, journal }, progress)
    }
    await kept.end()
    return kept
  } catch (error) {
    kept[Symbol.dispose]()
    throw error
  }
}
