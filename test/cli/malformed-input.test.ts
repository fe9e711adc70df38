import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { entry, environment, sitemode } from './command.ts'

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

/** What is wrong with the file, the file, and the line that has to be told. */
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

/** All commands read files by the same function, so one of each kind says that a command uses it. */
const everything = ['matrix', 'validate']
const some = inputs.filter(([what]) =>
  ['not YAML', 'an unknown field', 'binary', 'missing', 'a pipe'].includes(what),
)

const uses: [string, (file: string) => string[]][] = [
  ['matrix', (file) => ['matrix', '--hierarchy', file]],
  ['run', (file) => ['run', file]],
  ['serve', (file) => ['serve', file]],
  ['certs', (file) => ['certs', file, '--out', join(folder, 'out')]],
  ['validate', (file) => ['validate', file]],
]

for (const [command, args] of uses) {
  void t.test(`${command} refuses what it cannot use`, (t) => {
    for (const [what, file, line] of everything.includes(command) ? inputs : some) {
      const { status, stdout, stderr } = sitemode(cache, ...args(file))
      const told = command === 'validate' ? stdout : stderr
      t.equal(status, 2, what)
      // A scenario lacks other fields than a hierarchy does, on other lines.
      const place = line !== undefined && command !== 'run' ? `${file}:${line}` : file
      t.ok(told.includes(place), `${what}: ${told.slice(0, 200)}`)
      t.notMatch(stdout + stderr, /\n\s+at /, 'no stack trace')
      if (command !== 'validate') t.equal(stdout, '')
    }
    t.end()
  })
}

const nobody = 65534
const cannotDrop = process.getuid?.() === 0 ? false : 'only root can become somebody who may not read a file'
void t.test('a file that one may not read', { skip: cannotDrop }, (t) => {
  const file = write('secret.yaml', 'sites: []\n')
  chmodSync(file, 0o600)
  chmodSync(folder, 0o755)
  const { status, stderr } = spawnSync(process.execPath, [entry, 'serve', file], {
    env: environment(cache),
    encoding: 'utf8',
    uid: nobody,
    gid: nobody,
  })
  t.equal(status, 2, stderr)
  t.match(stderr, /secret\.yaml: you may not read this file/)
  t.end()
})
