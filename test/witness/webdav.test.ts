import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { pkiLayout, writePki } from '../../certs/pki-directory.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { hierarchyPki } from '../../sim/network/hierarchy-pki.ts'
import { createClock } from '../../sim/network/open-context.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { packageContent } from '../../sim/wire/distribution-point/package.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const size = 3 * 1024 * 1024 + 5
const { hierarchy } = parseHierarchy({
  domain: 'contoso.test',
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      systems: [
        {
          name: 'dp.mix',
          roles: ['standard-distribution-point'],
          anonymousAccess: true,
          packages: ['MIX00001'],
        },
      ],
    },
    {
      code: 'NAT',
      mode: 'native',
      refusal: 'iis',
      systems: [{ name: 'dp.nat', roles: ['standard-distribution-point'], packages: ['MIX00001'] }],
    },
  ],
  clients: [{ name: 'PC', assignedSite: 'NAT' }],
  packages: [{ id: 'MIX00001', size }],
})
const pki = join(newFolder(t), 'pki')
await writePki(hierarchyPki(hierarchy, createClock(), { cache: false }), pki, {
  systems: hierarchy.sites.flatMap(({ systems }) =>
    systems.map(({ name, fqdn }) => ({ name, fqdn, recipe: 'good' })),
  ),
  clients: hierarchy.clients.map(({ name, fqdn, certificates }) => ({ name, fqdn, recipes: certificates })),
  sites: [],
})
const running = await openHierarchy(hierarchy, { pki })
t.teardown(() => running.close())
const files = pkiLayout(pki)

const whole = Buffer.concat([...packageContent({ id: 'MIX00001', version: 1 }, { first: 0, last: size - 1 })])
const part = Math.floor(size / 8)
const main = whole.subarray(0, size - 2 * part)
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

function addressOf(name: string): string {
  const system = running.systems.find((candidate) => candidate.name === name)
  if (!system) throw new Error(`no system ${name}`)
  return system.address
}
const mixed = `http://${addressOf('dp.mix')}:8080`
const packageUrl = `${mixed}/SMS_DP_SMSPKGC$/MIX00001/`

/** Its exit status tells nothing when it is asked for its version. */
const withoutCadaver =
  !String(spawnSync('cadaver', ['--version']).stdout).startsWith('cadaver ') && 'cadaver is not on the PATH'

void t.test('cadaver lists and downloads a package', { skip: withoutCadaver }, async (t) => {
  const home = t.testdir()
  const [first, second] = [join(home, 'first'), join(home, 'second')]
  const commands = [
    `open ${packageUrl}`,
    'ls',
    `get MIX00001.bin ${first}`,
    'cd MIX00001.files',
    'ls',
    `get 2.bin ${second}`,
    'put /etc/hostname',
    'quit',
  ]
  const { status, stdout, stderr } = await run('cadaver', ['--rcfile=/dev/null'], `${commands.join('\n')}\n`)
  const said = stdout.toString() + stderr
  t.equal(status, 0, said)
  t.match(said, /Coll:\s+MIX00001\.files\s/)
  t.match(said, new RegExp(`\\sMIX00001\\.bin\\s+${main.length}\\s+Aug 2[12]`))
  t.match(said, new RegExp(`\\s1\\.bin\\s+${part}\\s`))
  t.equal(sha256(readFileSync(first)), sha256(main))
  t.equal(sha256(readFileSync(second)), sha256(whole.subarray(-part)))
  t.match(said, /Uploading.*failed/s, 'it takes nothing')
})

interface Curled {
  exit: number
  status: number
  body: Buffer
}

async function curl(url: string, ...options: string[]): Promise<Curled> {
  const quiet = [
    '--silent',
    '--show-error',
    '--noproxy',
    '*',
    '--path-as-is',
    '--write-out',
    '\n%{http_code}',
  ]
  const { status, stdout } = await run('curl', [...quiet, ...options, url])
  const end = stdout.lastIndexOf('\n')
  return { exit: status, status: Number(stdout.subarray(end + 1).toString()), body: stdout.subarray(0, end) }
}

