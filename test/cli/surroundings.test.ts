import { spawn, spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { entry, environment, execute, interrupt, root, sitemode, sitemodeWith, twoModes } from './command.ts'

// The command line on an unusual machine, in an unusual shell, or beside unusual files.

const folder = mkdtempSync(join(tmpdir(), 'sitemode-surroundings-'))
t.teardown(() => rmSync(folder, { recursive: true }))
const cache = join(folder, 'cache')
const oneScenario = 'scenarios/within-a-native-mode-site.yaml'

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

void t.test('a limit of the machine exits with 3', async (t) => {
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '0.0.0.0', resolve))
  t.teardown(() => taken.close())
  const { port } = taken.address() as { port: number }
  const file = write(
    'taken.yaml',
    `sites: [{ code: ABC, mode: mixed, ports: { http: ${port}, https: 8443 }, systems: [{ name: mp, roles: [management-point] }] }]\n`,
  )
  for (const args of [
    ['matrix', '--hierarchy', file],
    ['plan', file],
    ['serve', file],
  ]) {
    const { status, stdout, stderr } = await sitemode(cache, ...args)
    t.equal(status, 3)
    t.equal(stdout, '')
    t.match(stderr, new RegExp(`cannot open mp\\.sitemode\\.test on 127\\.[\\d.]+:${port} \\(EADDRINUSE\\)`))
    t.notMatch(stderr, /\n\s+at /)
  }
  // In a process of its own, which ends although all listeners were open.
  const web = execute(cache, ['serve', twoModes, '--web', '--web-port', String(port)])
  t.match(web, { status: 3, stdout: '', signal: null })
  t.match(
    web.stderr,
    `sitemode: cannot open the live page on 127.0.0.1:${port} (EADDRINUSE): choose another --web-port`,
  )
  const out = await sitemode(cache, 'certs', twoModes, '--out', '/dev/null/x')
  t.equal(out.status, 3)
  t.match(out.stderr, /^sitemode: cannot write \/dev\/null\/x \(ENOTDIR\): choose another place/)
})

void t.test('a home that takes no files does, and so do no home and no cache', async (t) => {
  t.equal((await sitemode('/dev/null/x', 'run', oneScenario)).status, 0)
  const unused = join(folder, 'unused')
  t.equal((await sitemode(unused, 'run', oneScenario, '--no-cache')).status, 0)
  t.notOk(existsSync(unused))
  const home = join(folder, 'no', 'home')
  const env = { ...environment(cache), XDG_CACHE_HOME: undefined, HOME: home }
  t.equal((await sitemodeWith(cache, ['run', oneScenario], { env })).status, 0)
  t.ok(existsSync(join(home, '.cache/sitemode')) || process.platform !== 'linux', 'a missing one is made')
})

const nobody = 65534
const cannotDrop = process.getuid?.() === 0 ? false : 'only root can become somebody else'
void t.test('a read-only home does as well', { skip: cannotDrop }, (t) => {
  const home = join(folder, 'home')
  mkdirSync(home)
  chmodSync(folder, 0o755)
  const scenario = write('scenario.yaml', readFileSync(join(root, oneScenario), 'utf8'))
  mkdirSync(join(folder, 'hierarchies'), { recursive: true })
  cpSync(join(root, twoModes), join(folder, 'hierarchies/two-modes.yaml'))
  const env = { ...environment(cache), XDG_CACHE_HOME: undefined, HOME: home }
  const { status, stderr } = execute(cache, ['run', scenario], {
    env,
    uid: nobody,
    gid: nobody,
    cwd: folder,
  })
  t.equal(status, 0, stderr)
  t.strictSame(readdirSync(home), [])
  t.end()
})

void t.test('colour is for those who ask', async (t) => {
  const escape = '\u001b['
  t.notOk((await sitemode(cache, 'matrix')).stdout.includes(escape), 'NO_COLOR')
  const unsaid = { ...environment(cache), NO_COLOR: undefined }
  const plain = await sitemodeWith(cache, ['matrix'], { env: unsaid })
  t.notOk(plain.stdout.includes(escape), 'no terminal')
  const asked = await sitemodeWith(cache, ['matrix'], { env: { ...unsaid, FORCE_COLOR: '1' } })
  t.ok(asked.stdout.includes(escape), 'FORCE_COLOR')
})

