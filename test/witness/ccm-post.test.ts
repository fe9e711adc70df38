import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile, readFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { register } from '../../sim/client/conversations/register.ts'
import { downloadPolicies, requestPolicyAssignments } from '../../sim/client/conversations/request-policy.ts'
import { sendStateMessages } from '../../sim/client/conversations/send-message.ts'
import type { Reply, Request } from '../../sim/client/transports/http.ts'
import { acceptAnyVerb, restoreVerbs } from '../../sim/points/listener/http-receiver.ts'
import { open } from '../network/opened.ts'
import { signingIdentity } from '../../certs/issue.ts'
import { newFolder } from '../new-folder.ts'
import { lacks, run } from './run-program.ts'

const directory = newFolder(t)
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
  { cache: join(directory, 'cache') },
)
const file = (name: string): string => join(directory, name)
const skip = lacks('curl', '--version')
const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
const [{ certificate, key }, { root }] = await Promise.all([pki.client(pc, 'good'), pki.authorities()])
await Promise.all([
  writeFile(file('cert.pem'), certificate),
  writeFile(file('key.pem'), key ?? ''),
  writeFile(file('ca.pem'), root),
])

/** Has curl say what a conversation says, to a site system by its name. */
function sayByCurl(name: string, ...args: string[]): (said: Request) => Promise<Reply> {
  const system = running.systems.find((candidate) => candidate.name === name)
  const url = new URL(system?.urls[0] ?? '')
  const resolve = ['--resolve', `${url.hostname}:${url.port}:${system?.address ?? ''}`]
  return async ({ method, path, headers = {}, body = '' }) => {
    await Promise.all([writeFile(file('said'), body), writeFile(file('heard'), '')])
    const sent = Object.entries(headers).flatMap(([header, value]) => ['-H', `${header}: ${value}`])
    const output = ['-s', '-o', file('heard'), '-w', '%{http_code} %{content_type}']
    const said = ['-X', method, '--data-binary', `@${file('said')}`, ...sent]
    const { stdout } = await run('curl', [...output, ...resolve, ...args, ...said, url.origin + path])
    const [, status = '', type = ''] = /^(\d+) (.*)$/.exec(stdout.toString()) ?? []
    return { status: Number(status), headers: { 'content-type': type }, body: await readFile(file('heard')) }
  }
}

void t.test('requests of curl by CCM_POST and BITS_POST arrive unchanged', { skip }, async (t) => {
  const web = createHttpServer((request, response) => {
    void buffer(request).then((body) =>
      response.end(`${request.method} ${createHash('sha256').update(body).digest('hex')}`),
    )
  })
  restoreVerbs(web)
  const server = createServer((socket) => web.emit('connection', acceptAnyVerb(socket).stream))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const sent = randomBytes(1024 * 1024)
  await writeFile(file('sent'), sent)
  const hash = createHash('sha256').update(sent).digest('hex')
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  for (const verb of ['CCM_POST', 'BITS_POST']) {
    for (const how of [[], ['-H', 'Transfer-Encoding: chunked'], ['-H', 'Expect: 100-continue']]) {
      // Two in turn over one connection.
      const post = ['-X', verb, '--data-binary', `@${file('sent')}`, ...how, url]
      const { stdout } = await run('curl', ['-s', ...post, '--next', '-s', ...post])
      t.equal(stdout.toString(), `${verb} ${hash}`.repeat(2), `${verb} ${how.join(' ')}`)
    }
  }
})

void t.test('curl registers a client and sends a long report, in either mode', { skip }, async (t) => {
  const mutual = ['--cacert', file('ca.pem'), '--cert', file('cert.pem'), '--key', file('key.pem')]
  const identity = await signingIdentity()
  const now = new Date('2007-08-22T09:30:00Z')
  for (const [name, args] of [
    ['mp.mix', []],
    ['mp.nat', mutual],
  ] as const) {
    const client = { ...pc, managementPoint: `${name}.contoso.test`, now, ...identity }
    const say = sayByCurl(name, ...args)
    const { status, smsId: clientId = '' } = await register(client)(say)
    t.equal(status, 0, name)
    t.match(clientId, /^GUID:/)
    const message = {
      time: now,
      serialNumber: 1,
      topic: { id: '', type: 500, idType: 0 },
      state: { id: 1, criticality: 0 },
      details: randomBytes(1024 * 1024).toString('base64'),
      parameters: [],
    }
    await t.resolves(
      sendStateMessages(
        { ...client, clientId },
        { machine: { netBiosName: 'PC', clientInstalled: true, clientId }, date: now, messages: [message] },
      )(say),
    )
  }
})

