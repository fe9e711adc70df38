import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { root, sitemodeWith } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { lacks } from './run-program.ts'
import { everyProcess, kill, startSlurm, type Running } from './slurm-cluster.ts'

const skip =
  lacks('slurmctld', '-V') ||
  lacks('munged', '--version') ||
  (process.getuid?.() === 0 ? false : 'only root starts the daemons of Slurm')

const fleet = join(root, 'scenarios/fleets/small-fleet.yaml')

/** The shard that this process does; undefined: it is none of them. */
function shardOf({ command }: Running): string | undefined {
  const at = command.indexOf('--shard')
  return command.includes(fleet) && at >= 0 ? command[at + 1] : undefined
}

async function whenRunning(wanted: (one: Running) => boolean): Promise<Running> {
  for (;;) {
    const found = everyProcess().find((one) => shardOf(one) !== undefined && wanted(one))
    if (found) return found
    await setTimeout(20)
  }
}

void t.test(
  'an array of Slurm comes to the fates of one process, though a shard is killed and a node dies',
  { skip },
  async (t) => {
    const [folder, cache] = [newFolder(t), newFolder(t)]
    const words = ['--days', '4', '--json']
    const alone = await sitemodeWith(cache, ['fleet', fleet, ...words], { cwd: folder })
    const { digest, clients } = JSON.parse(alone.stdout) as { digest: string; clients: number }

    const { env, cutPower } = await startSlurm(t, newFolder(t))
    const options = ['--days', '4', '--manifest', 'slurm', '--shards', '4']
    const { stdout: script, stderr } = await sitemodeWith(cache, ['fleet', fleet, ...options], {
      cwd: folder,
    })
    const submitted = spawnSync('bash', ['-c', script], { cwd: folder, env, encoding: 'utf8' })
    t.equal(submitted.status, 0, stderr + submitted.stderr)

    const killed = await whenRunning(() => true)
    kill(killed.pid)
    const lost = await whenRunning((one) => one.env.includes('SLURMD_NODENAME=n2') && one.pid !== killed.pid)
    cutPower('n2')

    const waiting = () => spawnSync('squeue', ['--noheader'], { env, encoding: 'utf8' }).stdout
    while (waiting() !== '') await setTimeout(200)
    const merged = readFileSync(join(folder, 'sitemode-merge.txt'), 'utf8')
    t.match(merged, `${clients} clients lived through 4 days`)
    t.match(merged, `digest ${digest}`)
    t.ok(existsSync(join(folder, 'results/merged/report.html')))
    t.strictSame(
      readdirSync(join(folder, 'results/parts')).filter((name) => !name.endsWith('.part')),
      [1, 2, 3, 4].map((number) => `shard-${number}-of-4.ndjson`),
    )
    t.ok(shardOf(lost), 'a shard was lost with its node')
  },
)
