import type { ChildProcess } from 'node:child_process'
import { EnvironmentError, machineError } from '../errors.ts'
import { errorOf, type Asked, type Note, type Said } from './serve-units.ts'

/** Processes of this machine that do units of a work. Declare it with `await using`, which ends them. */
export interface Pool<Unit, Result> extends AsyncDisposable {
  /**
   * Does a unit as soon as a process is free. `name` completes “in the middle of …”. Rejects with the error of the unit, or, as all
   * others do from then on, with an `EnvironmentError` where the process ended.
   */
  do(unit: Unit, name: string, noted?: (note: Note) => void): Promise<Result>
}

interface PoolOptions {
  /** Processes at most; each is started when there is something for it to do. */
  jobs: number
  /** Units that a process does at once. */
  atOnce?: number
}

interface Task<Unit, Result> {
  unit: Unit
  name: string
  noted: (note: Note) => void
  resolve(result: Result): void
  reject(error: Error): void
}

interface Job<Unit, Result> {
  child: ChildProcess
  tasks: Map<number, Task<Unit, Result>>
  messages: string
  ended: Promise<void>
}

/** Characters of a process's messages that are kept, in case it ends. */
const keptMessages = 16_384

/** `start`: a process that serves units, with a line to this one, and whose messages can be read. */
export function openPool<Unit, Result>(
  start: () => ChildProcess,
  { jobs, atOnce = 1 }: PoolOptions,
): Pool<Unit, Result> {
  const started: Job<Unit, Result>[] = []
  const waiting: Task<Unit, Result>[] = []
  let asked = 0
  let broken: Error | undefined

  function handOut(): void {
    for (;;) {
      const job = waiting.length > 0 ? freeJob() : undefined
      const task = job && waiting.shift()
      if (!task) return
      asked += 1
      job.tasks.set(asked, task)
      // The end of the process tells why it takes nothing any more.
      job.child.send({ number: asked, unit: task.unit } satisfies Asked<Unit>, () => undefined)
    }
  }
  function freeJob(): Job<Unit, Result> | undefined {
    const [least] = started.toSorted((one, other) => one.tasks.size - other.tasks.size)
    if (least && (least.tasks.size === 0 || started.length === jobs))
      return least.tasks.size < atOnce ? least : undefined
    return startJob()
  }
  function startJob(): Job<Unit, Result> {
    const child = start()
    const ended = new Promise<void>((resolve) => {
      // Only one of both comes where the machine lets no process start.
      for (const event of ['close', 'error']) child.once(event, () => resolve())
    })
    const job: Job<Unit, Result> = { child, tasks: new Map(), messages: '', ended }
    started.push(job)
    child.stderr?.on('data', (chunk: Buffer) => {
      job.messages = (job.messages + chunk.toString()).slice(-keptMessages)
    })
    child.on('message', (said: Said<Result>) => hear(job, said))
    child.on('error', (error) => breakDown(machineError('cannot start a process', error) ?? error))
    child.on('close', (code, signal) => breakDown(endedEarly(job, code, signal)))
    return job
  }
  function hear({ tasks }: Job<Unit, Result>, said: Said<Result>): void {
    const task = tasks.get(said.number)
    if (said.kind === 'noted') {
      try {
        task?.noted(said.note)
      } catch (error) {
        // Whoever is told may end the work.
        breakDown(error instanceof Error ? error : new Error(String(error)))
      }
      return
    }
    tasks.delete(said.number)
    if (said.kind === 'done') task?.resolve(said.result)
    else task?.reject(errorOf(said.failure))
    handOut()
  }
  function breakDown(error: Error): void {
    broken ??= error
    for (const { reject } of [...waiting.splice(0), ...started.flatMap(({ tasks }) => [...tasks.values()])])
      reject(broken)
  }

  return {
    do(unit, name, noted = () => undefined) {
      if (broken) return Promise.reject(broken)
      return new Promise((resolve, reject) => {
        waiting.push({ unit, name, noted, resolve, reject })
        handOut()
      })
    },
    async [Symbol.asyncDispose]() {
      for (const { child } of started) child.kill('SIGKILL')
      await Promise.all(started.map(({ ended }) => ended))
    },
  }
}

/** Exit code of a process that has reported a defect of ours. */
const defect = 4

function endedEarly<Unit, Result>(
  { tasks, messages }: Job<Unit, Result>,
  code: number | null,
  signal: string | null,
): Error {
  const how = signal === null ? `with exit code ${code}` : `by ${signal}`
  const names = [...tasks.values()].map(({ name }) => name)
  const where = names.length === 0 ? '' : ` in the middle of ${names.join(', ')}`
  const said = messages.trim()
  const sentence = `one of the processes of --jobs ended ${how}${where}`
  if (code === defect) return new Error(`${sentence}: ${said}`)
  return new EnvironmentError(
    said === '' ? `${sentence}; run it again, with fewer of them if memory is short` : `${sentence}: ${said}`,
  )
}