const python = '/usr/bin/python3'
const program = fileURLToPath(new URL('../../../test/witness/ntlm-requests.py', import.meta.url))

const withMd4 = `openssl_conf = init
[init]
providers = providers
[providers]
default = active
legacy = active
[active]
activate = 1
`
await writeFile(file('openssl.cnf'), withMd4)

/** A program that says what a conversation says, signed in with a password or not at all. */
interface Sayer {
  skip: string | false
  sayTo(name: string, password?: string): (said: Request) => Promise<Reply>
}

const { account } = running.computers[0] ?? {}
const user = account?.netBiosName ?? ''

const sayers: Readonly<Record<string, Sayer>> = {
  curl: {
    skip,
    sayTo(name, password) {
      const certificates =
        name === 'mp.nat'
          ? ['--cacert', file('ca.pem'), '--cert', file('cert.pem'), '--key', file('key.pem')]
          : []
      const ntlm = password === undefined ? [] : ['--ntlm', '-u', `${user}:${password}`]
      return sayByCurl(name, ...certificates, ...ntlm)
    },
  },
  'requests_ntlm of Python': {
    skip: lacks(python, '-c', 'import requests_ntlm') && `${python} has no requests_ntlm`,
    sayTo(name, password) {
      const { address = '', urls = [] } = running.systems.find((system) => system.name === name) ?? {}
      const { hostname: host, origin } = new URL(urls[0] ?? '')
      return async ({ method, path, headers = {}, body = '' }) => {
        await Promise.all([writeFile(file('said'), body), writeFile(file('heard'), '')])
        const asked = {
          ...{
            method,
            url: origin + path,
            headers,
            body: file('said'),
            answer: file('heard'),
            host,
            address,
          },
          ...(name === 'mp.nat' && {
            ...{ authorities: file('ca.pem'), certificate: file('cert.pem'), key: file('key.pem') },
          }),
          openssl: file('openssl.cnf'),
          ...(password !== undefined && { user, password }),
        }
        const { status: ended, stdout, stderr } = await run(python, [program], JSON.stringify(asked))
        if (ended !== 0) throw new Error(stderr)
        const { status, type } = JSON.parse(stdout.toString()) as { status: number; type: string }
        return { status, headers: { 'content-type': type }, body: await readFile(file('heard')) }
      }
    },
  },
}

for (const [sayer, { skip: lacking, sayTo }] of Object.entries(sayers)) {
  void t.test(
    `${sayer} signs in by NTLM, registers and gets policy, in either mode`,
    { skip: lacking },
    async (t) => {
      const now = new Date('2007-08-22T09:30:00Z')
      for (const [name, site] of [
        ['mp.mix', 'MIX'],
        ['mp.nat', 'NAT'],
      ] as const) {
        const identity = await signingIdentity()
        const client = { ...pc, managementPoint: `${name}.contoso.test`, now, ...identity, signsIn: true }
        const { status, smsId: clientId = '' } = await register(client)(sayTo(name, account?.password))
        t.equal(status, 0, name)
        // curl would begin with an empty message here too, where nobody asks it to sign in.
        const plainly = sayTo(name)
        const sender = { ...client, clientId }
        const { assignments } = await requestPolicyAssignments(sender, site)(plainly)
        t.ok(assignments.length > 0, `${name}: policy`)
        const bodies = await downloadPolicies(assignments, sender)(plainly)
        t.strictSame(
          bodies.map(({ id }) => id),
          assignments.map(({ policyId }) => policyId),
          `${name}: the body of each policy`,
        )
        for (const wrong of ['another', undefined])
          await t.rejects(register(client)(sayTo(name, wrong)), /HTTP 401/)
      }
    },
  )
}
