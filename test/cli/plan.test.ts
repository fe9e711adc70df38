import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type * as z from 'zod'
import { ownProcess } from '../../sim/library/own-process.ts'
import { main } from '../../sim/cli/program.ts'
import { environment, root, sitemode, sitemodeWith, twoModes } from './command.ts'
import { interruptedAt } from './interrupted-at.ts'
import { planShape } from './json-shapes.ts'
import { newFolder } from '../new-folder.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

/** A central site, a primary and a secondary site below it, and a primary site that has gone native before. */
function described(name: string, clients: string): string {
  const file = join(folder, name)
  writeFileSync(
    file,
    `domain: contoso.test
sites:
  - code: CEN
    mode: mixed
    boundaries: [{ subnet: 10.1.0.0/16 }]
    systems:
      - { name: mp.cen, roles: [management-point] }
      - { name: dp.cen, roles: [standard-distribution-point], packages: [CEN00001], anonymousAccess: true }
  - code: TYO
    mode: mixed
    parent: CEN
    boundaries: [{ subnet: 10.2.0.0/16 }]
    systems: [{ name: mp.tyo, roles: [management-point] }]
  - { code: OSK, kind: secondary, parent: TYO, boundaries: [{ subnet: 10.3.0.0/16 }] }
packages: [{ id: CEN00001 }]
${clients}`,
  )
  return file
}

const office = '{ name: OFFICE, count: 5, assignedSite: CEN, at: { site: CEN } }'
const tokyo = '{ name: TOKYO, count: 2, assignedSite: TYO, at: { site: TYO } }'
const kiosks =
  '{ name: KIOSKS, count: 3, assignedSite: CEN, at: { site: CEN }, activeDirectory: false, certificate: none }'
const ready = described('ready.yaml', `groups: [${office}, ${tokyo}]\n`)
const unready = described(
  'unready.yaml',
  `groups: [${office}, ${kiosks}]\nclients: [{ name: PC-1, assignedSite: TYO }]\n`,
)

async function planned(...args: string[]): Promise<z.infer<typeof planShape>> {
  const { stdout } = await sitemode(cache, 'plan', ...args, '--json')
  return planShape.parse(JSON.parse(stdout))
}

void t.test('where nobody is stranded it exits with 0', async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'plan', ready, '--to', 'native')
  t.equal(status, 0)
  t.equal(stderr, '')
  t.match(stdout, /^None of 7 clients is stranded/)
  t.match(stdout, 'Planned: CEN to native mode, TYO to native mode.')
})

void t.test(
  'where somebody is stranded it exits with 1, and names the group, an example and the cause',
  async (t) => {
    const { status, stdout, stderr } = await sitemode(cache, 'plan', unready, '--switch', 'CEN=native')
    t.equal(status, 1)
    t.equal(stderr, '')
    t.match(stdout, /^3 of 9 clients are stranded/)
    t.match(stdout, /^ {2}≠ group \d+ \(KIOSKS\): 3 clients are stranded, as KIOSKS-1$/m)
  },
)

void t.test('--json is one document with the shape that is promised', async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'plan', unready, '--to', 'native', '--json')
  t.equal(status, 1)
  t.equal(stderr, '')
  const result = JSON.parse(stdout) as unknown
  t.strictSame(planShape.safeParse(result).error?.issues ?? [], [])
  t.match(result, {
    hierarchy: unready,
    switches: [
      { site: 'CEN', mode: 'native', refused: null },
      { site: 'TYO', mode: 'native', refused: null },
    ],
    summary: { clients: 9, stranded: 3 },
    changes: [
      { group: { from: ['KIOSKS'], clients: 3 }, kind: 'stranded', act: 'policy', example: 'KIOSKS-1' },
    ],
  })
  const { changes, attempts } = planShape.parse(result)
  const ids = new Set(attempts.map(({ id }) => id))
  t.ok(
    changes.flatMap((one) => one.attempts).every((id) => ids.has(id)),
    'each attempt that is named is there',
  )
})

