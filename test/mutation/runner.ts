import { fork, type ChildProcess } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { RefusalStyle } from '../../sim/model/hierarchy.ts'
import { inWords, type Fate, type Ground } from './fate.ts'
import { put, type Replacement } from './plant.ts'

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
}

export interface Answer {
  fate?: Fate
}

/** Runs scenarios in a process of its own. */
export interface Runner {
  fateOf(task: Omit<Task, 'cache'>): Promise<Fate>
  close(): void
}

/** Milliseconds for a task; all scenarios together take a few seconds. */
const patience = 120_000

const program = fileURLToPath(new URL('exercise.js', import.meta.url))

/** The process has these modules in the place of others, and goes on to the next task unless a plant has ended it. */
export function createRunner(modules: readonly Replacement[], { cache, folder }: Ground): Runner {
  let child: ChildProcess | undefined

  async function start(): Promise<ChildProcess> {
    const { execArgv, env } = await put(modules, folder)
    return fork(program, { execArgv, env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
  }

  return {
    async fateOf(task) {
      const current = (child ??= await start())
      const complained = current.stderr ? text(current.stderr) : Promise.resolve('')
      const fate = await new Promise<Fate>((resolve) => {
        const timer = setTimeout(() => settle('hang'), patience)
        const ended = (): void => settle('crash')
        const answered = ({ fate }: Answer): void => settle(fate)
        const settle = (fate: Fate): void => {
          clearTimeout(timer)
          current.off('exit', ended).off('message', answered)
          resolve(fate)
        }
        current.once('exit', ended).once('message', answered)
        current.send({ ...task, cache } satisfies Task)
      })
      if (fate !== 'hang' && fate !== 'crash') return fate
      current.kill('SIGKILL')
      child = undefined
      process.stderr.write(await complained)
      return fate
    },
    close: () => void child?.kill(),
  }
}

/** Nothing that is planted can be judged by what fails without it. */
export async function expectSound(runner: Runner, task: Omit<Task, 'cache'>): Promise<void> {
  const unchanged = await runner.fateOf(task)
  if (unchanged !== undefined) throw new Error(`without any change: ${inWords(unchanged)}`)
}
