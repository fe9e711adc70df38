import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Runs a benchmark's module as a process of its own, so that nothing measured before it is still in memory. */
export function inOwnProcess(module: string, ...given: string[]): unknown {
  const file = fileURLToPath(module)
  const { status, stdout } = spawnSync(process.execPath, ['--expose-gc', file, ...given], {
    encoding: 'utf8',
    // Progress and failures go to the terminal.
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0) throw new Error(`${file} ended with ${status}`)
  return JSON.parse(stdout)
}

/** Arguments of that process; undefined in a process that only imports the module. */
export function askedOf(module: string): string[] | undefined {
  return process.argv[1] === fileURLToPath(module) ? process.argv.slice(2) : undefined
}

/** Bytes of resident memory after a garbage collection. */
export function residentMemory(): number {
  globalThis.gc?.()
  return process.memoryUsage().rss
}
