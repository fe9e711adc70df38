import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { writeFile, readFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import { register } from '../../sim/client/conversations/register.ts'
import { requestPolicyAssignments } from '../../sim/client/conversations/request-policy.ts'
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
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const [{ certificate, key }, { root }] = await Promise.all([pki.client(pc, 'good'), pki.authorities()])
  await Promise.all([
    writeFile(file('cert.pem'), certificate),
    writeFile(file('key.pem'), key ?? ''),
    writeFile(file('ca.pem'), root),
  ])
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

void t.test('curl signs in by NTLM, registers and asks for policy, in either mode', { skip }, async (t) => {
  const [pc = { name: '', fqdn: '' }] = running.hierarchy.clients
  const { account } = running.computers[0] ?? {}
  const ntlm = (password = ''): string[] => ['--ntlm', '-u', `${account?.netBiosName}:${password}`]
  const now = new Date('2007-08-22T09:30:00Z')
  for (const [name, site, args] of [
    ['mp.mix', 'MIX', []],
    ['mp.nat', 'NAT', ['--cacert', file('ca.pem'), '--cert', file('cert.pem'), '--key', file('key.pem')]],
  ] as const) {
    const identity = await signingIdentity()
    const client = { ...pc, managementPoint: `${name}.contoso.test`, now, ...identity, signsIn: true }
    const say = sayByCurl(name, ...args, ...ntlm(account?.password))
    const { status, smsId: clientId = '' } = await register(client)(say)
    t.equal(status, 0, name)
    // curl would begin with an empty message here too, where nobody asks it to sign in.
    const plainly = sayByCurl(name, ...args)
    const { assignments } = await requestPolicyAssignments({ ...client, clientId }, site)(plainly)
    t.ok(assignments.length > 0, `${name}: policy`)
    for (const wrong of [ntlm('another'), []])
      await t.rejects(register(client)(sayByCurl(name, ...args, ...wrong)), /HTTP 401/)
  }
})
