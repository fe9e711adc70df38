import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningSystem } from '../../sim/network/running-hierarchy.ts'
import { openSmbServer } from '../../sim/points/smb-share/smb-server.ts'
import type { Account, AccountNames } from '../../sim/vocabulary/computer-identity.ts'
import { packageContent } from '../../sim/wire/distribution-point/package.ts'
import { twoModes } from '../cli/command.ts'
import { lacks, run } from './run-program.ts'

const skip = lacks('smbclient', '--version')
const packages = [
  { id: 'PKG00001', version: 1, size: 300_001 },
  { id: 'PKG00002', version: 1, size: 1 },
]
const account = { name: 'reader', password: 'Pässword1' }
const file = join('PKG00001', 'PKG00001.bin').replace('/', '\\')

async function openShare(t: Test, accounts: { name: string; password: string }[] = []) {
  const recorder = createRecorder()
  const { port, close } = await openSmbServer({
    address: '127.0.0.1',
    port: 0,
    fqdn: 'branch.contoso.test',
    recorder,
    packages: () => packages,
    accounts: () => accounts,
    admitsAnonymous: () => accounts.length === 0,
  })
  t.teardown(close)
  return async (who: readonly string[], said: string, share = 'SMSPKGC$') => {
    const { status, stdout, stderr } = await run('smbclient', [
      ...['--configfile', '/dev/null', '-p', String(port), ...who],
      ...[`//127.0.0.1/${share}`, '-c', said],
    ])
    // smbclient tells of most failures on its standard output.
    return { status, said: `${stdout.toString()}${stderr}` }
  }
}

const whole = createHash('sha256')
for (const piece of packageContent({ id: 'PKG00001', version: 1 }, { first: 0, last: 300_000 }))
  whole.update(piece)
const expected = whole.digest('hex')
const hashOf = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

const dialects: [what: string, options: string[]][] = [
  ['2.0.2 alone', ['-m', 'SMB2_02']],
  ['all that it knows', []],
  ['from SMB1 on', ['--option=client min protocol=NT1']],
]

for (const [what, dialect] of dialects) {
  void t.test(`smbclient lists and downloads; dialects: ${what}`, { skip }, async (t) => {
    const smbclient = await openShare(t)
    const out = join(t.testdir(), 'out')
    const { status, said } = await smbclient(
      ['-N', ...dialect],
      `ls; cd PKG00001; ls; get PKG00001.bin "${out}"; allinfo PKG00001.bin; volume`,
    )
    t.equal(status, 0, said)
    t.match(said, /PKG00001 +DR/)
    t.match(said, /PKG00002 +DR/)
    t.match(said, /PKG00001\.bin +AR +300001 /)
    t.match(said, /attributes: RA/)
    t.match(said, 'Volume: |SMSPKGC$|')
    t.equal(hashOf(out), expected)
  })
}

void t.test('smbclient signs in by NTLMv2', { skip }, async (t) => {
  const smbclient = await openShare(t, [account])
  const out = join(t.testdir(), 'out')
  const user = ['-U', `${account.name}%${account.password}`]
  for (const signed of [[], ['--client-protection=sign']]) {
    const got = await smbclient([...user, ...signed, '-m', 'SMB2_02'], `get ${file} "${out}"`)
    t.equal(got.status, 0, got.said)
    t.equal(hashOf(out), expected, signed.length > 0 ? 'every message signed' : 'unsigned')
  }
  for (const wrong of [`${account.name}%other`, `other%${account.password}`]) {
    const refused = await smbclient(['-U', wrong, '-m', 'SMB2_02'], 'ls')
    t.not(refused.status, 0)
    t.match(refused.said, 'NT_STATUS_LOGON_FAILURE', wrong)
  }
  for (const anonymous of [['-U', '%'], ['-N']]) {
    const refused = await smbclient(anonymous, 'ls')
    t.not(refused.status, 0)
    t.match(refused.said, /tree connect failed: NT_STATUS_ACCESS_DENIED/)
  }
})

void t.test('smbclient reads who may do what', { skip }, async (t) => {
  const smbclient = await openShare(t)
  const { status, said } = await smbclient(['-N'], `showacls; ls ${file}`)
  t.equal(status, 0, said)
  t.match(said, 'SEC_DESC_DACL_PRESENT SEC_DESC_SELF_RELATIVE')
  t.match(said, /Permissions: 0x1f01ff: .*\n\s+SID: S-1-5-32-544\n/)
  t.match(said, /Permissions: 0x1200a9: .*\n\s+SID: S-1-5-32-545\n/)
  t.match(said, /Owner SID:\s+S-1-5-32-544\n\s+Group SID:\s+S-1-5-32-544\n/)
})

