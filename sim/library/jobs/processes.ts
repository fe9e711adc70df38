import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { openPool, type Pool } from '../../jobs/pool.ts'
import type { Note } from '../../jobs/serve-units.ts'
import { refuse } from '../../model/source/source.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { Watched } from '../../scenario/run-scenarios.ts'
import { shipped } from '../../shipped.ts'
import type { JobsOptions, Surroundings } from '../surroundings.ts'
import type { JobWork, SentOptions, SentWork } from './work.ts'

/** Set in the environment of a process that does units of a work for another one. */
const marker = 'SITEMODE_JOB'

/** Whether this process does units for another one. */
export function isJob({ env }: Pick<Surroundings, 'env'>): boolean {
  return env[marker] === '1'
}

/** Processes at most, since each is a whole program. */
const mostJobs = 256

/** undefined: it is no number of processes. */
export function jobsIn(jobs: number | 'auto'): number | undefined {
  if (jobs === 'auto') return Math.min(availableParallelism(), mostJobs)
  return Number.isSafeInteger(jobs) && jobs >= 1 && jobs <= mostJobs ? jobs : undefined
}

/** Throws an `InputError` where it is no number of processes. */
export function jobsOf({ jobs = 1 }: JobsOptions): number {
  const number = jobsIn(jobs)
  if (number !== undefined) return number
  throw refuse('jobs', 'out-of-range', 'it is no number of processes', `give 1 to ${mostJobs}, or auto`)
}

/** Throws an `InputError` where packets are to be kept of a work that is divided. */
export function checkPackets({ packets }: Pick<OpenOptions, 'packets'>, isDivided: boolean): void {
  if (!packets || !isDivided) return
  const message = 'attempts get their ids only when the divided work is joined, and packets bear them'
  throw refuse('packets', 'not-allowed', message, 'leave it out, or jobs and shard')
}

/** Processes that each serve units of a work. `opened`: how they open its hierarchies. */
export function openJobs<Unit, Result>(
  work: JobWork,
  opened: OpenOptions,
  { env, cwd }: Pick<Surroundings, 'env' | 'cwd'>,
  options: { jobs: number; atOnce?: number },
): Pool<Unit, Result> {
  const start = () => {
    const child = fork(shipped('dist/cli/sitemode.js'), {
      // With an arena for each thread, the C library of Linux leaves a third of the memory of TLS connections in small holes.
      env: { MALLOC_ARENA_MAX: '2', ...env, [marker]: '1' },
      cwd,
      // Those of a test runner would load it there as well.
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    // The end of the process tells why it takes nothing any more.
    child.send({ work, opened: sentOptions(opened) } satisfies SentWork, () => undefined)
    return child
  }
  return openPool(start, options)
}

/** Functions stay here: what they would be told comes as notes. */
function sentOptions(opened: OpenOptions): SentOptions {
  const { cache, pki, timeout, addresses, ports, unusual, keyLog, journal } = opened
  return {
    ...(cache !== undefined && { cache }),
    ...(pki !== undefined && { pki: resolve(pki) }),
    ...(timeout !== undefined && { timeout }),
    ...(addresses !== undefined && { addresses }),
    ...(ports !== undefined && { ports }),
    ...(unusual && { unusual }),
    ...{ hasKeyLog: keyLog !== undefined, hasJournal: journal !== undefined },
  }
}

/** What is done with the notes of jobs. */
export function noting({
  onPortTaken,
  keyLog,
  tried,
  stepBegun,
}: OpenOptions & Watched & { tried?(): void }) {
  return (note: Note): void => {
    switch (note.type) {
      case 'tried':
        return tried?.()
      case 'step':
        return stepBegun?.(note.name, note.number, note.total)
      case 'port-taken':
        return onPortTaken?.(note.port, note.instead)
      case 'secrets':
        return keyLog?.(Buffer.from(note.line))
    }
  }
}
