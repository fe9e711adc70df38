import { fork, type ChildProcess } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'
import { EnvironmentError, machineError } from '../../errors.ts'
import { shipped } from '../../shipped.ts'
import type { CommandContext } from '../command-context.ts'

/** Set in the environment of a process that does units of a work for another one. */
const marker = 'SITEMODE_JOB'

/** Units that may be done ahead of the oldest one that is not, for each process: what they leave is kept until its turn. */
const ahead = 4

/** Characters of a process's messages that are kept, in case it fails. */
const keptMessages = 16_384

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

/**
 * Does the units that the other process asks for, one at a time, until it asks for no more. Lets the process end where the other
 * one has.
 */
export async function serveUnits(
  { ownProcess }: CommandContext,
  done: (unit: number) => Promise<unknown>,
): Promise<void> {
  for await (const unit of ownProcess.unitsAsked()) ownProcess.answer({ unit, result: await done(unit) })
}

interface Answer {
  unit: number
  result: unknown
}

interface Job {
  child: ChildProcess
  unit: number | undefined
  messages: string
}

/**
 * Does units 0 to `units` - 1 in several processes, each of which is called with the same command line, and delivers what they
 * leave in their order. Units are handed out as processes become free. Throws an `EnvironmentError` where one of them ends early.
 */
export async function inJobs(
  { argv, env, cwd }: Pick<CommandContext, 'argv' | 'env' | 'cwd'>,
  { units, jobs }: { units: number; jobs: number },
  deliver: (result: unknown, unit: number) => void,
): Promise<void> {
  const results = new Map<number, unknown>()
  let [next, delivered] = [0, 0]
  const all = Array.from({ length: Math.min(jobs, units) }, (): Job => {
    const child = fork(shipped('dist/cli/sitemode.js'), [...argv], {
      env: { ...env, [marker]: '1' },
      cwd,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    return { child, unit: undefined, messages: '' }
  })
  const handOut = (): void => {
    for (const job of all) {
      if (job.unit !== undefined || next === units || next >= delivered + ahead * all.length) continue
      job.unit = next
      next += 1
      // Its end tells why it takes nothing any more.
      job.child.send({ unit: job.unit }, () => undefined)
    }
  }
  const take = (job: Job, { unit, result }: Answer): void => {
    job.unit = undefined
    results.set(unit, result)
    for (; results.has(delivered); delivered += 1) {
      deliver(results.get(delivered), delivered)
      results.delete(delivered)
    }
    handOut()
  }
  try {
    await new Promise<void>((resolve, reject) => {
      for (const job of all) {
        const { child } = job
        child.stderr?.on('data', (chunk: Buffer) => {
          job.messages = (job.messages + chunk.toString()).slice(-keptMessages)
        })
        child.on('message', (answer: Answer) => {
          try {
            take(job, answer)
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)))
          }
          if (delivered === units) resolve()
        })
        child.on('error', (error) => reject(machineError('cannot start a process', error) ?? error))
        child.on('close', (code, signal) => reject(endedEarly(job, code, signal)))
      }
      if (units === 0) resolve()
      else handOut()
    })
  } finally {
    for (const { child } of all) child.kill()
  }
}

function endedEarly({ unit, messages }: Job, code: number | null, signal: string | null): Error {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`
  const where = unit === undefined ? '' : ` in the middle of unit ${unit + 1}`
  const said = messages.trim()
  return new EnvironmentError(
    `one of the processes of --jobs ended ${how}${where}${said === '' ? '; run it again, with fewer of them if memory is short' : `: ${said}`}`,
  )
}
