import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { root, sitemodeWith } from '../cli/command.ts'
import { newFolder } from '../new-folder.ts'
import { kill, whenShardRuns } from './processes.ts'
import { lacks } from './run-program.ts'
import { startSlurm } from './slurm-cluster.ts'

const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch', 'squeue', 'scontrol', 'sinfo']
const lacking = programs.find((program) => lacks('which', program) !== false)
const skip =
  lacking === undefined
    ? process.getuid?.() === 0
      ? false
      : 'only root starts the daemons of Slurm'
    : `${lacking} is not on the PATH`

const fleet = join(root, 'scenarios/fleets/small-fleet.yaml')

void t.test(
  'an array of Slurm comes to the fates of one process, though a shard is killed and a node dies',
  { skip },
  async (t) => {
    const [folder, cache] = [newFolder(t), newFolder(t)]
    const days = ['--days', '4']
    const alone = await sitemodeWith(cache, ['fleet', fleet, ...days, '--json'], { cwd: folder })
    const { digest, clients } = JSON.parse(alone.stdout) as { digest: string; clients: number }

    const { nodes, env, cutPower } = await startSlurm(t, newFolder(t))
    const slurm = (program: string, ...args: string[]): string => {
      const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, env, encoding: 'utf8' })
      if (status !== 0) throw new Error(`${program}: ${stderr}`)
      return stdout
    }
    const options = [...days, '--manifest', 'slurm', '--shards', '4']
    slurm('bash', '-c', (await sitemodeWith(cache, ['fleet', fleet, ...options], { cwd: folder })).stdout)

    const killed = await whenShardRuns(fleet)
    kill(killed.pid)
    const isLost = `SLURMD_NODENAME=${nodes[1]}`
    const lost = await whenShardRuns(fleet, ({ env: its, pid }) => its.includes(isLost) && pid !== killed.pid)
    cutPower(nodes[1])

    while (slurm('squeue', '--noheader') !== '') await setTimeout(200)
    const jobs = slurm('scontrol', 'show', 'job', '--oneliner').split('\n')
    for (const { shard } of [killed, lost]) {
      const job = jobs.find((line) => line.includes(` ArrayTaskId=${shard.split('/')[0]} `)) ?? ''
      t.match(job, /JobState=COMPLETED .* Restarts=[1-9]/, `shard ${shard} was begun again`)
    }
    const merged = readFileSync(join(folder, 'sitemode-merge.txt'), 'utf8')
    t.match(merged, `${clients} clients lived through 4 days`)
    t.match(merged, `digest ${digest}`)
    t.ok(existsSync(join(folder, 'results/merged/report.html')))
    t.strictSame(
      readdirSync(join(folder, 'results/parts')).filter((name) => !name.endsWith('.part')),
      [1, 2, 3, 4].map((number) => `shard-${number}-of-4.ndjson`),
    )
  },
)
