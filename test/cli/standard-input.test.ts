import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import t from 'tap'
import { newFolder } from '../new-folder.ts'
import { entry, execute, sitemode, sitemodeWith, type Ran } from './command.ts'

const folder = newFolder(t)
const cache = join(folder, 'cache')

const hierarchy = `sites:
  - code: ABC
    mode: mixed
    systems: [{ name: mp, roles: [management-point] }]
clients: [{ name: PC-1, assignedSite: ABC }]
`
const scenario = `name: By standard input
hierarchy: hierarchy.yaml
steps:
  - { client: PC-1, contact: management-point, expect: { outcome: answered } }
  - { client: PC-1, contact: management-point, expect: { outcome: failed } }
`
const files = {
  'hierarchy.yaml': hierarchy,
  'scenario.yaml': scenario,
  'fleet.yaml': 'hierarchy: hierarchy.yaml\n',
}
for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
await sitemode(cache, 'run', join(folder, 'scenario.yaml'), '--out', join(folder, 'results'))
const recording = readFileSync(join(folder, 'results', 'recording.ndjson'))

/** In small pieces, as a slow writer sends it. */
function piped(input: string | Buffer, ...args: string[]): Promise<Ran> {
  const bytes = Buffer.from(input)
  const pieces = Array.from({ length: Math.ceil(bytes.length / 1000) }, (_, index) =>
    bytes.subarray(1000 * index, 1000 * (index + 1)),
  )
  return sitemodeWith(cache, args, { cwd: folder, stdin: Readable.from(pieces) })
}

void t.test('every command that reads a file reads standard input, from the current folder on', async (t) => {
  const run = await piped(scenario, 'run', '-', '--json')
  t.equal(run.status, 1)
  t.match(JSON.parse(run.stdout), {
    scenarios: [{ file: 'standard input', steps: [{ passed: true }, { passed: false, line: 5 }] }],
  })
  t.match(await piped(scenario, 'trace', '-'), { status: 1, stdout: /^PC-1: By standard input\n/ })
  t.match(await piped(scenario, 'validate', '-'), { status: 0, stdout: 'standard input: valid scenario\n' })
  t.match(await piped(hierarchy, 'validate', '-'), {
    status: 0,
    stdout: /^standard input: valid hierarchy\n$/m,
  })
  t.match(await piped(files['fleet.yaml'], 'validate', '-'), { stdout: 'standard input: valid fleet\n' })
  t.match(await piped(files['fleet.yaml'], 'fleet', '-'), { status: 0, stdout: /1 client/ })
  t.match(await piped(hierarchy, 'plan', '-', '--switch', 'ABC=native'), { stdout: /ABC to native mode/ })
  t.match(await piped(hierarchy, 'certs', '-', '--out', 'pki'), { status: 0, stdout: /^wrote pki: / })
  t.match(await piped(hierarchy, 'matrix', '--hierarchy', '-'), { stdout: /✓ observed HTTP/ })
  t.match(await piped(recording, 'diagnose', '-'), { status: 0 })
  t.match(await piped(hierarchy, 'diagnose', 'results/recording.ndjson', '--hierarchy', '-'), { status: 0 })
})

void t.test('a hierarchy that came by standard input is served', async (t) => {
  const server = new AbortController()
  const { stdout } = await sitemodeWith(cache, ['serve', '-'], {
    ...{ cwd: folder, stdin: Readable.from([Buffer.from(hierarchy)]), interrupted: server.signal },
    printed: (told) => told.stdout.includes('Ctrl-C') && server.abort(),
  })
  t.match(stdout, /mp\.sitemode\.test/)
})

void t.test('a recording or a plan is compared with standard input, packed or not', async (t) => {
  const same = /^Nothing ended in another way/
  t.match(await piped(recording, 'diff', 'results', '-'), { status: 0, stdout: same })
  t.match(await piped(gzipSync(recording), 'diff', '-', 'results'), { status: 0, stdout: same })
  const { stdout: plan } = await piped(hierarchy, 'plan', '-', '--switch', 'ABC=native', '--json')
  writeFileSync(join(folder, 'plan.json'), plan)
  t.match(await piped(plan, 'diff', 'plan.json', '-'), { status: 0, stdout: same })
  t.match(await piped(plan, 'diff', 'results', '-'), { status: 2, stderr: /^standard input: this is a plan/ })
  t.match(await piped('no recording', 'diff', 'results', '-'), {
    status: 2,
    stderr: /^standard input: this is neither/,
  })
})

