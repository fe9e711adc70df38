import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { entry, environment, root, sitemode } from './command.ts'

const cache = newFolder(t)
const scenarios = [
  ...[
    'mobile-device',
    'outside-all-boundaries',
    'regional-roaming',
    'switch-for-groups',
    'within-a-mixed-mode-site',
  ],
].map((name) => `scenarios/${name}.yaml`)

/** The processes that a process has started, as Linux tells. */
function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number)
}

async function someChild(pid: number): Promise<number> {
  for (;;) {
    const [child] = childrenOf(pid)
    if (child !== undefined) return child
    await setTimeout(5)
  }
}

/** Without what differs from run to run: times, ports, addresses, and the thread that OpenSSL names. */
function normalized(text: string): string {
  return text
    .replace(/\d+(\.\d+)? ?ms|duration_ms: [\d.]+|time(stamp)?="[^"]+"|"(\w+Ms|ms)": ?[\d.]+/g, '*')
    .replace(/:\d{4,5}\b|\b127(\.\d+){3}|\d{4}-\d\d-\d\dT[\d:.]+Z|"run": ?"\w+"|\b[0-9A-F]{16}:error:/g, '*')
}

function linesIn(folder: string): string[] {
  return readFileSync(join(folder, 'recording.ndjson'), 'utf8').trim().split('\n')
}

/** The lines whose order and text no other connection has a part in, without certificates and messages. */
function comparable(folder: string): string[] {
  return linesIn(folder).flatMap((line) => {
    const { type, attempt, ...rest } = JSON.parse(line) as Record<string, unknown>
    delete rest.sequence
    if (['run', 'request', 'revocation-list'].includes(String(type))) return []
    const shown = attempt === undefined ? rest : { attempt }
    return normalized(JSON.stringify({ type, ...shown }))
  })
}

void t.test('several processes come to what one does, in the same order', async (t) => {
  const [one, two] = ['one', 'two'].map((name) => join(newFolder(t), name)) as [string, string]
  const alone = await sitemode(cache, 'run', ...scenarios, '--out', one)
  const divided = await sitemode(cache, 'run', ...scenarios, '--out', two, '--jobs', '3')
  t.equal(divided.status, 0, divided.stderr)
  t.equal(normalized(divided.stdout), normalized(alone.stdout))
  for (const file of ['run.tap', 'junit.xml', 'run.json'])
    t.equal(
      normalized(readFileSync(join(two, file), 'utf8')),
      normalized(readFileSync(join(one, file), 'utf8')),
    )
  t.strictSame(readdirSync(two, { recursive: true }).sort(), readdirSync(one, { recursive: true }).sort())
  t.match((await sitemode(cache, 'diff', one, two)).stdout, /^Nothing ended in another way/)
  t.strictSame(comparable(two), comparable(one))
  const lines = linesIn(two).map((line) => JSON.parse(line) as { sequence: number; ms: number })
  t.strictSame(
    lines.map(({ sequence }) => sequence),
    [...lines.keys()],
  )
  t.ok(
    lines.every(({ ms }, place) => ms >= (lines[place - 1]?.ms ?? 0)),
    'time never goes back',
  )
})

void t.test('a number of processes is a number, or auto', async (t) => {
  t.equal((await sitemode(cache, 'run', scenarios[0] ?? '', '--jobs', 'auto')).status, 0)
  for (const wrong of ['0', '-1', '1.5', 'many', '257']) {
    const { status, stderr } = await sitemode(cache, 'run', scenarios[0] ?? '', '--jobs', wrong)
    t.equal(status, 2, wrong)
    t.match(stderr, /Write a number from 1 to 256, or auto/)
  }
})

const skip = existsSync('/proc/self/task') ? false : 'only Linux tells the children of a process'

/** Works that are divided, each long enough to be ended in its middle. */
const works: Readonly<Record<string, string[]>> = {
  run: ['run', ...scenarios],
  lab: ['lab'],
  plan: ['plan', 'scenarios/hierarchies/laptops-and-kiosks.yaml', '--to', 'native'],
  fleet: ['fleet', 'scenarios/fleets/small-fleet.yaml'],
}

void t.test('a process that is killed ends the work with a sentence', { skip }, async (t) => {
  for (const [work, command] of Object.entries(works)) {
    const child = spawn(process.execPath, [entry, ...command, '--jobs', '2'], {
      ...{ cwd: root, env: environment(cache), stdio: ['ignore', 'ignore', 'pipe'] },
    })
    t.teardown(() => child.kill('SIGKILL'))
    let said = ''
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
    process.kill(await someChild(child.pid ?? 0), 'SIGKILL')
    const [code] = (await once(child, 'close')) as [number]
    t.equal(code, 3, `${work}: ${said}`)
    t.match(said, /one of the processes of --jobs ended by SIGKILL/, work)
  }
})

void t.test('there is no report of half a run, half a plan or half a fleet', { skip }, async (t) => {
  for (const work of ['run', 'plan', 'fleet']) {
    const out = join(newFolder(t), 'out')
    const child = spawn(process.execPath, [entry, ...(works[work] ?? []), '--jobs', '2', '--out', out], {
      ...{ cwd: root, env: environment(cache), stdio: 'ignore' },
    })
    process.kill(await someChild(child.pid ?? 0), 'SIGKILL')
    await once(child, 'close')
    for (const report of ['report.html', 'plan.html']) t.notOk(existsSync(join(out, report)), work)
  }
})

const ends = Object.keys(works).flatMap((work) =>
  (['SIGINT', 'SIGTERM', 'SIGKILL'] as const).map((signal) => ({ work, signal })),
)
for (const { work, signal } of ends) {
  void t.test(`no process outlives a ${work} that ends by ${signal}`, { skip }, async (t) => {
    const child = spawn(process.execPath, [entry, ...(works[work] ?? []), '--jobs', '2'], {
      ...{ cwd: root, env: environment(cache), stdio: 'ignore' },
    })
    const pid = child.pid ?? 0
    await someChild(pid)
    const started = childrenOf(pid)
    child.kill(signal)
    await once(child, 'exit')
    // They end by themselves; a test that waits for ever has failed.
    while (started.some((one) => existsSync(`/proc/${one}`))) await setTimeout(5)
    t.pass()
  })
}
