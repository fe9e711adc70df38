import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { InvalidArgumentError, type Command } from 'commander'
import { openPool, type Pool } from '../../jobs/pool.ts'
import { serveUnits, type Act, type Note } from '../../jobs/serve-units.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { Watched } from '../../scenario/run-scenarios.ts'
import { shipped } from '../../shipped.ts'
import type { CommandContext } from '../command-context.ts'

/** Set in the environment of a process that does units of a work for another one. */
const marker = 'SITEMODE_JOB'

/** `divided`: completes “processes among which … divided”. */
export function addJobsOption(command: Command, divided: string): Command {
  const described = `processes among which ${divided} divided; auto: one for each core`
  return command.option('--jobs <n>', described, readJobs, 1)
}

export function readJobs(text: string): number {
  if (text === 'auto') return availableParallelism()
  const jobs = Number(text)
  if (Number.isSafeInteger(jobs) && jobs >= 1 && jobs <= 256) return jobs
  throw new InvalidArgumentError('Write a number from 1 to 256, or auto.')
}

/** Whether this process does units for another one. */
export function isJob({ env }: Pick<CommandContext, 'env'>): boolean {
  return env[marker] === '1'
}

/** Processes that are called with the same command line, up to where it does its work: there each serves units of it. */
export function openJobs<Unit, Result>(
  { argv, env, cwd }: Pick<CommandContext, 'argv' | 'env' | 'cwd'>,
  options: { jobs: number; atOnce?: number },
): Pool<Unit, Result> {
  const start = () =>
    fork(shipped('dist/cli/sitemode.js'), [...argv], {
      // With an arena for each thread, the C library of Linux leaves a third of the memory of TLS connections in small holes.
      env: { MALLOC_ARENA_MAX: '2', ...env, [marker]: '1' },
      cwd,
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
  return openPool(start, options)
}

/** Serves units of the work of a command. `act` gets options with which the other process is told what people are to know. */
export function serveJob<Unit, Result>(
  { ownProcess }: Pick<CommandContext, 'ownProcess'>,
  opened: OpenOptions,
  act: (opened: OpenOptions, ...asked: Parameters<Act<Unit, Result>>) => Promise<Result>,
): Promise<never> {
  return serveUnits(ownProcess.line(), (unit: Unit, note) => {
    const onPortTaken = (port: number, instead: number): void => note({ type: 'port-taken', port, instead })
    return act({ ...opened, onPortTaken }, unit, note)
  })
}

/** What is done with the notes of jobs. */
export function noting({ onPortTaken, tried, stepBegun }: OpenOptions & Watched & { tried?(): void }) {
  return (note: Note): void => {
    switch (note.type) {
      case 'tried':
        return tried?.()
      case 'step':
        return stepBegun?.(note.name, note.number, note.total)
      case 'port-taken':
        return onPortTaken?.(note.port, note.instead)
    }
  }
}
