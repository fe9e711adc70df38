import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { execute, sitemode } from './command.ts'

const folder = mkdtempSync(join(tmpdir(), 'sitemode-malformed-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')

function write(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content)
  return join(folder, name)
}

const large = write('large.yaml', '')
truncateSync(large, 50 * 1024 * 1024)
const directory = join(folder, 'directory.yaml')
mkdirSync(directory)
const fifo = join(folder, 'fifo.yaml')
spawnSync('mkfifo', [fifo])

/** The problem, the file, and the line to report. */
const inputs: [string, string, number?][] = [
  ['not YAML', write('not.yaml', 'sites: [\n  {'), 2],
  ['a wrong type', write('type.yaml', 'name: x\nsites: twelve\n'), 2],
  ['an unknown field', write('field.yaml', 'sites: []\nsits: []\n'), 2],
  ['an unknown site', write('site.yaml', 'sites:\n  - code: ABC\n    mode: mixed\n    parent: XYZ\n'), 4],
  ['a list', write('list.yaml', '- a\n- b\n'), 1],
  ['a text', write('text.yaml', 'hello\n'), 1],
  ['binary', write('binary.yaml', Buffer.from([0, 255, 128, 7]))],
  ['empty', write('empty.yaml', '')],
  ['50 MiB', large],
  ['a directory', directory],
  ['missing', join(folder, 'missing.yaml')],
  ['a device', '/dev/zero'],
  ['a pipe', fifo],
  ['a module that throws', write('throws.ts', 'const x: number = 1\nthrow new Error(`no ${x}`)\n'), 2],
  ['a module without default export', write('export.ts', 'export const x = 1\n')],
]

const uses: [string, (file: string) => string[]][] = [
  ['matrix', (file) => ['matrix', '--hierarchy', file]],
  ['plan', (file) => ['plan', file, '--to', 'native']],
  ['serve', (file) => ['serve', file]],
  ['certs', (file) => ['certs', file, '--out', join(folder, 'out')]],
]

for (const [command, args] of uses) {
  void t.test(`${command} refuses what it cannot use`, async (t) => {
    for (const [what, file, line] of inputs) {
      const { status, stdout, stderr } = await sitemode(cache, ...args(file))
      t.equal(status, 2, what)
      t.ok(stderr.includes(line === undefined ? `${file}: ` : `${file}:${line}:`), stderr.slice(0, 200))
      t.notMatch(stderr, /\n\s+at /, 'no stack trace')
      t.equal(stdout, '')
    }
    t.notOk(existsSync(join(folder, 'out')), 'nothing was written')
  })
}

const files = inputs.map(([, file]) => file)

void t.test('run refuses them all at once', async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'run', ...files)
  t.equal(status, 2)
  t.equal(stdout, '')
  t.notMatch(stderr, /\n\s+at /)
  for (const [what, file] of inputs) t.ok(stderr.includes(`${file}:`), what)
})

void t.test('validate lists what is wrong with each', async (t) => {
  const { status, stdout, stderr } = await sitemode(cache, 'validate', ...files)
  t.equal(status, 2)
  t.equal(stderr, '')
  t.notMatch(stdout, /\n\s+at /)
  for (const [what, file, line] of inputs) {
    t.ok(stdout.includes(line === undefined ? `${file}: ` : `${file}:${line}:`), what)
    t.ok(stdout.includes(`${file}: cannot be used as `), what)
  }
})

void t.test('a scenario whose hierarchy cannot be used', async (t) => {
  for (const [what, file] of inputs) {
    const text = `name: x\nhierarchy: ${file}\nsteps: [{ client: A, contact: management-point }]\n`
    write(`scenario-${what.replaceAll(' ', '-')}.yaml`, text)
  }
  const scenarios = inputs.map(([what]) => join(folder, `scenario-${what.replaceAll(' ', '-')}.yaml`))
  const { status, stderr } = await sitemode(cache, 'run', ...scenarios)
  t.equal(status, 2)
  t.notMatch(stderr, /\n\s+at /)
  for (const [what, file, line] of inputs) {
    const place = line === undefined ? `${file}: ` : `${file}:${line}:`
    // A file that is not there is a mistake in the scenario, and told at its line.
    t.ok(stderr.includes(what === 'missing' ? `there is no file ${file}` : place), what)
  }
  t.match(stderr, /scenario-missing\.yaml:2:\d+: hierarchy: /)
})

const nobody = 65534
const cannotDrop = process.getuid?.() === 0 ? false : 'only root can become somebody who may not read a file'
void t.test('a file that one may not read', { skip: cannotDrop }, (t) => {
  const file = write('secret.yaml', 'sites: []\n')
  chmodSync(file, 0o600)
  chmodSync(folder, 0o755)
  const { status, stderr } = execute(cache, ['serve', file], { uid: nobody, gid: nobody })
  t.equal(status, 2, stderr)
  t.match(stderr, /secret\.yaml: you may not read this file/)
  t.end()
})

void t.test('a pipe or a device is refused before it is opened, wherever a file is expected', (t) => {
  const pem = write('some.pem', 'nothing')
  const url = 'https://127.0.0.1:1/'
  const scenario = 'scenarios/within-a-native-mode-site.yaml'
  for (const other of [fifo, '/dev/zero']) {
    for (const args of [
      ['diagnose', other],
      ['diagnose', '--capture', other],
      ['diagnose', pem, '--keylog', other],
      ['diagnose', pem, '--hierarchy', other],
      ['report', other],
      ['diff', other, other],
      ['probe', url, '--ca', other],
      ['probe', url, '--cert', other],
      ['probe', url, '--cert', pem, '--passphrase-file', other],
      // A device may be written to.
      ...(other === fifo ? [['run', scenario, '--keylog', other]] : []),
    ]) {
      const { status, stdout, stderr } = execute(cache, args, { timeout: 30_000 })
      t.equal(status, 2, args.join(' '))
      t.equal(stdout, '')
      t.match(stderr, `${other}: this is a device, pipe or socket, not a file; `)
    }
  }
  t.end()
})
