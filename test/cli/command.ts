import {
  spawn,
  spawnSync,
  type SpawnSyncOptionsWithStringEncoding,
  type SpawnSyncReturns,
} from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { ownProcess, type OwnProcess } from '../../sim/library/own-process.ts'
import { main } from '../../sim/cli/program.ts'
import type { Moment } from './end-of-process.ts'

/** The executable that users run. Only tests about its process start it: signals, pipes, permissions, kills. */
export const entry = fileURLToPath(new URL('../../cli/sitemode.js', import.meta.url))
export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const twoModes = 'scenarios/hierarchies/two-modes.yaml'

/** The environment of a user's shell, with a cache of the test's own. */
export function environment(cache: string): NodeJS.ProcessEnv {
  return { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: '1', FORCE_COLOR: undefined }
}

export interface Ran {
  status: number
  stdout: string
  stderr: string
}

/** Differences from a call by a user in the checkout. */
export interface Surroundings {
  cwd?: string
  env?: NodeJS.ProcessEnv
  interrupted?: AbortSignal
  ownProcess?: OwnProcess
  /** What comes by standard input. */
  stdin?: AsyncIterable<Uint8Array>
  /** Gets the whole output so far whenever there is more. */
  printed?(told: Readonly<Omit<Ran, 'status'>>): void
}

/** Runs `sitemode` as a user does, but in this process. */
export function sitemode(cache: string, ...args: string[]): Promise<Ran> {
  return sitemodeWith(cache, args, {})
}

export async function sitemodeWith(cache: string, args: string[], options: Surroundings): Promise<Ran> {
  const { cwd = root, env = environment(cache), interrupted, stdin, printed } = options
  const { ownProcess: own = ownProcess(process) } = options
  const told = { stdout: '', stderr: '' }
  const collect = (stream: keyof typeof told) => ({
    write(text: string) {
      told[stream] += text
      printed?.(told)
    },
  })
  const status = await main(args, {
    stdout: collect('stdout'),
    stderr: collect('stderr'),
    env,
    cwd,
    ownProcess: own,
    ...(stdin && { stdin: () => stdin }),
    ...(interrupted && { interrupted }),
  })
  return { status, ...told }
}

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Runs `sitemode` in this process, and interrupts it as soon as its output satisfies `when`. */
export async function interrupt(
  cache: string,
  args: string[],
  signal: 'SIGINT',
  when: (stdout: string) => boolean,
): Promise<Ended> {
  const controller = new AbortController()
  const { status, ...told } = await sitemodeWith(cache, args, {
    interrupted: controller.signal,
    printed: ({ stdout }) => {
      if (when(stdout)) controller.abort(signal)
    },
  })
  return { code: status, ...told }
}

/** Runs the executable, and waits for it. */
export function execute(
  cache: string,
  args: string[],
  options: Partial<SpawnSyncOptionsWithStringEncoding> = {},
): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [entry, ...args], {
    cwd: root,
    env: environment(cache),
    encoding: 'utf8',
    // Only a process that hangs takes so long; its status is then null.
    timeout: 120_000,
    killSignal: 'SIGKILL',
    ...options,
  })
}

/** Runs the executable and sends it a signal at a moment of its own work, which is the same on every machine. */
export function endAt(cache: string, args: string[], moment: Moment): Promise<Ended> {
  const preload = new URL('end-of-process.js', import.meta.url).href
  const env = { ...environment(cache), SITEMODE_END_AT: JSON.stringify(moment) }
  const child = spawn(process.execPath, ['--import', preload, entry, ...args], { cwd: root, env })
  const told = { stdout: '', stderr: '' }
  child.stdout.on('data', (data: Buffer) => (told.stdout += data.toString()))
  child.stderr.on('data', (data: Buffer) => (told.stderr += data.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...told })))
}
