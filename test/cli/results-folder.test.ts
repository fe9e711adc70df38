import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { newFolder } from '../new-folder.ts'
import { endAt, sitemode, sitemodeWith, twoModes } from './command.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')
const scenario = 'scenarios/within-a-native-mode-site.yaml'
const lockName = '.sitemode-lock'

/** The files in a folder, without the one that lists the reports. */
function filesIn(out: string): string[] {
  return readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== '.sitemode-reports')
    .map(({ name }) => name)
    .sort()
}

void t.test(
  'a run that is interrupted leaves nothing of the earlier one, and what others wrote',
  async (t) => {
    const out = join(folder, 'interrupted')
    t.equal((await sitemode(cache, 'run', scenario, '--out', out)).status, 0)
    t.ok(existsSync(join(out, 'junit.xml')))
    const clients = join(out, '01-within-a-native-mode-site', 'clients')
    writeFileSync(join(out, 'notes.txt'), 'mine')
    writeFileSync(join(clients, 'mine.log'), 'mine')
    const killed = await endAt(cache, ['run', scenario, '--out', out], {
      event: 'record',
      count: 12,
      signal: 'SIGKILL',
    })
    t.equal(killed.code, null)
    t.strictSame(filesIn(out), [lockName, 'mine.log', 'notes.txt', 'recording.ndjson'])
    t.notOk(readRecording(readFileSync(join(out, 'recording.ndjson'), 'utf8')).ended)

    const next = await sitemode(cache, 'run', scenario, '--out', out)
    t.equal(next.status, 0)
    t.match(next.stderr, /^sitemode: process \d+ ended in the middle of its results; .* is taken over$/m)
    t.ok(existsSync(join(out, 'junit.xml')))
    t.notOk(existsSync(join(out, lockName)))
  },
)

void t.test('a signal leaves no lock', async (t) => {
  const out = join(folder, 'signal')
  const moment = { event: 'record', count: 12, signal: 'SIGTERM' } as const
  t.equal((await endAt(cache, ['run', scenario, '--out', out], moment)).code, 143)
  t.strictSame(filesIn(out), ['recording.ndjson'])
})

void t.test('a run that fails leaves its recording alone, and lets go of the folder', async (t) => {
  const taken = createServer()
  await once(taken.listen(0, '0.0.0.0'), 'listening')
  t.teardown(() => taken.close())
  const { port } = taken.address() as AddressInfo
  const cannotOpen = join(folder, 'cannot-open.yaml')
  writeFileSync(
    cannotOpen,
    `name: x
hierarchy:
  sites: [{ code: ABC, mode: mixed, ports: { http: ${port} }, systems: [{ name: mp, roles: [management-point] }] }]
  clients: [{ name: PC, assignedSite: ABC }]
steps: [{ client: PC, contact: management-point }]
`,
  )
  const out = join(folder, 'failed')
  t.equal((await sitemode(cache, 'run', scenario, '--out', out)).status, 0)
  t.equal((await sitemode(cache, 'run', cannotOpen, '--out', out)).status, 3)
  t.strictSame(filesIn(out), ['recording.ndjson'])
})

void t.test('one folder has one writer', async (t) => {
  const out = join(folder, 'busy')
  const controller = new AbortController()
  let opened = (): void => undefined
  const isOpen = new Promise<void>((resolve) => (opened = resolve))
  const serving = sitemodeWith(cache, ['serve', twoModes, '--out', out, '--json'], {
    interrupted: controller.signal,
    printed: () => opened(),
  })
  await isOpen
  const before = readFileSync(join(out, 'recording.ndjson'), 'utf8')
  for (const args of [
    ['run', scenario, '--out', out],
    ['matrix', '--out', out],
    ['serve', twoModes, '--out', out],
  ]) {
    const { status, stdout, stderr } = await sitemode(cache, ...args)
    t.equal(status, 3, args.join(' '))
    t.equal(stdout, '')
    t.match(
      stderr,
      new RegExp(`^sitemode: process ${process.pid} on .* writes its results to .*busy: choose`, 'm'),
    )
  }
  t.equal(readFileSync(join(out, 'recording.ndjson'), 'utf8'), before)

  const reported = await sitemode(cache, 'report', join(out, 'recording.ndjson'))
  t.equal(reported.status, 0, 'what has happened so far can be reported')
  const elsewhere = join(folder, 'elsewhere')
  mkdirSync(elsewhere)
  writeFileSync(join(elsewhere, 'recording.ndjson'), before)
  const other = await sitemode(cache, 'report', join(elsewhere, 'recording.ndjson'), '--out', out)
  t.equal(other.status, 3, 'reports of another run cannot be put beside it')
  controller.abort()
  t.equal((await serving).status, 130)
  t.notOk(existsSync(join(out, lockName)))
})

void t.test('only a lock whose process is gone is taken over', async (t) => {
  const out = join(folder, 'locks')
  mkdirSync(out)
  const lock = join(out, lockName)
  const since = new Date().toISOString()
  const { pid: gone } = spawnSync(process.execPath, ['--version'])
  const run = () => sitemode(cache, 'run', scenario, '--out', out)
  for (const [holder, status] of [
    [{ pid: gone, host: hostname(), since }, 0],
    // Ours, and we have no such lock: an earlier process had the same number.
    [{ pid: process.pid, host: hostname(), since }, 0],
    [{ pid: process.ppid, host: hostname(), since }, 3],
    [{ pid: gone, host: `not-${hostname()}`, since }, 3],
  ] as const) {
    writeFileSync(lock, JSON.stringify(holder))
    t.equal((await run()).status, status, JSON.stringify(holder))
  }
  writeFileSync(lock, '')
  const unclear = await run()
  t.equal(unclear.status, 3)
  t.match(
    unclear.stderr,
    /another process writes its results to .*; if no run of sitemode is in progress, delete .*lock/,
  )
})

void t.test('reports are all whole before the first gets its name', async (t) => {
  const out = join(folder, 'blocked')
  mkdirSync(join(out, 'junit.xml.part', 'in-the-way'), { recursive: true })
  const { status, stderr } = await sitemode(cache, 'run', scenario, '--out', out)
  t.equal(status, 3)
  t.match(stderr, /cannot write .*junit\.xml \(EISDIR\)/)
  t.strictSame(filesIn(out), ['recording.ndjson'])
})

void t.test('a list of reports that somebody else wrote removes nothing outside the folder', async (t) => {
  const out = join(folder, 'listed')
  const mine = join(folder, 'mine')
  mkdirSync(out)
  mkdirSync(mine)
  writeFileSync(join(mine, 'file.txt'), 'mine')
  symlinkSync(mine, join(out, 'link'))
  const paths = ['../mine/file.txt', 'link/file.txt', join(mine, 'file.txt'), 'nothing/there.txt']
  writeFileSync(join(out, '.sitemode-reports'), paths.join('\n'))
  t.equal((await sitemode(cache, 'run', scenario, '--out', out)).status, 0)
  t.equal(readFileSync(join(mine, 'file.txt'), 'utf8'), 'mine')
})
