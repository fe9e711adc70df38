import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { defaultCacheDirectory } from '../../certs/cache.ts'
import { pkiFromDirectory, writePki } from '../../certs/pki-directory.ts'
import { mp1, newPki, pc1 } from './contoso.ts'

const contents = {
  systems: [{ ...mp1, recipe: 'good' }],
  clients: [{ ...pc1, recipes: ['good', 'expired'] }],
  sites: ['ABC'],
} as const

const pki = newPki()

void t.test('a PKI that was written is read back the same', async (t) => {
  const directory = join(t.testdir(), 'new', 'pki')
  await writePki(pki, directory, contents)
  const read = pkiFromDirectory(directory)
  t.strictSame(await read.authorities(), await pki.authorities())
  t.equal(readFileSync(join(directory, 'root.pem'), 'utf8'), (await pki.authorities()).root)
  t.strictSame(await read.crls(), (await pki.crls()).slice(0, 2), 'the root and the issuing authority')
  for (const path of ['/root.crl', '/issuing.crl', '/revoked-issuing.crl']) {
    t.strictSame(await read.publishedList(path), await pki.publishedList(path))
  }
  t.equal(await read.publishedList('/no-such.crl'), undefined)
  t.equal(await read.publishedList('/../ca.crl'), undefined)
  t.strictSame(await read.webServer(mp1, 'good'), await pki.webServer(mp1, 'good'))
  t.strictSame(await read.client(pc1, 'good'), await pki.client(pc1, 'good'))
  t.strictSame(await read.client(pc1, 'expired'), await pki.client(pc1, 'expired'))
  t.strictSame(await read.siteServerSigning('ABC'), await pki.siteServerSigning('ABC'))
  t.strictSame(filesIn(directory), [
    'ca.pem',
    'clients/PC1.expired.key',
    'clients/PC1.expired.pem',
    'clients/PC1.key',
    'clients/PC1.pem',
    'crl/expired-issuing.pem',
    'crl/issuing.pem',
    'crl/revoked-issuing.pem',
    'crl/root.pem',
    'root.pem',
    'sites/ABC.key',
    'sites/ABC.pem',
    'systems/MP1.key',
    'systems/MP1.pem',
  ])
})

const noModes = process.platform === 'win32' && 'Windows has no such modes'

void t.test('a certificate without its key is read back as its recipe has it', async (t) => {
  const directory = join(t.testdir(), 'pki')
  const recipes = ['no-private-key', 'key-mismatch'] as const
  const named = recipes.map((recipe) => ({ name: recipe, fqdn: `${recipe}.contoso.test`, recipe }))
  await writePki(pki, directory, {
    systems: named,
    clients: named.map(({ recipe, ...client }) => ({ ...client, recipes: [recipe] })),
    sites: [],
  })
  const read = pkiFromDirectory(directory)
  for (const { recipe, ...holder } of named) {
    t.strictSame(await read.webServer(holder, recipe), await pki.webServer(holder, recipe))
    t.strictSame(await read.client(holder, recipe), await pki.client(holder, recipe))
    await t.rejects(read.client(holder, 'good'), 'a good certificate needs its own')
  }
})

void t.test('keys are for their owner only, whatever was there before', { skip: noModes }, async (t) => {
  const parent = t.testdir({ elsewhere: 'not ours' })
  const directory = join(parent, 'pki')
  const umask = process.umask(0)
  t.teardown(() => process.umask(umask))
  await writePki(pki, directory, contents)
  const key = join(directory, 'systems', 'MP1.key')
  const clientKey = join(directory, 'clients', 'PC1.key')
  chmodSync(key, 0o644)
  rmSync(clientKey)
  symlinkSync(join(parent, 'elsewhere'), clientKey)
  await writePki(pki, directory, contents)
  t.equal(readFileSync(join(parent, 'elsewhere'), 'utf8'), 'not ours', 'links are not followed')
  for (const file of filesIn(directory)) {
    t.equal(modeOf(join(directory, file)), file.endsWith('.key') ? '600' : '644', file)
  }
  for (const folder of ['', 'systems', 'clients', 'sites', 'crl']) {
    t.equal(modeOf(join(directory, folder)), '700', folder)
  }
})

