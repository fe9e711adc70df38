import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Test } from 'tap'
import { everyProcess, kill } from './processes.ts'

/** Slurm on this machine: a controller and two nodes of one processor each, all on 127.0.0.1. */
export interface SlurmCluster {
  /** Names that no other cluster has. */
  nodes: readonly [string, string]
  /** Where its commands find it. */
  env: NodeJS.ProcessEnv
  /** Ends everything that runs on a node at once, as a power cut does. */
  cutPower(node: string): void
}

/** Starts Slurm, and ends it after the test. It has to be root. */
export async function startSlurm(t: Test, folder: string): Promise<SlurmCluster> {
  const run = randomBytes(4).toString('hex')
  const nodes = [`one-${run}`, `two-${run}`] as const
  const inside = (name: string): string => join(folder, name)
  for (const name of ['state', 'spool', 'log', ...nodes.map((node) => `spool/${node}`)])
    mkdirSync(inside(name))
  writeFileSync(inside('munge.key'), randomBytes(128), { mode: 0o400 })
  writeFileSync(inside('slurm.conf'), await configuration(folder, nodes))
  const env = { ...process.env, SLURM_CONF: inside('slurm.conf') }
  const start = (program: string, ...args: string[]): void => {
    const { status, stderr } = spawnSync(program, args, { env, encoding: 'utf8', timeout: 30_000 })
    if (status !== 0) throw new Error(`${program}: ${stderr}`)
  }
  /** Of what is running, by the name of its file. */
  const pids = new Map<string, number>()
  const note = async (name: string): Promise<void> => {
    // A daemon writes it a moment after its parent has ended.
    const written = (): string => {
      try {
        return readFileSync(inside(`state/${name}`), 'utf8')
      } catch {
        return ''
      }
    }
    while (!written().includes('\n')) await setTimeout(20)
    pids.set(name, Number(written()))
  }
  const end = (name: string): void => {
    const pid = pids.get(name)
    pids.delete(name)
    // 0 would be this process and all of its group.
    if (pid !== undefined && pid > 0) kill(pid)
  }
  t.teardown(() => {
    for (const name of [...pids.keys()]) end(name)
    for (const pid of nodes.flatMap(processesOf)) kill(pid)
  })
  start(
    'munged',
    ...[`--key-file=${inside('munge.key')}`, `--socket=${inside('munge.socket')}`, '--force'],
    ...[`--pid-file=${inside('state/munged.pid')}`, `--log-file=${inside('log/munged.log')}`],
    `--seed-file=${inside('state/munge.seed')}`,
  )
  await note('munged.pid')
  start('slurmctld', '-c', '-f', inside('slurm.conf'))
  await note('slurmctld.pid')
  for (const node of nodes) {
    start('slurmd', '-N', node, '-f', inside('slurm.conf'))
    await note(`slurmd-${node}.pid`)
  }
  const idle = () => spawnSync('sinfo', ['--noheader', '--format=%D %t'], { env, encoding: 'utf8' }).stdout
  while (!/^2 idle$/m.test(idle())) await setTimeout(100)
  return {
    nodes,
    env,
    cutPower(node) {
      end(`slurmd-${node}.pid`)
      for (const pid of processesOf(node)) kill(pid)
    },
  }
}

async function configuration(folder: string, nodes: readonly string[]): Promise<string> {
  const [controller, ...ports] = await freePorts(1 + nodes.length)
  const host = hostname().split('.')[0] ?? ''
  const lines = nodes.map(
    (node, index) =>
      `NodeName=${node} NodeHostname=${host} NodeAddr=127.0.0.1 Port=${ports[index]} CPUs=1 RealMemory=2000 State=UNKNOWN`,
  )
  return `ClusterName=witness
SlurmctldHost=${host}(127.0.0.1)
SlurmctldPort=${controller}
SlurmUser=root
SlurmdUser=root
CommunicationParameters=NoInAddrAny,NoCtldInAddrAny
AuthType=auth/munge
# A job that is requeued waits until its credentials have expired: 120 seconds, by default.
AuthInfo=socket=${folder}/munge.socket,cred_expire=5
CredType=cred/munge
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
ReturnToService=2
MpiDefault=none
JobRequeue=1
SlurmdTimeout=6
InactiveLimit=0
KillWait=1
SlurmctldPidFile=${folder}/state/slurmctld.pid
SlurmdPidFile=${folder}/state/slurmd-%n.pid
StateSaveLocation=${folder}/state
SlurmdSpoolDir=${folder}/spool/%n
SlurmctldLogFile=${folder}/log/slurmctld.log
SlurmdLogFile=${folder}/log/slurmd-%n.log
${lines.join('\n')}
PartitionName=fleet Nodes=${nodes.join(',')} Default=YES MaxTime=INFINITE State=UP
`
}

/** Ports that nobody had a moment ago: Slurm takes no port of the system's choice. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer().listen(0, '127.0.0.1', () => resolve(server))
        }),
    ),
  )
  const ports = servers.map((server) => (server.address() as AddressInfo).port)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports
}

/** What runs on a node besides its daemon: the steps of jobs, and what they have started. */
function processesOf(node: string): number[] {
  const own = everyProcess().filter(({ env }) => env.includes(`SLURMD_NODENAME=${node}`))
  return [...new Set(own.flatMap(({ pid }) => [pid, ...stepAbove(pid)]))]
}

function stepAbove(pid: number): number[] {
  try {
    const [, parent] = /^PPid:\s+(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    const command = readFileSync(`/proc/${parent}/cmdline`, 'utf8')
    return command.startsWith('slurmstepd') ? [Number(parent)] : []
  } catch {
    return []
  }
}
