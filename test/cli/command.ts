import { spawn, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const entry = fileURLToPath(new URL('../../sim/cli/sitemode.js', import.meta.url))
export const root = fileURLToPath(new URL('../../../', import.meta.url))
export const twoModes = 'scenarios/hierarchies/two-modes.yaml'

/** The environment of a user's shell, with a cache of the test's own. */
export function environment(cache: string): NodeJS.ProcessEnv {
  return { ...process.env, XDG_CACHE_HOME: cache, NO_COLOR: '1', FORCE_COLOR: undefined }
}

/** Runs `sitemode` as a user does, from the checkout. */
export function sitemode(cache: string, ...args: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, [entry, ...args], {
    cwd: root,
    env: environment(cache),
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    // Only what hangs takes so long; its status is then null.
    timeout: 120_000,
    killSignal: 'SIGKILL',
  })
}

export interface Ended {
  code: number | null
  stdout: string
  stderr: string
}

/** Starts `sitemode` and sends it a signal as soon as `when` says so of what it has printed. */
export function interrupt(
  cache: string,
  args: string[],
  signal: NodeJS.Signals,
  when: (stdout: string, elapsed: number) => boolean,
): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [entry, ...args], { cwd: root, env: environment(cache) })
    const startedAt = performance.now()
    const told = { stdout: '', stderr: '' }
    const look = (): void => {
      if (when(told.stdout, performance.now() - startedAt)) child.kill(signal)
    }
    const clock = setInterval(look, 5)
    child.stdout.on('data', (data: Buffer) => {
      told.stdout += data.toString()
      look()
    })
    child.stderr.on('data', (data: Buffer) => (told.stderr += data.toString()))
    child.on('close', (code) => {
      clearInterval(clock)
      resolve({ code, ...told })
    })
  })
}
