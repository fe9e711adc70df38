import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { mock } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import t from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { startHierarchy, type ForeignConnection } from '../../sim/index.ts'
import { limits } from '../../sim/limits.ts'
import { openTcpServer } from '../../sim/net/tcp-server.ts'
import { newFolder } from '../new-folder.ts'
import { clientHello } from '../points/client-hello.ts'

// The limits are minutes: the guard's clock is moved by hand.
mock.timers.enable({ apis: ['setInterval'] })
t.teardown(() => mock.timers.reset())

const told: ForeignConnection[] = []
const running = await startHierarchy(
  {
    domain: 'contoso.test',
    sites: [
      {
        code: 'NAT',
        mode: 'native',
        systems: [
          { name: 'mp.nat', roles: ['management-point'] },
          { name: 'open.nat', roles: ['management-point'], listen: { clientCertificate: 'ignore' } },
        ],
      },
      {
        code: 'MIX',
        mode: 'mixed',
        parent: 'NAT',
        systems: [
          { name: 'mp.mix', roles: ['management-point'] },
          { name: 'dp.mix', roles: ['branch-distribution-point'], packages: ['MIX00001'] },
        ],
      },
    ],
    clients: [{ name: 'PC', assignedSite: 'MIX' }],
    packages: [{ id: 'MIX00001', size: '4 KiB' }],
  },
  {
    cache: newFolder(t),
    journal(event) {
      if (event.type === 'connection') told.push(event.connection)
    },
  },
)
t.teardown(() => running.close())

interface Door {
  host: string
  port: number
}

function doorOf({ address: host, urls }: { address: string; urls: readonly string[] }, scheme: string): Door {
  const url = urls.find((one) => one.startsWith(`${scheme}:`)) ?? ''
  return { host, port: Number(/:(\d+)/.exec(url.slice(scheme.length + 1))?.[1]) }
}

const [native, open, mixed, share] = running.systems
if (!native || !open || !mixed || !share) throw new Error('a system is missing')
const doors = {
  https: doorOf(native, 'https'),
  http: doorOf(mixed, 'http'),
  smb: doorOf(share, 'smb'),
  ldap: doorOf(running.domainController, 'ldap'),
  dns: doorOf(running.nameServers, 'dns'),
  lists: doorOf(running.revocationLists, 'http'),
}

async function opened(door: Door): Promise<Socket> {
  const socket = connect(door)
  socket.on('error', () => undefined)
  socket.resume()
  await once(socket, 'connect')
  return socket
}

/** Returns once the listener has accepted every connection that was opened before: it hangs up on nonsense. */
async function hasAccepted(door: Door): Promise<void> {
  const nonsense = await opened(door)
  nonsense.write(`${'x'.repeat(20_000)}\r\n\r\n`)
  await once(nonsense, 'close')
}

async function turns(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await setImmediate()
}

const post = 'CCM_POST /ccm_system/request HTTP/1.1\r\nHost: mp.mix.contoso.test\r\n'

/** What a client says before it falls still, and what is told of it in the end. */
const clients: readonly (readonly [
  string,
  keyof typeof doors,
  string | Buffer,
  ForeignConnection['outcome'],
])[] = [
  ['says nothing', 'http', '', 'unanswered'],
  ['stops in a head', 'http', 'GET / HTTP/1.1\r\nHos', 'failed'],
  ['stops in a body', 'http', `${post}Content-Length: 1000\r\n\r\nabc`, 'failed'],
  ['stops in a chunk', 'http', `${post}Transfer-Encoding: chunked\r\n\r\n5\r\nab`, 'failed'],
  ['has its answer', 'http', 'GET /SMS_MP/.sms_aut?MPLIST HTTP/1.1\r\nHost: mp.mix\r\n\r\n', 'answered'],
  ['says nothing', 'https', '', 'unanswered'],
  ['stops in its hello', 'https', (await clientHello()).subarray(0, 20), 'failed'],
  ['says nothing', 'smb', '', 'unanswered'],
  ['stops in a message', 'smb', Buffer.from('00000100fe', 'hex'), 'failed'],
  ['says nothing', 'ldap', '', 'unanswered'],
  ['stops in a message', 'ldap', Buffer.from('3050', 'hex'), 'failed'],
  ['says nothing', 'dns', '', 'unanswered'],
  ['stops in a message', 'dns', Buffer.from('0020ff', 'hex'), 'failed'],
]

const silence: Record<keyof typeof doors, number> = {
  ...{ http: limits.webSilence.value, https: limits.webSilence.value, lists: limits.webSilence.value },
  smb: limits.shareSilence.value,
  ldap: limits.directorySilence.value,
  dns: limits.nameServerSilence.value,
}