void t.test('a file that is of no use is named, with what to do', async (t) => {
  const directory = join(t.testdir(), 'pki')
  await writePki(pki, directory, contents)
  const read = pkiFromDirectory(directory)
  const says = (file: string, why: string) => ({
    message: new RegExp(`^cannot use .*${file}: .*${why}.* \`sitemode certs\``),
  })
  await t.rejects(read.webServer({ ...mp1, name: 'MP2' }, 'good'), says('MP2.pem', 'there is no such file'))
  await t.rejects(read.siteServerSigning('XYZ'), says('XYZ.pem', 'there is no such file'))
  const { root } = await pki.authorities()
  writeFileSync(join(directory, 'ca.pem'), root)
  await t.rejects(read.authorities(), says('ca.pem', 'the root and then the issuing authority'))
  truncateSync(join(directory, 'crl', 'issuing.pem'), 100)
  await t.rejects(read.crls(), says('issuing.pem', 'no whole X509 CRL'))
})

void t.test('files that do not hold what they should are named', async (t) => {
  const directory = join(t.testdir(), 'pki')
  const systems = [mp1, { name: 'MP2', fqdn: 'mp2.contoso.test' }].map((one) => ({
    ...one,
    recipe: 'good' as const,
  }))
  await writePki(pki, directory, { ...contents, systems })
  const read = pkiFromDirectory(directory)
  const garbage = (label: string): string => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`
  const said = async (doing: Promise<unknown>): Promise<string> =>
    doing.then(
      () => 'taken',
      (error: unknown) => String(error),
    )

  copyFileSync(join(directory, 'systems', 'MP2.key'), join(directory, 'systems', 'MP1.key'))
  t.match(await said(read.webServer(mp1, 'good')), /MP1\.key: it is not the key of .*MP1\.pem/)
  writeFileSync(join(directory, 'systems', 'MP2.pem'), garbage('CERTIFICATE'))
  t.match(await said(read.webServer({ ...mp1, name: 'MP2' }, 'good')), /MP2\.pem: it holds no certificate/)
  writeFileSync(join(directory, 'clients', 'PC1.key'), garbage('PRIVATE KEY'))
  t.match(await said(read.client(pc1, 'good')), /PC1\.key: it holds no private key/)
  writeFileSync(join(directory, 'crl', 'root.pem'), garbage('X509 CRL'))
  t.match(await said(read.crls()), /root\.pem: it holds no revocation list/)
  writeFileSync(join(directory, 'ca.pem'), garbage('CERTIFICATE').repeat(2))
  t.match(await said(read.authorities()), /ca\.pem: it holds no certificate/)
  rmSync(join(directory, 'ca.pem'))
  mkdirSync(join(directory, 'ca.pem'))
  t.match(await said(read.authorities()), /ca\.pem: it is no file/)
})

void t.test('nothing leaves the directory', async (t) => {
  const directory = t.testdir()
  const systems = [{ name: '../../MP1', fqdn: mp1.fqdn, recipe: 'good' as const }]
  await t.rejects(
    writePki(pki, directory, { systems, clients: [], sites: [] }),
    /cannot name a certificate file/,
  )
  await t.rejects(pkiFromDirectory(directory).siteServerSigning('..'), /cannot name a certificate file/)
})

void t.test('a program that fails over a key file does not print the key', async (t) => {
  const directory = t.testdir()
  await writePki(pki, directory, contents)
  const file = join(directory, 'systems', 'MP1.key')
  truncateSync(file, 150)
  const left = readFileSync(file, 'utf8').split('\n').slice(1)
  t.ok(left[0] && left[0].length > 20, 'some of the key is still there to be printed')
  const module = new URL('../../certs/pki-directory.js', import.meta.url).href
  const program = `import { pkiFromDirectory } from ${JSON.stringify(module)}
    await pkiFromDirectory(${JSON.stringify(directory)}).webServer({ name: 'MP1', fqdn: 'mp1.contoso.test' }, 'good')`
  const run = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
  t.not(run.status, 0)
  t.match(run.stderr, 'MP1.key: it holds no whole PRIVATE KEY')
  for (const line of left) t.notOk((run.stdout + run.stderr).includes(line), 'no line of the key')
})

void t.test(
  'the default cache is where the platform wants it',
  { skip: process.platform !== 'linux' && 'Linux only' },
  (t) => {
    t.equal(defaultCacheDirectory({ XDG_CACHE_HOME: '/var/tmp/caches' }), '/var/tmp/caches/sitemode')
    t.equal(defaultCacheDirectory({ HOME: '/home/one' }), '/home/one/.cache/sitemode')
    t.equal(defaultCacheDirectory({}), join(homedir(), '.cache/sitemode'))
    t.end()
  },
)

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

function filesIn(directory: string): string[] {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' })
  return names.filter((name) => statSync(join(directory, name)).isFile()).sort()
}