void t.test('a reader may stop reading', async (t) => {
  const command = `"${process.execPath}" "${entry}"`
  const usual = { cwd: root, env: environment(cache) }
  const line = `${command} matrix --json | head -n 1`
  const { stdout, stderr } = spawnSync('sh', ['-c', line], { ...usual, encoding: 'utf8' })
  t.equal(stdout, '{\n')
  t.equal(stderr, '')

  // Starts only once its messages have no reader; the exit code still tells the result.
  const child = spawn('sh', ['-c', `read go; exec ${command} matrix --hierarchy none.yaml`], usual)
  child.stderr.destroy()
  await once(child.stderr, 'close')
  child.stdin.end('go\n')
  t.strictSame(await once(child, 'exit'), [2, null])
})

const noFull = existsSync('/dev/full') ? false : 'this platform has no device that is always full'
void t.test('an output that takes no more exits with 3', { skip: noFull }, (t) => {
  const full = openSync('/dev/full', 'w')
  t.teardown(() => closeSync(full))
  for (const args of [
    ['matrix', '--json'],
    ['run', oneScenario],
    ['validate', twoModes],
    ['serve', twoModes],
  ]) {
    const { status, stderr } = execute(cache, args, { stdio: ['ignore', full, 'pipe'] })
    t.equal(status, 3, args.join(' '))
    t.match(stderr, /^sitemode: cannot write to standard output: ENOSPC/)
    t.notMatch(stderr, /\n\s+at /)
  }
  const untold = execute(cache, ['matrix', '--hierarchy', 'none.yaml'], { stdio: ['ignore', 'pipe', full] })
  t.equal(untold.status, 2)
  t.end()
})

void t.test('a folder of scenarios that holds none is named', async (t) => {
  const cwd = join(folder, 'elsewhere')
  mkdirSync(cwd)
  writeFileSync(join(cwd, 'scenarios'), 'a file')
  const file = await sitemodeWith(cache, ['run'], { cwd })
  t.equal(file.status, 2)
  t.match(file.stderr, /^scenarios: this is not a folder; name the files to run/)
  rmSync(join(cwd, 'scenarios'))
  mkdirSync(join(cwd, 'scenarios'))
  const empty = await sitemodeWith(cache, ['run'], { cwd })
  t.equal(empty.status, 2)
  t.match(empty.stderr, /^scenarios: there is no scenario in this folder/)
})

const warned = `sites:
  - { code: ABC, mode: mixed, boundaries: [{ subnet: 10.1.0.0/16 }], systems: [{ name: mp, roles: [management-point] }] }
  - { code: DEF, mode: mixed, parent: ABC, boundaries: [{ subnet: 10.1.2.0/24 }] }
clients: [{ name: PC, assignedSite: ABC }]
`

void t.test('warnings go to stderr, and leave one document on stdout', async (t) => {
  const hierarchy = write('warned.yaml', warned)
  const scenario = write(
    'warned-scenario.yaml',
    'name: x\nhierarchy: warned.yaml\nsteps: [{ client: PC, contact: management-point }]\n',
  )
  const out = join(folder, 'warned')
  for (const args of [
    ['matrix', '--hierarchy', hierarchy],
    ['plan', hierarchy],
    ['run', scenario],
    ['certs', hierarchy, '--out', out],
  ]) {
    const { status, stdout, stderr } = await sitemode(cache, ...args, '--json')
    t.equal(status, 0)
    t.type(JSON.parse(stdout), Object)
    t.match(stderr, /^\S+warned\.yaml:3:\d+: .*warning: .*\[overlapping-boundaries\]\n$/)
  }
  const served = await interrupt(cache, ['serve', hierarchy, '--json'], 'SIGINT', (told) =>
    told.includes('\n'),
  )
  t.match(JSON.parse(served.stdout), { systems: [{ name: 'mp' }] })
  t.match(served.stderr, /\[overlapping-boundaries\]\n$/)
})