void t.test('the plan without a switch changes nothing', async (t) => {
  t.equal((await sitemode(cache, 'plan', unready)).status, 0)
  const { switches, phases, summary, changes } = await planned(unready)
  t.strictSame({ switches, phases, changes }, { switches: [], phases: ['before'], changes: [] })
  t.match(summary, { clients: 9, stranded: 0, unchanged: 9 })
})

void t.test('several clients of each group end alike', async (t) => {
  t.strictSame((await planned(unready, '--to', 'native', '--sample', '3')).differing, [])
})

void t.test('remedies are tried on request', async (t) => {
  // With a certificate, so that one way to help is enough.
  const certified = described('certified.yaml', `groups: [${kiosks.replace(', certificate: none', '')}]\n`)
  const remediesOf = async (...args: string[]) =>
    (await planned(certified, '--switch', 'CEN=native', ...args)).changes.flatMap(({ remedies }) => remedies)
  const proposed = await remediesOf()
  t.not(proposed.length, 0)
  for (const { verified, leaves, strands } of proposed)
    t.strictSame([verified, leaves, strands], [null, null, null])
  const tried = await remediesOf('--try-remedies')
  t.strictSame(
    tried.map(({ id, do: what }) => [id, what]),
    proposed.map(({ id, do: what }) => [id, what]),
  )
  t.ok(tried.some(({ verified, leaves, strands }) => verified === true && leaves === 0 && strands === 0))
})

