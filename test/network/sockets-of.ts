import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const child = fileURLToPath(new URL('child-matrix.js', import.meta.url))
export const hierarchy = fileURLToPath(
  new URL('../../../scenarios/hierarchies/two-modes.yaml', import.meta.url),
)

export const outside = (addresses: readonly string[]): string[] =>
  addresses.filter((address) => !/ 127\.\d+\.\d+\.\d+$/.test(address))

export function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): string[] {
  const options = { encoding: 'utf8', input: '', env: { ...process.env, ...env } } as const
  const { status, stdout, stderr } = spawnSync(program, args, options)
  if (status !== 0) throw new Error(`${program} left with ${String(status)}: ${stderr}`)
  return stdout.trim().split('\n')
}

export const isWhole = (summary: unknown): boolean => {
  const { cells, agree } = summary as { cells: number; agree: number }
  return cells === 38 && agree === 38
}

/** Programs that open one socket. */
export const listener = (host: string): string =>
  `require('node:net').createServer().listen(0, '${host}', function () { this.close() })`
export const connector = (host: string, library = 'net'): string =>
  `require('node:${library}').connect({ host: '${host}', port: 1 }).on('error', () => undefined)`
