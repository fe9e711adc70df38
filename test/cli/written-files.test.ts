import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { readRecording } from '../../sim/evidence/recording/recording-text.ts'
import { sourcesBelow } from '../architecture/source.ts'
import { newFolder } from '../new-folder.ts'
import { interrupt, root, sitemode, type Ran } from './command.ts'
import { fillDisk } from './fill-disk.ts'
import { givenValues } from './given-values.ts'

// Whatever a command writes is whole or absent when the disk is full, and the command says so.

const given = newFolder(t)
const cache = join(given, 'cache')
const hierarchy = join(given, 'hierarchy.yaml')
const scenario = join(given, 'scenario.yaml')
const tables = join(given, 'sites.csv')
const before = join(given, 'before')
const recording = join(before, 'recording.ndjson')

writeFileSync(
  hierarchy,
  `sites: [{ code: NAT, mode: native, systems: [{ name: mp, roles: [management-point] }] }]
clients: [{ name: PC, assignedSite: NAT }]
`,
)
writeFileSync(
  scenario,
  'name: a request\nhierarchy: hierarchy.yaml\nsteps: [{ client: PC, contact: management-point }]\n',
)
writeFileSync(tables, 'Site Code,Site Name,Type\nNAT,Native,Primary\n')
// What it writes is written once here, and its keys lie in the cache afterwards.
await sitemode(cache, 'run', scenario, '--out', before)

/** What a command does with a value of the user's; `as` names the value that leads to the same. */
type Use = Written | 'read' | 'no file' | { as: string }

interface Written {
  /** The arguments that let the command write to `out`. */
  args(out: string): readonly string[]
  /** What was there before stays, if there is no room for something new; otherwise it is removed or refused. */
  replaces?: true
  /** The file grows with the command, which goes on without it: several lines for a connection by TLS 1.3. */
  grows?: true
}

const uses: Readonly<Record<string, Use>> = {
  'init [dir]': { args: (out) => ['init', out] },
  'init --from <file...>': { args: (out) => ['init', out, '--from', tables] },
  'run [file...]': 'read',
  'run --out <dir>': { args: (out) => ['run', scenario, '--out', out] },
  'run --pki <dir>': 'read',
  'run --keylog <file>': { args: (out) => ['run', scenario, '--tls', '1.3', '--keylog', out], grows: true },
  'trace <file>': 'read',
  'trace --client <name>': 'no file',
  'trace --pki <dir>': 'read',
  'trace --keylog <file>': {
    args: (out) => ['trace', scenario, '--client', 'PC', '--tls', '1.3', '--keylog', out],
    grows: true,
  },
  'report <recording>': 'read',
  'report --out <dir>': { args: (out) => ['report', recording, '--out', out] },
  'diff <before>': 'read',
  'diff <after>': 'read',
  'diff --html <file>': { args: (out) => ['diff', before, before, '--html', out], replaces: true },
  'serve <file>': 'read',
  'serve --web-port <port>': 'no file',
  'serve --out <dir>': { args: (out) => ['serve', hierarchy, '--out', out] },
  'serve --pki <dir>': 'read',
  // Nothing is secret until somebody connects.
  'serve --keylog <file>': { as: 'run --keylog <file>' },
  'matrix --hierarchy <file>': 'read',
  'matrix --html <file>': {
    args: (out) => ['matrix', '--hierarchy', hierarchy, '--html', out],
    replaces: true,
  },
  'matrix --out <dir>': { args: (out) => ['matrix', '--hierarchy', hierarchy, '--out', out] },
  'matrix --pki <dir>': 'read',
  'matrix --keylog <file>': {
    args: (out) => ['matrix', '--hierarchy', hierarchy, '--tls', '1.3', '--keylog', out],
    grows: true,
  },
  'certs <file>': 'read',
  'certs --out <dir>': { args: (out) => ['certs', hierarchy, '--out', out], replaces: true },
  'validate <file...>': 'read',
  'lab --only <id...>': 'no file',
  'explain [text...]': 'read',
  'diagnose <file...>': 'read',
  'diagnose --html <file>': { args: (out) => ['diagnose', recording, '--html', out], replaces: true },
  'diagnose --hierarchy <file>': 'read',
  'diagnose --keylog <file>': 'read',
  'probe <url>': 'no file',
  'probe --cert <file>': 'read',
  'probe --key <file>': 'read',
  'probe --ca <file>': 'read',
  'probe --passphrase-file <file>': 'read',
  'probe --resolve <host:port:address>': 'no file',
  'probe --timeout <seconds>': 'no file',
}

