import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { root, sitemodeWith } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { kill, whenShardRuns } from './processes.ts'
import { lacks } from './run-program.ts'

const fleet = join(root, 'scenarios/fleets/small-fleet.yaml')

void t.test(
  'GNU parallel comes to the fates of one process, though a shard is killed',
  { skip: lacks('parallel', '--version') },
  async (t) => {
    const [folder, cache] = [newFolder(t), newFolder(t)]
    // Another number of days than elsewhere, by which this run is known among processes.
    const days = ['--days', '3', '--seed', String(process.pid)]
    const alone = await sitemodeWith(cache, ['fleet', fleet, ...days, '--json'], { cwd: folder })
    const { digest } = JSON.parse(alone.stdout) as { digest: string }
    const options = [...days, '--manifest', 'parallel', '--shards', '3']
    const { stdout: script } = await sitemodeWith(cache, ['fleet', fleet, ...options], { cwd: folder })
    const running = spawn('bash', ['-c', script], { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    t.teardown(() => running.kill('SIGKILL'))
    const printed = text(running.stdout)
    const { pid } = await whenShardRuns(fleet, ({ command }) => command.includes(String(process.pid)))
    kill(pid)
    const [code] = (await once(running, 'close')) as [number]
    t.equal(code, 0)
    // The part of the shard that was killed is there, since nothing is missing.
    t.match(await printed, `digest ${digest}`)
  },
)
