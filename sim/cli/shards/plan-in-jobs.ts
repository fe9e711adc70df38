import type { RecordedEvent } from '../../evidence/recording/event.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import { dealtOut, soundSplitOf } from '../../plan/divide.ts'
import type { Live, PlanUnit } from '../../plan/lives.ts'
import type { Life, LivedPhases } from '../../plan/run-phases.ts'
import type { PlanOptions } from '../../plan/run-plan.ts'
import type { SoundSplit } from '../../parts/partition.ts'
import type { CommandContext } from '../command-context.ts'
import { noting, openJobs, serveJob } from './jobs.ts'
import { counted } from '../../vocabulary/counted.ts'

interface LivedElsewhere {
  lived: LivedPhases
  /** The hierarchy as it was opened, where somebody wants to see it. */
  opened: RecordedEvent | undefined
}

/** Has the clients of a plan run in several processes. Declare it with `await using`, which ends them. */
export type PlanInJobs = AsyncDisposable & Required<Pick<PlanOptions, 'divide' | 'live'>>

export function planInJobs(hierarchy: Hierarchy, jobs: number, context: CommandContext): PlanInJobs {
  const pool = openJobs<PlanUnit, LivedElsewhere>(context, { jobs })
  let split: SoundSplit | undefined
  const splitOf = (lives: readonly Life[]): SoundSplit => {
    const found = soundSplitOf(hierarchy, lives)
    if (found.by === 'nothing')
      context.stderr
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
      const { lived, opened } = await pool.do(unit, name, noting(options))
      if (opened) options.journal?.(opened)
      return lived
    },
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

/** Runs clients for the process that divides the plan. */
export function servePlan(live: Live, opened: OpenOptions, context: CommandContext): Promise<never> {
  return serveJob(context, opened, async (options, unit: PlanUnit, note): Promise<LivedElsewhere> => {
    let first: RecordedEvent | undefined
    const journal = (event: RecordedEvent): void => {
      if (event.type === 'opened') first ??= event
    }
    const tried = (): void => note({ type: 'tried' })
    const lived = await live(unit, { ...options, tried, ...(options.journal && { journal }) })
    return { lived, opened: first }
  })
}