void t.test(
  'curl has ranges, depths and the rest of a file',
  { skip: lacks('curl', '--version') },
  async (t) => {
    const file = `${packageUrl}MIX00001.bin`
    const several = await curl(file, '-r', '0-9,20-29', '--include')
    t.equal(several.status, 206)
    const text = several.body.toString('latin1')
    t.match(text, /content-type: multipart\/byteranges; boundary=/i)
    for (const [first, end] of [
      [0, 10],
      [20, 30],
    ] as const) {
      const bytes = main.toString('latin1', first, end)
      t.ok(text.includes(`Content-Range: bytes ${first}-${end - 1}/${main.length}\r\n\r\n${bytes}\r\n--`))
    }
    t.ok((await curl(file, '-r', '-7')).body.equals(main.subarray(-7)))
    t.equal((await curl(file, '-r', '99999999-')).status, 416)

    const home = t.testdir()
    const out = join(home, 'resumed')
    t.equal((await curl(file, '--output', out)).status, 200)
    truncateSync(out, 1_000_003)
    t.equal((await curl(file, '-C', '-', '--output', out)).status, 206)
    t.equal(sha256(readFileSync(out)), sha256(main))
    // It sends the tag, or the date, that it has kept.
    const tag = join(t.testdir(), 'tag')
    mkdirSync(t.testdir(), { recursive: true })
    t.equal((await curl(file, '--etag-save', tag, '--output', out)).status, 200)
    t.equal((await curl(file, '--etag-compare', tag)).status, 304)
    t.equal((await curl(file, '--time-cond', 'Wed, 22 Aug 2007 00:00:00 GMT')).status, 304)
    t.equal((await curl(file, '--time-cond', 'Tue, 21 Aug 2007 00:00:00 GMT', '--head')).status, 200)

    const hrefs = async (url: string, ...depth: string[]): Promise<number> => {
      const { status, body } = await curl(url, '--request', 'PROPFIND', ...depth)
      return status === 207 ? body.toString().split('<D:href>').length - 1 : -status
    }
    const root = `${mixed}/SMS_DP_SMSPKGC$/`
    t.equal(await hrefs(root, '--header', 'Depth: 0'), 1)
    t.equal(await hrefs(root, '--header', 'Depth: 1'), 2)
    t.equal(await hrefs(root, '--header', 'Depth: infinity'), 6)
    t.equal(await hrefs(root), 6)
    t.equal(await hrefs(root, '--data', '<propfind/>'), -400)
    t.equal((await curl(`${packageUrl}../../../../etc/passwd`)).status, 404)
  },
)

void t.test('curl has it by HTTPS with a certificate', { skip: lacks('curl', '--version') }, async (t) => {
  const host = 'dp.nat.contoso.test'
  const trust = ['--cacert', files.authorities, '--resolve', `${host}:8443:${addressOf('dp.nat')}`]
  const { certificate, key } = files.client('PC')
  const credential = ['--cert', certificate, '--key', key]
  const url = (directory: string): string => `https://${host}:8443/${directory}/MIX00001/MIX00001.bin`
  const home = t.testdir()
  const out = join(home, 'out')
  t.equal((await curl(url('SMS_DP_SMSPKGC$'), ...trust, ...credential, '--output', out)).status, 200)
  t.equal(sha256(readFileSync(out)), sha256(main))
  t.equal((await curl(url('SMS_DP_SMSPKGC$'), ...trust)).status, 403)
  const other = join(home, 'other')
  const nocert = url('NOCERT_SMS_DP_SMSPKGC$')
  t.equal((await curl(nocert, ...trust, '--output', other)).status, 401)
  const { account } = running.computers[0] ?? {}
  const signedIn = ['--ntlm', '-u', `${account?.netBiosName}:${account?.password}`]
  t.equal((await curl(nocert, ...trust, ...signedIn, '--output', other)).status, 200)
  t.equal(sha256(readFileSync(other)), sha256(main))
})

void t.test(
  'tar and sha1sum check a package',
  { skip: lacks('tar', '--version') || lacks('sha1sum', '--version') },
  async (t) => {
    const home = t.testdir()
    const tar = join(home, 'signatures.tar')
    t.equal((await curl(`${mixed}/SMS_DP_SMSSIG$/MIX00001.1.tar`, '--output', tar)).status, 200)
    t.equal((await run('tar', ['-xf', tar, '-C', home])).status, 0)
    mkdirSync(join(home, 'MIX00001.files'))
    for (const name of ['MIX00001.bin', 'MIX00001.files/1.bin', 'MIX00001.files/2.bin']) {
      await curl(packageUrl + name, '--output', join(home, name))
    }
    for (const [program, sums] of [
      ['sha1sum', 'sha1.txt'],
      ['sha256sum', 'sha256.txt'],
    ] as const) {
      const checked = await run('sh', ['-c', `cd "$1" && ${program} -c ${sums}`, 'sh', home])
      t.equal(checked.stdout.toString().match(/: OK$/gm)?.length, 3, program)
    }
  },
)