void t.test('what each command does with what it is given is told here', async (t) => {
  t.strictSame((await givenValues()).sort(), Object.keys(uses).sort())
  for (const use of Object.values(uses))
    if (typeof use === 'object' && 'as' in use) t.type(uses[use.as], 'object', use.as)
})

/** The only places that write files, so that no command can do it in a way of its own. */
const writers = {
  'sim/whole-files.ts': 'all that is written at once',
  'sim/cli/growing-file.ts': 'recordings and secrets of connections',
  'sim/cli/results-folder.ts': 'the lock of a folder',
  'sim/cli/keep-recording.ts': "GitHub's summary of a job, without which a run is none the worse",
  'certs/cache.ts': 'the cache, without which a run is none the worse',
}

void t.test('no command writes files in a way of its own', (t) => {
  const calls = /\b(?:writeFile|appendFile|copyFile|write|cp|rename|link)(?:Sync)?\b|\bcreateWriteStream\b/
  const found = ['sim', 'certs']
    .flatMap((folder) => sourcesBelow(root, folder))
    .filter(({ packages }) => packages.some((name) => /^node:fs(\/promises)?$/.test(name)))
    .filter(({ path }) => {
      const imported = readFileSync(join(root, path), 'utf8').matchAll(/import ([^']*?) from 'node:fs/g)
      return [...imported].some(([, names = '']) => calls.test(names) || !names.startsWith('{'))
    })
  t.strictSame(found.map(({ path }) => path).sort(), Object.keys(writers).sort())
  t.end()
})

function run(args: readonly string[]): Promise<Ran> {
  if (args[0] !== 'serve') return sitemode(cache, ...args)
  return interrupt(cache, [...args], 'SIGINT', (stdout) => stdout.includes('Ctrl-C')).then(
    ({ code, ...told }) => ({ status: code ?? -1, ...told }),
  )
}

/** Every file below a folder, with what it holds. */
function filesBelow(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  return Object.fromEntries(
    paths.map((path) => [path.slice(folder.length).replaceAll('\\', '/'), readFileSync(path, 'latin1')]),
  )
}

for (const [what, use] of Object.entries(uses)) {
  if (typeof use === 'string' || 'as' in use) continue
  void t.test(`a disk that is full at each file of ${what}`, async (t) => {
    const { args } = use
    const folder = join(newFolder(t), 'some-room')
    mkdirSync(folder)
    const written = fillDisk(t, folder, () => false)
    const whole = await run(args(join(folder, 'out')))
    written.empty()
    t.not(written.files.length, 0, whole.stderr)
    for (const [index, file] of written.files.entries())
      await t.test(file, (t) => fill(t, use, index + 1, file))
  })
}

async function fill(t: Test, { args, replaces, grows }: Written, nth: number, file: string): Promise<void> {
  const folder = newFolder(t)
  const out = join(folder, 'out')
  if (replaces) t.not((await run(args(out))).status, 3)
  const there = filesBelow(folder)
  const { empty } = fillDisk(
    t,
    folder,
    ({ files, times }) => files.length === nth && times === (grows ? 2 : 1),
  )
  const { status, stderr } = await run(args(out))
  empty()

  const isRecording = file === 'out/recording.ndjson'
  // A server goes on without its record.
  t.equal(status, args(out)[0] === 'serve' && isRecording ? 130 : 3, stderr)
  const sentences = stderr.split('\n').filter((line) => line.includes('ENOSPC'))
  t.match(sentences[0], /^sitemode: cannot write .+ \(ENOSPC\): choose another place, or make room/)
  if (!isRecording) t.equal(sentences.length, 1, stderr)
  t.notMatch(stderr, 'should not happen')

  const { '/out/recording.ndjson': recorded, '/out/.sitemode-reports': listed, ...left } = filesBelow(folder)
  if (grows) {
    t.strictSame(Object.keys(left), ['/out'])
    t.match(left['/out'], /\n$/, 'what it had before, and no line in part')
  } else t.strictSame(left, there, 'nothing in part, nothing lost')
  // It says whose the reports are, and is whole itself.
  if (listed !== undefined) t.match(listed, /\n$/)
  if (recorded === undefined) return
  t.ok(isRecording || readRecording(recorded).ended, 'the recording is whole')
}
