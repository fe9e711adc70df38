import { X509Certificate } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { certificatesIn, entriesOf, monthsOf, outputOf } from './cache-runs.ts'
import { newPki } from './contoso.ts'

const s0 = { name: 'S0', fqdn: 's0.contoso.test' }
const pkiOver = (cache: string) => newPki({ cache })

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

void t.test('pruning removes old months and leftovers, and nothing else', async (t) => {
  const cache = t.testdir()
  await outputOf({ cache, servers: 0 })
  const [month = ''] = monthsOf(cache)
  const inCache = (name: string, days: number) => aged(join(cache, name), days)
  const inMonth = (name: string, days: number) => aged(join(month, name), days)
  const stale = [inCache('sitemode-certs-2001-02', 100), inMonth('killed.tmp', 1)]
  const kept = [inCache('sitemode-certs-2001-03', 10), inCache('photos-2001-02', 100), inMonth('busy.tmp', 0)]
  // A month of a simulated clock, long unused: a run that uses it again keeps it.
  utimesSync(month, 0, 0)
  await outputOf({ cache, servers: 0 })
  t.ok(stale.every(existsSync), 'a run that writes nothing does not look')
  await outputOf({ cache, servers: 1 })
  t.notOk(stale.some(existsSync))
  t.ok([month, ...kept].every(existsSync))
  t.match(await outputOf({ cache, servers: 1 }), /^loaded 0$/m)
})

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

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
