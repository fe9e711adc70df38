import { spawnSync, type SpawnSyncOptions } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { best, median, round, type BenchResult } from './result.ts'

/** A command that is timed as a whole process, from start to exit. */
export interface TimedCommand {
  /** `matrix-warm`; its processor time is called `matrix-warm-cpu`. */
  name: string
  command: string
  args: readonly string[]
  cwd?: string
  env?: Readonly<Record<string, string>>
  /** Untimed preparation of each run, counted from 0; returns the run's environment. */
  prepare?: (run: number) => Readonly<Record<string, string>>
  runs?: number
  /** In seconds. */
  target?: number
  cpuTarget?: number
  note: string
}

/** Median of several runs: wall clock, and processor time including child processes. */
export function timed({ runs = 5, target, cpuTarget, ...command }: TimedCommand): BenchResult[] {
  const measured = Array.from({ length: runs }, (_, run) => once(command, run))
  const note = `${command.note}; median of ${runs} whole processes`
  const wall = measured.map(({ seconds }) => seconds)
  const cpu = measured.flatMap(({ processorSeconds }) => processorSeconds ?? [])
  return [
    { ...figure(wall), name: command.name, ...(target !== undefined && { target }), note },
    ...(cpu.length === 0
      ? []
      : [
          {
            ...figure(cpu),
            name: `${command.name}-cpu`,
            ...(cpuTarget !== undefined && { target: cpuTarget }),
            note: `${note}, processor time`,
          },
        ]),
  ]
}

function figure(values: readonly number[]): Pick<BenchResult, 'value' | 'unit' | 'best'> {
  return { value: round(median(values)), unit: 's', best: round(best(values)) }
}

function once({ command, args, cwd, env, prepare }: TimedCommand, run: number) {
  const prepared = prepare?.(run) ?? {}
  const options: SpawnSyncOptions = {
    env: { ...process.env, ...env, ...prepared },
    ...(cwd !== undefined && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
  }
  const { ended, ...times } = timesOf(() => spawnSync(command, args, options))
  const { status, stderr } = ended
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${status}: ${String(stderr)}`)
  return times
}

/** Runs a process that has ended when the result is there. */
export function timesOf<Ended>(run: () => Ended): {
  ended: Ended
  seconds: number
  /** With that of processes which it started; undefined if the kernel does not report it. */
  processorSeconds: number | undefined
} {
  const cpuBefore = processorSecondsOfChildren()
  const startedAt = performance.now()
  const ended = run()
  const seconds = (performance.now() - startedAt) / 1000
  const cpuAfter = processorSecondsOfChildren()
  const known = cpuBefore !== undefined && cpuAfter !== undefined
  return { ended, seconds, processorSeconds: known ? cpuAfter - cpuBefore : undefined }
}

/** Processor time of all ended descendants; undefined if the kernel does not report it (proc(5), cutime and cstime). */
function processorSecondsOfChildren(): number | undefined {
  if (!existsSync('/proc/self/stat')) return undefined
  // The second field, in brackets, is the program's name and may contain anything.
  const [, rest = ''] = /^.*\) (.*)$/s.exec(readFileSync('/proc/self/stat', 'utf8')) ?? []
  const [user = NaN, system = NaN] = rest.split(' ').slice(13, 15).map(Number)
  const ticksPerSecond = 100
  return (user + system) / ticksPerSecond
}
