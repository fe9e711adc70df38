import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { ServedRequest } from '../../sim/evidence/connection.ts'
import { md4 } from '../../sim/wire/ntlm/md4.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const directory = newFolder(t)
const file = (name: string): string => join(directory, name)
const served: ServedRequest[] = []
const { running, pki } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [
      { code: 'NAT', mode: 'native', systems: [{ name: 'mp.nat', roles: ['management-point'] }] },
      {
        code: 'MIX',
        mode: 'mixed',
        parent: 'NAT',
        systems: [{ name: 'mp.mix', roles: ['management-point'] }],
      },
    ],
    clients: [{ name: 'PC', assignedSite: 'NAT' }],
  },
  {
    cache: join(directory, 'cache'),
    journal(event) {
      if (event.type === 'request') served.push(event.request)
    },
  },
)
const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
const { account } = running.computers[0] ?? {}
if (!account) throw new Error('PC is in the domain')
const [{ certificate, key }, { root }] = await Promise.all([pki.client(pc, 'good'), pki.authorities()])
await Promise.all([
  writeFile(file('cert.pem'), certificate),
  writeFile(file('key.pem'), key ?? ''),
  writeFile(file('ca.pem'), root),
])
const mutual = { authorities: file('ca.pem'), certificate: file('cert.pem'), key: file('key.pem') }
const path = '/ccm_system_windowsauth/request'

function placeOf(name: string) {
  const system = running.systems.find((candidate) => candidate.name === name)
  const { hostname, port, origin } = new URL(system?.urls[0] ?? '')
  return { address: system?.address ?? '', host: hostname, port: Number(port), origin }
}

/** The lines that the web server writes in its log of what was asked since the last call. */
async function logged(expected: number) {
  while (served.length < expected) await new Promise(setImmediate)
  return served
    .splice(0)
    .map(({ status, substatus, challenged = false, account: user = null }) => [
      status,
      substatus,
      challenged,
      user,
    ])
}

/** A message is no GET: who has signed in is told that. */
const signedIn = 405
const wrong = 'another password'

void t.test(
  'curl signs in by NTLM, and not with a wrong password',
  { skip: lacks('curl', '--version') },
  async (t) => {
    for (const [name, certificates] of [
      ['mp.mix', []],
      ['mp.nat', ['--cacert', mutual.authorities, '--cert', mutual.certificate, '--key', mutual.key]],
    ] as const) {
      const { origin, host, port, address } = placeOf(name)
      const ask = async (password: string, ...how: string[]): Promise<number> => {
        const resolve = ['--resolve', `${host}:${port}:${address}`, ...certificates]
        const written = ['-s', '-o', file('answer'), '-w', '%{http_code}']
        const user = ['-u', `${account.netBiosName}:${password}`]
        const { stdout } = await run('curl', [...written, ...resolve, ...user, ...how, origin + path])
        return Number(stdout.toString())
      }
      t.equal(await ask(account.password, '--ntlm'), signedIn, name)
      t.strictSame(await logged(2), [
        // curl knows what it is to do, and begins with the first message.
        [401, 1, true, null],
        [signedIn, 0, false, 'CONTOSO\\PC$'],
      ])
      t.equal(await ask(wrong, '--ntlm'), 401, `${name}: a wrong password`)
      t.strictSame(await logged(2), [
        [401, 1, true, null],
        [401, 1, false, null],
      ])
      t.equal(await ask(account.password, '--basic'), 401, `${name}: a way that is not on offer`)
      t.strictSame(await logged(1), [[401, 2, false, null]])
    }
  },
)

const python = lacks('python3', '--version')
const program = fileURLToPath(new URL('../../../test/witness/ntlm-client.py', import.meta.url))

void t.test('Python signs in by the specification, once for a connection', { skip: python }, async (t) => {
  for (const [name, certificates] of [
    ['mp.mix', {}],
    ['mp.nat', mutual],
  ] as const) {
    const ask = async (password: string): Promise<unknown> => {
      const asked = {
        ...placeOf(name),
        ...certificates,
        method: 'GET',
        path,
        user: account.name,
        domain: 'CONTOSO',
        ntHash: md4(Buffer.from(password, 'utf16le')).toString('hex'),
      }
      const { status, stdout, stderr } = await run('python3', [program], JSON.stringify(asked))
      t.equal(status, 0, stderr)
      return (JSON.parse(stdout.toString()) as { statuses: number[] }).statuses
    }
    t.strictSame(await ask(account.password), [401, 401, signedIn, signedIn], name)
    t.strictSame(await logged(4), [
      [401, 2, false, null],
      [401, 1, true, null],
      [signedIn, 0, false, 'CONTOSO\\PC$'],
      [signedIn, 0, false, 'CONTOSO\\PC$'],
    ])
    t.strictSame(await ask(wrong), [401, 401, 401, 401], `${name}: a wrong password`)
    t.strictSame(await logged(4), [
      [401, 2, false, null],
      [401, 1, true, null],
      [401, 1, false, null],
      [401, 2, false, null],
    ])
  }
})