void t.test('smbclient changes nothing, and gets nowhere else', { skip }, async (t) => {
  const smbclient = await openShare(t)
  const own = join(t.testdir(), 'own')
  writeFileSync(own, 'own')
  const refusals: [said: string, status: string][] = [
    [`put "${own}" new`, 'NT_STATUS_ACCESS_DENIED'],
    [`put "${own}" ${file}`, 'NT_STATUS_ACCESS_DENIED'],
    ['mkdir new', 'NT_STATUS_ACCESS_DENIED'],
    [`rm ${file}`, 'NT_STATUS_ACCESS_DENIED'],
    ['rmdir PKG00001', 'NT_STATUS_ACCESS_DENIED'],
    [`rename ${file} other`, 'NT_STATUS_ACCESS_DENIED'],
    [`setmode ${file} -r`, 'NT_STATUS_ACCESS_DENIED'],
    // smbclient resolves the dots itself, and asks for what is left.
    [`get ..\\..\\etc\\passwd "${own}"`, 'NT_STATUS_OBJECT_PATH_NOT_FOUND'],
    [`get ${file}:stream "${own}"`, 'NT_STATUS_OBJECT_NAME_INVALID'],
    [`get PKG00009\\PKG00009.bin "${own}"`, 'NT_STATUS_OBJECT_PATH_NOT_FOUND'],
  ]
  for (const [command, expected] of refusals) {
    const { said } = await smbclient(['-N', '-m', 'SMB2_02'], command)
    t.match(said, expected, command)
  }
  t.match((await smbclient(['-N'], 'ls', 'SMSPKGD$')).said, 'NT_STATUS_BAD_NETWORK_NAME')
  t.equal((await smbclient(['-N'], `get ${file} "${own}"`)).status, 0)
  t.equal(hashOf(own), expected, 'and all is as it was')
})

/** Signs in to a share of a hierarchy, and says what came of it. */
async function ask(system: RunningSystem | undefined, who: readonly string[], share: string, said: string) {
  const { port } = new URL(system?.urls.find((url) => url.startsWith('smb:')) ?? '')
  const place = ['--configfile', '/dev/null', '-p', port, ...who, `//${system?.address}/${share}`]
  const { status, stdout, stderr } = await run('smbclient', [...place, '-c', said])
  return { status, said: `${stdout.toString()}${stderr}` }
}

function userOf({ netBiosName, password }: AccountNames & Account): string[] {
  const [domain = '', user = ''] = netBiosName.split('\\')
  return ['-W', domain, '-U', `${user}%${password}`]
}

void t.test(
  'smbclient downloads from the distribution points of a hierarchy, in both modes, with accounts alone',
  { skip },
  async (t) => {
    const { hierarchy } = await loadHierarchy(twoModes)
    const running = await openHierarchy(hierarchy, { cache: t.testdir() })
    t.teardown(() => running.close())
    const whole = createHash('sha256')
    for (const piece of packageContent({ id: 'NAT00001', version: 1 }, { first: 0, last: 65_535 }))
      whole.update(piece)
    const expected = whole.digest('hex')
    const { account: own } = running.computers.find(({ account: known }) => known) ?? {}
    if (!own) throw new Error('a computer is in the domain')
    // A branch, and one that does not let clients transfer by HTTP.
    for (const name of ['bdp.mix', 'bdp.nat', 'dp2.mix', 'dp2.nat']) {
      const system = running.systems.find((candidate) => candidate.name === name)
      const out = join(t.testdirName, name)
      const get = `ls NAT00001\\*; get NAT00001\\NAT00001.bin "${out}"`
      const { status, said } = await ask(system, userOf(own), 'SMSPKGC$', get)
      t.equal(status, 0, `${name}: ${said}`)
      t.match(said, /NAT00001\.bin +AR +65536 /)
      t.equal(hashOf(out), expected, name)
      const wrong = await ask(system, userOf({ ...own, password: 'another' }), 'SMSPKGC$', get)
      t.match(wrong.said, 'NT_STATUS_LOGON_FAILURE', `${name}: a wrong password`)
      const guest = await ask(system, ['-U', 'guest%'], 'SMSPKGC$', get)
      t.match(guest.said, 'NT_STATUS_LOGON_FAILURE', `${name}: a guest`)
      const anonymous = await ask(system, ['-N'], 'SMSPKGC$', get)
      t.match(anonymous.said, /tree connect failed: NT_STATUS_ACCESS_DENIED/, `${name}: nobody`)
      const told = await Promise.all(Array.from({ length: 4 }, () => running.nextConnection()))
      t.strictSame(
        told.map(({ diagnosis }) => diagnosis),
        [null, 'share-sign-in-refused', 'share-sign-in-refused', 'share-without-account'],
        `${name}: what the server makes of them`,
      )
    }
  },
)
