import { fork, type ChildProcess } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { RefusalStyle } from '../../sim/vocabulary/certificate.ts'
import { inWords, type Fate, type Ground } from './fate.ts'
import { put, type Replacement } from './plant.ts'
import type { RightPlan } from './plans/plans.ts'

/** What to exercise, and with which lie or fake. */
export interface Task {
  plant?: string
  cache: string
  /** Run in turn until one fails. */
  scenarios: readonly string[]
  /** A hierarchy: the tables are exercised on it, and no scenario is run. */
  matrix?: string
  /** How every listener refuses a client certificate; by default as the file says. */
  refusal?: RefusalStyle
  /** Plans are run with this mutant turned round, and no scenario is. */
  turned?: { mutant: number; plans: readonly RightPlan[] }
}

export interface Answer {
  fate?: Fate
}

/** Runs scenarios in a process of its own. */
export interface Runner {
  fateOf(task: Omit<Task, 'cache'>): Promise<Fate>
  close(): void
}

/** Milliseconds for a task; all scenarios together take a few seconds, and minutes on a busy machine. */
const patience = 300_000

const program = fileURLToPath(new URL('exercise.js', import.meta.url))

/** The process has these modules in the place of others, and goes on to the next task unless a plant has ended it. */
export function createRunner(modules: readonly Replacement[], { cache, folder }: Ground): Runner {
  let running: { child: ChildProcess; complaints: Promise<string> } | undefined

  async function start(): Promise<NonNullable<typeof running>> {
    const { execArgv, env } = await put(modules, folder)
    const child = fork(program, { execArgv, env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    return { child, complaints: child.stderr ? text(child.stderr) : Promise.resolve('') }
  }

  return {
    async fateOf(task) {
      const { child, complaints } = (running ??= await start())
      const fate = await new Promise<Fate>((resolve) => {
        const timer = setTimeout(() => settle('hang'), patience)
        const ended = (): void => settle('crash')
        const answered = ({ fate }: Answer): void => settle(fate)
        const settle = (fate: Fate): void => {
          clearTimeout(timer)
          child.off('exit', ended).off('message', answered)
          resolve(fate)
        }
        child.once('exit', ended).once('message', answered)
        child.send({ ...task, cache } satisfies Task)
      })
      if (fate !== 'hang' && fate !== 'crash') return fate
      child.kill('SIGKILL')
      running = undefined
      process.stderr.write(await complaints)
      return fate
    },
    close: () => void running?.child.kill(),
  }
}

/** Nothing that is planted can be judged by what fails without it. */
export async function expectSound(runner: Runner, task: Omit<Task, 'cache'>): Promise<void> {
  const unchanged = await runner.fateOf(task)
  if (unchanged !== undefined) throw new Error(`without any change: ${inWords(unchanged)}`)
}
