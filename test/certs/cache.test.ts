import { spawn, type ChildProcessByStdio } from 'node:child_process'
import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { ChildRun } from './child-run.ts'
import { newPki } from './contoso.ts'

const s0 = { name: 'S0', fqdn: 's0.contoso.test' }
const pkiOver = (cache: string) => newPki({ cache })

void t.test('runs that start together on an empty cache go on with the same certificates', async (t) => {
  const cache = join(t.testdir(), 'new', 'cache')
  const runs = await Promise.all(Array.from({ length: 8 }, () => outputOf({ cache, servers: 3 })))
  t.equal(new Set(runs.map(certificatesIn)).size, 1)
  t.match(runs[0], /^server 2 [0-9a-f]{64}$/m)
})

void t.test('a run that finds everything loads no certificate library', async (t) => {
  const cache = t.testdir()
  const cold = await outputOf({ cache, servers: 2 })
  const warm = await outputOf({ cache, servers: 2 })
  t.equal(certificatesIn(warm), certificatesIn(cold))
  t.match(cold, /^loaded [1-9]/m, 'the first run had to')
  t.match(warm, /^loaded 0$/m)
})

void t.test('only the owner can read the cache, whatever the umask', { skip: noModes() }, async (t) => {
  const cache = join(t.testdir(), 'cache')
  await outputOf({ cache, servers: 1, umask: 0 })
  t.strictSame([cache, ...monthsOf(cache)].map(modeOf), ['700', '700'])
  const modes = entriesOf(cache).map(modeOf)
  t.strictSame(modes, Array<string>(9).fill('600'), 'root, three under it, their lists and a server')
})

void t.test('runs killed in the middle leave a usable cache', async (t) => {
  const cache = t.testdir()
  let seen = ''
  for (let lines = 0; lines < 8; lines++) {
    const child = start({ cache, servers: 50 })
    let left = lines
    // With no line to wait for, the kill comes as soon as the first entry is on disk.
    if (left === 0) while (entriesOf(cache).length === 0) await new Promise(setImmediate)
    else {
      for await (const line of createInterface(child.stdout)) {
        seen += `${line}\n`
        if (--left === 0) break
      }
    }
    child.kill('SIGKILL')
    await once(child, 'close')
    t.equal(child.signalCode, 'SIGKILL', `killed after line ${lines}`)
    t.ok(entriesOf(cache).every(isWhole), 'no entry is half written')
  }
  const whole = await outputOf({ cache, servers: 12 })
  for (const line of seen.trim().split('\n')) t.ok(whole.includes(line), `still has ${line.slice(0, 30)}`)
})

void t.test('damaged files heal, to the same certificates for all', async (t) => {
  const cache = t.testdir()
  const before = await outputOf({ cache, servers: 3 })
  for (const [i, file] of entriesOf(cache).entries()) {
    if (i % 3 === 0) truncateSync(file, 0)
    if (i % 3 === 1) truncateSync(file, statSync(file).size - 1)
    if (i % 3 === 2) writeFileSync(file, readFileSync(file, 'utf8').replace(/\nM/, '\nN'))
    t.notOk(isWhole(file))
  }
  const runs = await Promise.all(Array.from({ length: 8 }, () => outputOf({ cache, servers: 3 })))
  t.equal(new Set(runs.map(certificatesIn)).size, 1)
  t.not(runs[0] && certificatesIn(runs[0]), certificatesIn(before))
  t.match(await outputOf({ cache, servers: 3 }), /^loaded 0$/m, 'and are healed for good')
})

void t.test('leaves of a root that is gone are not picked up', async (t) => {
  const cache = t.testdir()
  const old = await pkiOver(cache).webServer(s0, 'good')
  const { root: oldRoot } = await pkiOver(cache).authorities()
  const rootFile = entriesOf(cache).find((file) => readFileSync(file, 'utf8').includes(oldRoot)) ?? ''
  truncateSync(rootFile, 10)
  const pki = pkiOver(cache)
  const { root, issuing } = await pki.authorities()
  t.not(root, oldRoot)
  const leaf = await pki.webServer(s0, 'good')
  t.not(leaf.certificate, old.certificate)
  t.ok(new X509Certificate(leaf.certificate).verify(new X509Certificate(issuing).publicKey))
  t.ok(new X509Certificate(issuing).verify(new X509Certificate(root).publicKey))
})

void t.test('without a directory to write to there are certificates all the same', async (t) => {
  const file = join(t.testdir({ file: 'not a directory' }), 'file')
  for (const cache of [file, join(file, 'below'), '/dev/null/x']) {
    const pki = pkiOver(cache)
    const { certificate } = await pki.webServer(s0, 'good')
    t.ok(new X509Certificate(certificate).checkHost(s0.fqdn), cache)
    t.equal((await pki.webServer(s0, 'good')).certificate, certificate, 'made once even so')
  }
  t.equal(readFileSync(file, 'utf8'), 'not a directory')
})

void t.test('what has long been left behind goes, and nothing else', async (t) => {
  const cache = t.testdir()
  await outputOf({ cache, servers: 0 })
  const [month = ''] = monthsOf(cache)
  const inCache = (name: string, days: number) => aged(join(cache, name), days)
  const inMonth = (name: string, days: number) => aged(join(month, name), days)
  const stale = [inCache('sitemode-certs-2001-02', 100), inMonth('killed.tmp', 1)]
  const kept = [inCache('sitemode-certs-2001-03', 10), inCache('photos-2001-02', 100), inMonth('busy.tmp', 0)]
  // A month of a set clock, long unused: the run that takes it up again keeps it.
  utimesSync(month, 0, 0)
  await outputOf({ cache, servers: 0 })
  t.ok(stale.every(existsSync), 'a run that writes nothing does not look')
  await outputOf({ cache, servers: 1 })
  t.notOk(stale.some(existsSync))
  t.ok([month, ...kept].every(existsSync))
  t.match(await outputOf({ cache, servers: 1 }), /^loaded 0$/m)
})

function start(run: ChildRun): ChildProcessByStdio<null, Readable, null> {
  const program = fileURLToPath(new URL('child-run.js', import.meta.url))
  return spawn(process.execPath, [program, JSON.stringify(run)], { stdio: ['ignore', 'pipe', 'inherit'] })
}

async function outputOf(run: ChildRun): Promise<string> {
  const child = start(run)
  const [output] = await Promise.all([text(child.stdout), once(child, 'close')])
  if (child.exitCode !== 0) throw new Error(`the child left with ${String(child.exitCode)}`)
  return output
}

const certificatesIn = (output: string): string => output.replace(/^loaded.*$/m, '')
const monthsOf = (cache: string): string[] => readdirSync(cache).map((name) => join(cache, name))
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

function entriesOf(cache: string): string[] {
  const files = monthsOf(cache).flatMap((month) => readdirSync(month).map((name) => join(month, name)))
  return files.filter((file) => !file.endsWith('.tmp'))
}

/** The checksum of an entry, worked out here once more. */
function isWhole(file: string): boolean {
  const [, checksum, body = ''] = /^.* ([0-9a-f]{64})\n([^]*)$/.exec(readFileSync(file, 'utf8')) ?? []
  return createHash('sha256').update(body).digest('hex') === checksum
}

function aged(path: string, days: number): string {
  if (path.endsWith('.tmp')) writeFileSync(path, 'half')
  else {
    mkdirSync(path)
    writeFileSync(join(path, 'something'), '')
  }
  const time = new Date(Date.now() - days * 86_400_000)
  utimesSync(path, time, time)
  return path
}

function noModes(): string | false {
  return process.platform === 'win32' && 'Windows has no such modes'
}
