import type { Pool } from '../../jobs/pool.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { LabRun } from '../../report/command-results.ts'
import { atOnce, createTrial, type LabOptions, type Trial } from '../../scenario/lab/run-lab.ts'
import { entryNamed } from '../explain.ts'
import type { Surroundings } from '../surroundings.ts'
import { noting, openJobs } from './processes.ts'
import type { ActOpened, LabUnit } from './work.ts'

/** Has failures provoked in several processes. Declare it with `await using`, which ends them. */
export function labInJobs(
  limits: LabOptions,
  opened: OpenOptions,
  jobs: number,
  surroundings: Surroundings,
): AsyncDisposable & { trial: Trial } {
  const work = { kind: 'lab', limits } as const
  const pool: Pool<string, LabRun[]> = openJobs(work, opened, surroundings, { jobs, atOnce })
  return {
    trial: ({ id }, options, tried) => pool.do(id, id, noting({ ...options, tried })),
    [Symbol.asyncDispose]: () => pool[Symbol.asyncDispose](),
  }
}

export function actOfLab({ limits }: { limits: LabOptions }): ActOpened<LabUnit, LabRun[]> {
  const trial = createTrial(limits)
  return (options, id, note) => trial(entryNamed(id, 'only'), options, () => note({ type: 'tried' }))
}
