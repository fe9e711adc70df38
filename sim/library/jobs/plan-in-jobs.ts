import type { RecordedEvent } from '../../evidence/recording/event.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import { dealtOut, soundSplitOf } from '../../plan/divide.ts'
import { createLive, livesOf, type PlanUnit } from '../../plan/lives.ts'
import type { Life, LivedPhases } from '../../plan/run-phases.ts'
import type { PlanOptions } from '../../plan/run-plan.ts'
import type { Switch } from '../../plan/switches.ts'
import type { SoundSplit } from '../../parts/partition.ts'
import { counted } from '../../vocabulary/counted.ts'
import type { Surroundings } from '../surroundings.ts'
import { noting, openJobs } from './processes.ts'
import type { ActOpened } from './work.ts'

interface LivedElsewhere {
  lived: LivedPhases
  /** The hierarchy as it was opened, where somebody wants to see it. */
  opened: RecordedEvent | undefined
}

/** Has the clients of a plan run in several processes. Declare it with `await using`, which ends them. */
export type PlanInJobs = AsyncDisposable & Required<Pick<PlanOptions, 'divide' | 'live'>>

/** What clients live through. */
interface Planned {
  hierarchy: Hierarchy
  switches: readonly Switch[]
  sample: number | undefined
}

export function planInJobs(
  { hierarchy, switches, sample }: Planned,
  opened: OpenOptions,
  jobs: number,
  surroundings: Surroundings,
): PlanInJobs {
  const work = { kind: 'plan', hierarchy, switches, sample } as const
  const pool = openJobs<PlanUnit, LivedElsewhere>(work, opened, surroundings, { jobs })
  let split: SoundSplit | undefined
  const splitOf = (lives: readonly Life[]): SoundSplit => {
    const found = soundSplitOf(hierarchy, lives)
    if (found.by === 'nothing')
      surroundings.stderr
        .say`sitemode: the clients of ${found.system} share ${found.limit}, so that one process runs them all\n`
    return found
  }
  return {
    divide(lives, places) {
      const { by } = (split ??= splitOf(lives))
      return by === 'nothing' ? [[...places]] : dealtOut(lives, places, by, jobs)
    },
    async live(unit, options) {
      const name = counted(unit.places.length, 'client')
      const { lived, opened: shown } = await pool.do(unit, name, noting(options))
      if (shown) options.journal?.(shown)
      return lived
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

/** Runs clients for the process that divides the plan. */
export function actOfPlan({ hierarchy, switches, sample }: Planned): ActOpened<PlanUnit, LivedElsewhere> {
  const live = createLive(hierarchy, switches, livesOf(hierarchy, sample))
  return async (options, unit, note) => {
    let first: RecordedEvent | undefined
    const journal = (event: RecordedEvent): void => {
      if (event.type === 'opened') first ??= event
    }
    const tried = (): void => note({ type: 'tried' })
    const lived = await live(unit, { ...options, tried, ...(options.journal && { journal }) })
    return { lived, opened: first }
  }
}
