import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import t, { type Test } from 'tap'
import { keptForeign } from '../../sim/evidence/foreign-connection.ts'
import {
  startHierarchy,
  type HierarchyInput,
  type OpenOptions,
  type RunningHierarchy,
  type TlsCredential,
} from '../../sim/index.ts'
import { newFolder } from '../new-folder.ts'

const described: HierarchyInput = {
  domain: 'contoso.test',
  sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp.nat', roles: ['management-point'] }] }],
  clients: [
    { name: 'PC', assignedSite: 'NAT' },
    { name: 'EXPIRED', assignedSite: 'NAT', certificate: 'expired' },
    { name: 'UNTRUSTED', assignedSite: 'NAT', certificate: 'untrusted-root' },
    { name: 'REVOKED', assignedSite: 'NAT', certificate: 'revoked' },
    { name: 'BARE', assignedSite: 'NAT', certificate: 'none' },
  ],
}

async function opened(
  t: Test,
  options: Pick<OpenOptions, 'addresses'> = {},
  version: '1.2' | '1.3' = '1.2',
): Promise<RunningHierarchy> {
  const running = await startHierarchy(
    { ...described, tls: { version } },
    { ...options, cache: newFolder(t) },
  )
  t.teardown(() => running.close())
  return running
}

function portOf({ systems }: RunningHierarchy): { host: string; port: number } {
  const [system] = systems
  const [url = ''] = system?.urls ?? []
  return { host: system?.address ?? '', port: Number(new URL(url).port) }
}

/** Connects, says something or nothing, and leaves. */
function knock(port: { host: string; port: number }, words = ''): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, () => socket.end(words))
    socket.on('error', reject).resume()
    socket.on('close', () => resolve())
  })
}

/** Shakes hands, and leaves once it is let in or refused. Resolves to whether the handshake was completed. */
async function shakeHands(
  running: RunningHierarchy,
  credential: Pick<TlsCredential, 'ca'>,
): Promise<boolean> {
  let isComplete = false
  const socket = connectTls({ ...portOf(running), ...credential, servername: 'mp.nat.contoso.test' })
  socket.on('error', () => undefined).resume()
  // Whoever is refused in TLS 1.3 learns it after the handshake.
  socket.on('secureConnect', () => {
    isComplete = true
    socket.write('GET / HTTP/1.0\r\n\r\n')
  })
  await new Promise((resolve) => socket.once('close', resolve))
  return isComplete
}

for (const addresses of ['own', 'shared'] as const) {
  void t.test(`a stranger is told from the hierarchy's own clients, ${addresses} addresses`, async (t) => {
    const running = await opened(t, { addresses })
    const clients = ['PC', 'EXPIRED'].map((name) => running.client(name))
    const attempts = clients.flatMap((client) => [
      client.assign('NAT'),
      client.contact('management-point', { force: true }),
      client.contact('management-point', { force: true, protocol: 'http' }),
    ])
    await Promise.all([...attempts, knock(portOf(running), 'GET / HTTP/1.1\r\n\r\n')])
    t.match(await running.nextConnection(), {
      ...{ id: 'c1', outcome: 'failed', diagnosis: 'http-to-https-port', protocol: 'https' },
    })
    t.equal(running.connections.length, 1, 'of all these connections one is nobody’s')
    t.ok(running.attempts.length > 4)
    await knock(portOf(running))
    t.match(await running.nextConnection(), {
      ...{ id: 'c2', outcome: 'unanswered', server_end: null, diagnosis: null, tls: null },
    })
  })
}

void t.test('a connection that is open when the hierarchy closes is told of', async (t) => {
  const running = await startHierarchy(
    { sites: [{ code: 'MIX', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }] },
    { cache: newFolder(t) },
  )
  t.teardown(() => running.close())
  const socket = connect(portOf(running), () => socket.write('GET / HTTP/1.1\r\nHost: mp\r\n\r\n'))
  socket.on('error', () => undefined)
  await once(socket, 'data')
  t.strictSame(running.connections, [])
  await running.close()
  t.match(running.connections, [{ id: 'c1', status: 404, replies: 1 }])
})

void t.test('a datagram is a connection of its own', async (t) => {
  const running = await opened(t)
  const { address, urls } = running.nameServers
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  for (const url of urls) socket.send('no question', Number(new URL(url).port), address)
  const told = [await running.nextConnection(), await running.nextConnection()]
  t.match(told.map(({ protocol, outcome }) => [protocol, outcome]).sort(), [
    ['dns', 'unanswered'],
    ['wins', 'unanswered'],
  ])
})

void t.test('of many the latest are kept', async (t) => {
  const running = await opened(t)
  for (let count = 0; count < keptForeign + 5; count++) await knock(portOf(running))
  const last = `c${keptForeign + 5}`
  while ((await running.nextConnection()).id !== last);
  t.equal(running.connections.length, keptForeign)
  t.equal(running.connections[0]?.id, 'c6')
  t.equal(running.connections.at(-1)?.id, last)
})

for (const version of ['1.2', '1.3'] as const) {
  void t.test(`what OpenSSL says is told without the end of its line, TLS ${version}`, async (t) => {
    const running = await opened(t, {}, version)
    const { client_end, server_end } = await running
      .client('BARE')
      .contact('management-point', { force: true })
    await shakeHands(running, { ca: (await running.pki.authorities()).root })
    const foreign = (await running.nextConnection()).server_end
    const messages = [client_end, server_end, foreign].flatMap((end) => (end ? [end.message] : []))
    t.match(messages, [/alert/, /did not return a certificate/, /did not return a certificate/])
    for (const message of messages) t.equal(message, message.trimEnd())
  })
}

/** A list is looked at once the handshake is complete; all else OpenSSL refuses before that, as far as TLS lets it. */
const refusals = [
  { version: '1.2', client: 'EXPIRED', recipe: 'expired', completed: false },
  { version: '1.2', client: 'UNTRUSTED', recipe: 'untrusted-root', completed: false },
  { version: '1.2', client: 'REVOKED', recipe: 'revoked', completed: true },
  { version: '1.3', client: 'EXPIRED', recipe: 'expired', completed: true },
  { version: '1.3', client: 'UNTRUSTED', recipe: 'untrusted-root', completed: true },
  { version: '1.3', client: 'REVOKED', recipe: 'revoked', completed: true },
] as const

for (const { version, client, recipe, completed } of refusals) {
  const how = completed ? 'after' : 'before the end of'
  void t.test(`TLS ${version} refuses a certificate ${how} the handshake: ${recipe}`, async (t) => {
    const running = await opened(t, {}, version)
    t.equal(await shakeHands(running, await running.pki.issue('STRANGER', recipe)), completed)
    const told = await running.nextConnection()
    t.match(told, { outcome: 'failed', tls: `TLSv${version}`, diagnosis: /^client-certificate-/ })
    t.equal(told.clientCertificate, completed ? 'verified' : null)
    t.match(told.certificate, { subject: /STRANGER/ }, 'it was shown all the same')
    const { tls } = await running.client(client).contact('management-point', { force: true })
    t.equal(tls?.clientCertificate ?? false, completed, 'a client of the hierarchy is told of alike')
  })
}