void t.test('progress is shown on one line of a terminal, and removed at the end', async (t) => {
  for (const jobs of ['1', '2']) {
    let [stdout, stderr] = ['', '']
    const status = await main(['plan', ready, '--json', '--jobs', jobs], {
      stdout: { write: (text) => (stdout += text) },
      stderr: { write: (text) => (stderr += text), isTTY: true },
      env: environment(cache),
      cwd: root,
      ownProcess: ownProcess(process),
    })
    t.equal(status, 0)
    t.strictSame(planShape.safeParse(JSON.parse(stdout)).error?.issues ?? [], [])
    const [first, ...shown] = stderr.split('\r\u001b[K')
    t.equal(first, '')
    const counted = shown.map((one) => one.replaceAll(/.\[\?7[lh]/g, ''))
    t.strictSame(counted, ['1/2', '2/2', ''], 'the clients of the two groups')
  }
})

void t.test('a switch that cannot be made is refused before anything is opened', async (t) => {
  for (const [args, told] of [
    [['--switch', 'XYZ=native'], /XYZ/],
    [['--switch', 'OSK=native'], /secondary.* TYO/],
    [['--switch', 'TYO=native'], /CEN/],
    [['--switch', 'TYO=native', '--switch', 'CEN=native'], /CEN/],
    [['--switch', 'CEN=mixed'], /CEN .*mixed mode/],
  ] as const) {
    const csv = join(folder, 'refused.csv')
    const { status, stdout, stderr } = await sitemode(cache, 'plan', ready, ...args, '--csv', csv)
    t.equal(status, 2, args.join(' '))
    t.equal(stdout, '')
    t.match(stderr, told)
    t.match(stderr, /^\S+ready\.yaml: .* \[[a-z-]+\]\n$/)
    t.notOk(existsSync(csv))
  }
  for (const written of ['CEN=navite', 'CEN', '=native', '']) {
    const { status, stdout, stderr } = await sitemode(cache, 'plan', ready, '--switch', written)
    t.equal(status, 2, written)
    t.equal(stdout, '')
    t.match(stderr, 'Write a site and its new mode, as in CEN=native.')
  }
  const scenario = await sitemode(cache, 'plan', 'scenarios/mobile-device.yaml')
  t.match(scenario, { status: 2, stderr: /\[not-a-hierarchy\]/ })
})

void t.test('--csv has a row for each client, and --html is a page', async (t) => {
  const [csv, page] = [join(folder, 'clients.csv'), join(folder, 'plan.html')]
  const args = [unready, '--switch', 'CEN=native', '--csv', csv, '--html', page]
  const { status, stdout } = await sitemode(cache, 'plan', ...args)
  t.equal(status, 1)
  t.match(stdout, /^3 of 9 clients are stranded/, 'it is told as well')
  const rows = readFileSync(csv, 'utf8').split('\r\n')
  t.equal(rows.length, 1 + 9 + 1, 'a header, the clients, and the end of the last row')
  t.strictSame(
    rows.filter((row) => row.includes(',stranded,')).map((row) => row.split(',')[0]),
    ['KIOSKS-1', 'KIOSKS-2', 'KIOSKS-3'],
  )
  t.match(rows[1], /^PC-1,\d+,TYO,unchanged,$/)
  t.match(readFileSync(page, 'utf8'), /^<!doctype html>/i)
})

void t.test('a file that cannot be written is told before anything is tried, and exits with 3', async (t) => {
  const nowhere = join(folder, 'none', 'file')
  for (const [option, file, code] of [
    ['--csv', nowhere, 'ENOENT'],
    ['--html', nowhere, 'ENOENT'],
    ['--keylog', nowhere, 'ENOENT'],
    ['--csv', folder, 'EISDIR'],
    ['--html', `${ready}/file`, 'ENOTDIR'],
  ] as const) {
    const untouched = join(folder, 'untouched')
    const { status, stdout, stderr } = await sitemode(untouched, 'plan', ready, option, file)
    t.equal(status, 3, `${option} ${file}`)
    t.equal(stdout, '')
    t.match(stderr, `sitemode: cannot write ${file} (${code})`)
    t.notOk(existsSync(untouched), 'no certificate was made')
  }
})

void t.test('a pipe is refused before anything is tried, since it may have no reader', async (t) => {
  const fifo = join(folder, 'pipe')
  spawnSync('mkfifo', [fifo])
  for (const option of ['--csv', '--html']) {
    const { status, stderr } = await sitemode(cache, 'plan', ready, option, fifo)
    t.equal(status, 2, option)
    t.match(stderr, `${fifo}: this is a device, pipe or socket, not a file; name a file`)
  }
})

void t.test('where nothing is to be written, what is there stays until the plan is made', async (t) => {
  const csv = join(folder, 'kept.csv')
  writeFileSync(csv, 'kept\n')
  const { status } = await sitemode(
    cache,
    'plan',
    ready,
    '--csv',
    csv,
    '--html',
    join(folder, 'none', 'file'),
  )
  t.equal(status, 3)
  t.equal(readFileSync(csv, 'utf8'), 'kept\n')
  t.notOk(existsSync(`${csv}.part`))
  t.equal((await sitemode(cache, 'plan', ready, '--csv', '/dev/null')).status, 0, 'a device takes anything')
})

void t.test('colours are for a terminal or on request', async (t) => {
  const env = { ...environment(cache), NO_COLOR: undefined, FORCE_COLOR: undefined }
  const escapes = async (more: NodeJS.ProcessEnv): Promise<boolean> =>
    (await sitemodeWith(cache, ['plan', ready], { env: { ...env, ...more } })).stdout.includes('\u001b')
  t.equal(await escapes({}), false)
  t.equal(await escapes({ FORCE_COLOR: '1' }), true)
  t.equal(await escapes({ FORCE_COLOR: '1', NO_COLOR: '1' }), false)
})

void t.test('the package’s own hierarchies can be planned', async (t) => {
  t.match(await planned(twoModes, '--to', 'mixed'), { switches: [{ site: 'NAT', mode: 'mixed' }] })
})

void t.test('an interruption leaves a cache that can be used', async (t) => {
  await interruptedAt(
    t,
    join(folder, 'interrupted'),
    ['plan', unready, '--to', 'native'],
    [
      ['start', 1],
      ['link', 1],
      ['listen', 2],
    ],
  )
})