const pki = join(folder, 'pki')

void t.test('certificates that are not there or cut off are named before anything opens', async (t) => {
  t.equal((await sitemode(cache, 'certs', twoModes, '--out', pki)).status, 0)
  const broken = (name: string, act: (directory: string) => void): string => {
    const directory = join(folder, name)
    cpSync(pki, directory, { recursive: true })
    act(directory)
    return directory
  }
  const cases: [string, string][] = [
    [join(folder, 'none'), ''],
    [write('file', ''), ''],
    [broken('key', (directory) => rmSync(join(directory, 'systems/dp.nat.key'))), 'systems/dp.nat.key'],
    [
      broken('client', (directory) => rmSync(join(directory, 'clients/DEVICE-1.pem'))),
      'clients/DEVICE-1.pem',
    ],
    [broken('crl', (directory) => rmSync(join(directory, 'crl/issuing.pem'))), 'crl/issuing.pem'],
    [
      broken('cut', (directory) => truncateSync(join(directory, 'systems/mp.nat.key'), 100)),
      'systems/mp.nat.key',
    ],
  ]
  // All three commands open a hierarchy by the same function: each gets the first case, and its share of the others.
  const uses = [['matrix'], ['run', oneScenario], ['serve', twoModes]]
  const tries = cases.flatMap(([directory, missing], index) =>
    (index === 0 ? uses : uses.slice(index % 3, (index % 3) + 1)).map((args) => ({
      args,
      directory,
      missing,
    })),
  )
  for (const { args, directory, missing } of tries) {
    const { status, stdout, stderr } = await sitemode(cache, ...args, '--pki', directory)
    t.equal(status, 2, `${args.join(' ')}: ${join(directory, missing)}`)
    t.equal(stdout, '')
    t.ok(stderr.startsWith(`sitemode: cannot use ${join(directory, missing)}: `), stderr)
    t.match(stderr, /`sitemode certs`\n$/)
  }
  for (const args of [
    ['matrix', '--pki', ''],
    ['certs', twoModes, '--out', ''],
  ]) {
    t.equal((await sitemode(cache, ...args)).status, 2, 'an empty name is not the current directory')
  }
})

void t.test('no command tells a key', async (t) => {
  const keys = [pki, cache].flatMap((directory) =>
    readdirSync(directory, { recursive: true, encoding: 'utf8' })
      .map((name) => join(directory, name))
      .filter((file) => statSync(file).isFile())
      .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/PRIVATE KEY-----(?:\n|\\n)([\w+/=]+)/g)])
      .map(([, line]) => line ?? ''),
  )
  t.ok(keys.length > 20 && keys.every((line) => line.length > 40), 'there are keys to be told')
  const cut = join(folder, 'cut')
  const told = [
    await sitemode(cache, 'matrix'),
    await sitemode(cache, 'matrix', '--json', '--pki', pki),
    await sitemode(cache, 'run', oneScenario),
    await sitemode(cache, 'run', oneScenario, '--json', '--tls', '1.3'),
    await sitemode(cache, 'certs', twoModes, '--out', pki),
    await sitemode(cache, 'certs', twoModes, '--out', pki, '--json'),
    await sitemode(cache, 'matrix', '--pki', cut),
    await sitemode(cache, 'validate', join(pki, 'systems/mp.nat.key')),
    await sitemode(cache, 'matrix', '--hierarchy', join(pki, 'systems/mp.nat.key')),
    await interrupt(cache, ['serve', twoModes, '--pki', pki], 'SIGINT', (stdout) =>
      stdout.includes('Ctrl-C'),
    ),
  ].map(({ stdout, stderr }) => stdout + stderr)
  for (const text of told) {
    t.ok(text.length > 0)
    t.notOk(keys.some((line) => text.includes(line)))
  }
})
