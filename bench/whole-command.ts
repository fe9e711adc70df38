import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { shipped } from '../sim/shipped.ts'
import { timesOf } from './whole-process.ts'

interface Ended extends Omit<ReturnType<typeof timesOf>, 'ended'> {
  /** MiB: the most resident memory of the process, without that of processes which it starts. */
  memory: number
}

/** The process tells by a descriptor of its own, so that its output stays what it is. Jobs inherit this, and have another use for it. */
const telling = [
  `import { writeSync } from 'node:fs'`,
  `const tell = () => writeSync(3, String(process.resourceUsage().maxRSS))`,
  `if (!process.send) process.on('exit', tell)`,
].join('\n')

/** Runs sitemode as a process of its own, in a folder where its cache is as well; throws unless it succeeds. */
export function runWhole(args: readonly string[], cwd: string): Ended {
  const toTell = ['--import', `data:text/javascript,${encodeURIComponent(telling)}`]
  const { ended, ...times } = timesOf(() =>
    spawnSync(process.execPath, [...toTell, shipped('dist/cli/sitemode.js'), ...args], {
      cwd,
      env: { ...process.env, XDG_CACHE_HOME: join(cwd, 'cache') },
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
      maxBuffer: 64 * 1024 * 1024,
    }),
  )
  const { status, output } = ended
  if (status !== 0) throw new Error(`sitemode ${args.join(' ')} ended with ${status}: ${output[2]}`)
  return { ...times, memory: Number(output[3]) / 1024 }
}
