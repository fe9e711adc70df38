import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { shipped } from '../sim/shipped.ts'

interface Ended {
  seconds: number
  /** MiB: the most resident memory of the process, without that of processes which it starts. */
  memory: number
}

/** A process tells what it needed in a file of its own, so that its output stays what it is. */
const telling = [
  `import { writeSync } from 'node:fs'`,
  `process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))`,
].join('\n')

/** Runs sitemode as a process of its own, in a folder where its cache is as well; throws unless it succeeds. */
export function runWhole(args: readonly string[], cwd: string): Ended {
  const startedAt = performance.now()
  const { status, output } = spawnSync(
    process.execPath,
    [
      '--import',
      `data:text/javascript,${encodeURIComponent(telling)}`,
      shipped('dist/cli/sitemode.js'),
      ...args,
    ],
    {
      cwd,
      env: { ...process.env, XDG_CACHE_HOME: join(cwd, 'cache') },
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    },
  )
  const seconds = (performance.now() - startedAt) / 1000
  if (status !== 0) throw new Error(`sitemode ${args.join(' ')} ended with ${status}: ${output[2]}`)
  return { seconds, memory: Number(output[3]) / 1024 }
}
