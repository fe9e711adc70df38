import { cpSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { shipped } from '../sim/shipped.ts'
import type { BenchResult } from './result.ts'
import { temporaryFolder } from './temporary-folder.ts'
import { timed } from './whole-process.ts'

const command = shipped('dist/cli/sitemode.js')

/** The time that a user waits for a command. */
export function commandTimes(): BenchResult[] {
  using folder = temporaryFolder()
  const cache = (run: number | string) => ({ XDG_CACHE_HOME: join(folder.path, String(run)) })
  const node = { command: process.execPath, env: cache('warm') }
  const twoModes = shipped('scenarios/hierarchies/two-modes.yaml')
  return [
    ...timed({
      ...node,
      name: 'matrix-cold',
      args: [command, 'matrix', '--json'],
      prepare: cache,
      target: 1.5,
      note: 'with an empty key cache',
    }),
    ...timed({
      ...node,
      name: 'matrix-warm',
      args: [command, 'matrix', '--json'],
      env: cache(0),
      target: 0.8,
      cpuTarget: 1.2,
      note: 'with a filled key cache',
    }),
    ...timed({
      ...node,
      name: 'version',
      args: [command, '--version'],
      target: 0.1,
      note: 'sitemode --version',
    }),
    ...timed({
      ...node,
      name: 'validate',
      args: [command, 'validate', twoModes],
      target: 0.25,
      note: 'sitemode validate of the default hierarchy',
    }),
    ...timed({
      ...node,
      name: 'run-one-scenario',
      args: [command, 'run', shipped('scenarios/mobile-device.yaml')],
      note: 'sitemode run of one scenario',
    }),
  ]
}

/** The time that a developer waits for a build, after a change and after a clone; in a copy, to leave this build alone. */
export function checkoutTimes(): BenchResult[] {
  using folder = temporaryFolder()
  const checkout = join(folder.path, 'checkout')
  cpSync(shipped('.'), checkout, {
    recursive: true,
    filter: (path) => !/[/\\](node_modules|dist|\.git|\.tap)$/.test(path),
  })
  symlinkSync(shipped('node_modules'), join(checkout, 'node_modules'))
  const build = { command: process.execPath, args: ['build.mjs'], cwd: checkout }
  const npx = { command: 'npx', args: ['sitemode', '--version'], cwd: checkout }
  return [
    ...timed({
      ...build,
      name: 'build-clean',
      runs: 3,
      prepare: () => {
        rmSync(join(checkout, 'dist'), { recursive: true, force: true })
        return {}
      },
      cpuTarget: 8,
      note: 'npm run build in a fresh checkout',
    }),
    ...timed({ ...build, name: 'build-unchanged', target: 1.5, note: 'npm run build where nothing changed' }),
    ...timed({
      ...npx,
      name: 'start-first',
      prepare: (run) => ({ npm_config_cache: join(folder.path, `npm-${run}`) }),
      target: 2,
      note: "npx sitemode --version in a checkout, npm's cache empty",
    }),
    ...timed({
      ...npx,
      name: 'start-later',
      env: { npm_config_cache: join(folder.path, 'npm-0') },
      note: 'npx sitemode --version in a checkout, again',
    }),
  ]
}