void t.test('a client that stops is waited for as long as its server waits, and no longer', async (t) => {
  for (const [what, at, words, outcome] of clients) {
    const socket = await opened(doors[at])
    const { localPort } = socket
    // The system may have given this port to an earlier connection as well, to another address.
    const before = told.length
    const seconds = silence[at] * 1000
    if (words.length > 0) socket.write(words)
    if (outcome === 'answered') await once(socket, 'data')
    await hasAccepted(doors[at])
    mock.timers.tick(seconds)
    await turns()
    t.equal(socket.destroyed, false, `${what} by ${at}: it is waited for`)
    const closed = once(socket, 'close')
    mock.timers.tick(seconds / 2)
    await closed
    await turns()
    const connection = told.slice(before).find(({ clientPort }) => clientPort === localPort)
    t.equal(connection?.outcome, outcome, what)
    if (outcome === 'failed') t.equal(connection?.server_end?.code, 'ETIMEDOUT')
  }
})

void t.test('a client that sends a byte now and then does not have for ever', async (t) => {
  const socket = await opened(doors.http)
  const closed = once(socket, 'close')
  socket.write('GET / HTTP/1.1\r\nX: ')
  await hasAccepted(doors.http)
  for (let part = 0; part < 6; part++) {
    if (!socket.destroyed) socket.write('x')
    await turns()
    mock.timers.tick((limits.webSilence.value * 1000) / 4)
  }
  await closed
  t.pass('it was closed')
})

void t.test(
  'the point of the revocation lists waits no longer, and a visitor who is inside neither',
  async (t) => {
    const waiting = await opened(doors.lists)
    await hasAccepted(doors.lists)
    const inside = connectTls({ ...doorOf(open, 'https'), rejectUnauthorized: false })
    inside.on('error', () => undefined)
    await once(inside, 'secureConnect')
    const closed = [waiting, inside].map((socket) => once(socket, 'close'))
    mock.timers.tick(limits.webSilence.value * 1500)
    await Promise.all(closed)
    t.equal(running.attempts.length, 0)
  },
)

void t.test('the answers promise what the listener keeps', async (t) => {
  const { host, port } = doors.http
  const answer = await fetch(`http://${host}:${port}/SMS_MP/.sms_aut?MPLIST`)
  t.equal(answer.headers.get('keep-alive'), `timeout=${limits.webSilence.value}`)
  await answer.arrayBuffer()
})

void t.test('a flood of one listener leaves it answering, and the others alone', async (t) => {
  const flood: Socket[] = []
  t.teardown(() => {
    for (const socket of flood) socket.destroy()
  })
  const elsewhere = await opened(doors.ldap)
  const extra = 40
  for (let count = 0; count < limits.connections.value + extra; count++) flood.push(await opened(doors.http))
  const { host, port } = doors.http
  const answer = await fetch(`http://${host}:${port}/SMS_MP/.sms_aut?MPLIST`, {
    headers: { Connection: 'close' },
  })
  t.equal(answer.status, 200)
  await answer.arrayBuffer()
  await turns()
  const left = flood.filter(({ destroyed }) => !destroyed)
  t.ok(left.length <= limits.connections.value, `${left.length} are open`)
  t.ok(left.length >= limits.connections.value - 2)
  t.strictSame(
    flood.slice(extra + 2).filter(({ destroyed }) => destroyed),
    [],
    'the oldest give way',
  )
  t.equal(elsewhere.destroyed, false)
  const { outcome } = await running.client('PC').contact('management-point')
  t.equal(outcome, 'answered')
  elsewhere.destroy()
})

void t.test('a simulated client is waited for, however slow it is, and gives way to nobody', async (t) => {
  const recorder = createRecorder()
  const ours = '127.0.0.2'
  recorder.watch(ours)
  const server = await openTcpServer(
    { address: '127.0.0.1', port: 0, fqdn: 'mp.contoso.test', service: 'it', protocol: 'http', recorder },
    () => new Promise(() => undefined),
  )
  t.teardown(() => server.close())
  const attempted = recorder.begins(ours)
  const client = connect({ host: '127.0.0.1', port: server.port, localAddress: ours })
  await once(client, 'connect')
  const strangers: Socket[] = []
  t.teardown(() => {
    for (const socket of [client, ...strangers]) socket.destroy()
  })
  for (let count = 0; count <= limits.connections.value; count++)
    strangers.push(await opened({ host: '127.0.0.1', port: server.port }))
  const [oldest] = strangers
  if (oldest && !oldest.closed) await once(oldest, 'close')
  t.equal(client.destroyed, false)
  const closed = strangers.slice(1).map((socket) => once(socket, 'close'))
  mock.timers.tick(limits.webSilence.value * 1500)
  await Promise.all(closed)
  t.equal(client.destroyed, false, 'it makes an attempt')
  attempted()
  const over = once(client, 'close')
  client.resume()
  mock.timers.tick(limits.webSilence.value * 1500)
  await over
  t.pass('it has made its attempt')
})