void t.test('reports of standard input need a folder', async (t) => {
  t.match(await piped(recording, 'report', '-'), { status: 2, stderr: /^--out: .*\[no-folder\]\n$/ })
  const { status, stdout } = await piped(recording, 'report', '-', '--out', 'reports', '--json')
  t.equal(status, 0)
  t.match(JSON.parse(stdout), { recording: 'standard input', folder: 'reports' })
})

void t.test('what is wrong with standard input is told with line and column', async (t) => {
  t.match(await piped('name: x\nsteps: [\n', 'run', '-'), {
    status: 2,
    stderr: /^standard input:3:1: this is not YAML: .*\[not-yaml\]\n$/m,
  })
  const misspelt = await piped(hierarchy.replace('mixed', 'mixd'), 'certs', '-', '--out', 'never')
  t.match(misspelt, { status: 2, stderr: /^standard input:3:11: sites\[0\]\.mode: .*\n$/ })
  for (const [input, code] of [
    ['', 'empty-file'],
    ['#'.repeat(1024 * 1024 + 1), 'file-too-large'],
    [Buffer.from('\ufeffname: x\n', 'utf16le'), 'utf-16'],
    [Buffer.from([0xc3, 0x28]), 'not-text'],
    ['import { scenario } from "sitemode"\nexport default scenario({})\n', 'not-yaml'],
  ] as const) {
    const { status, stderr } = await piped(input, 'run', '-')
    t.equal(status, 2)
    t.match(stderr, new RegExp(`^standard input: .*\\[${code}\\]\\n$`))
  }
  t.match(await sitemode(cache, 'run', '-'), { status: 2, stderr: /empty-file/ }, 'as where there is none')
  writeFileSync(join(folder, '-'), scenario)
  t.match(await sitemodeWith(cache, ['validate', './-'], { cwd: folder }), {
    stdout: './-: valid scenario\n',
  })
})

void t.test('standard input is refused where it would be read again', async (t) => {
  const inputs: Readonly<Record<string, string | Buffer>> = { run: scenario, diff: recording }
  for (const [command, ...args] of [
    ['run', '-', '-'],
    ['diff', '-', '-'],
    ['diagnose', '-', '--hierarchy', '-'],
    ['run', '-', '--watch'],
    ['run', '-', '--jobs', '2'],
    ['run', '-', '--shard', '1/2', '--out', 'shards'],
    ['plan', '-', '--jobs', '2'],
    ['plan', '-', '--shard', '1/2', '--out', 'shards'],
    ['fleet', '-', '--jobs', '2'],
    ['fleet', '-', '--shard', '1/2', '--out', 'shards'],
    ['fleet', '-', '--manifest', 'slurm', '--shards', '2'],
    ['validate', '-', '--fix'],
  ] as const) {
    const { status, stdout, stderr } = await piped(inputs[command] ?? hierarchy, command, ...args)
    t.match(stderr, /^standard input: .*\[standard-input-again\]\n$/m, [command, ...args].join(' '))
    t.match({ status, stdout }, { status: 2, stdout: '' })
  }
})

void t.test('the executable reads its own standard input, and no more than it may', (t) => {
  const { status, stdout } = execute(cache, ['validate', '-'], { cwd: folder, input: scenario })
  t.match({ status, stdout }, { status: 0, stdout: 'standard input: valid scenario\n' })
  const endless = spawnSync('sh', ['-c', `yes | "$0" "$1" validate -`, process.execPath, entry], {
    encoding: 'utf8',
  })
  t.match(endless, { status: 2, stdout: /file-too-large/ }, 'of what never ends')
  t.end()
})
