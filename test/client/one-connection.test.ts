import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { createTransferJob, transferContent } from '../../sim/client/conversations/transfer-content.ts'
import { ask, exchange } from '../../sim/client/transports/http.ts'
import type { RecordedEvent } from '../../sim/evidence/recording/event.ts'
import { packageContent } from '../../sim/wire/distribution-point/package.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'

const size = 3 * 1024 * 1024
const events: RecordedEvent[] = []
const { running } = await open(
  t,
  {
    sites: (['mixed', 'native'] as const).map((mode) => ({
      code: mode === 'mixed' ? 'MIX' : 'NAT',
      mode,
      systems: [
        { name: `dp.${mode}`, roles: ['standard-distribution-point'], packages: ['MIX00001'] },
        { name: `mp.${mode}`, roles: ['management-point'] },
      ],
    })),
    packages: [{ id: 'MIX00001', size }],
    clients: [
      { name: 'MIXED', assignedSite: 'MIX' },
      { name: 'NATIVE', assignedSite: 'NAT' },
    ],
  },
  { cache: newFolder(t), journal: (event) => events.push(event) },
)

for (const name of ['MIXED', 'NATIVE'] as const) {
  void t.test(`a whole transfer of ${name} goes over one connection`, async (t) => {
    const hash = createHash('sha1')
    const whole = { first: 0, last: size - 1 }
    for (const piece of packageContent({ id: 'MIX00001', version: 1 }, whole)) hash.update(piece)
    const wanted = { packageId: 'MIX00001', byBits: true, sha1: hash.digest('hex') }
    const { outcome, id } = await running
      .client(name)
      .contact('standard-distribution-point', { conversation: transferContent(createTransferJob(wanted)) })
    t.equal(outcome, 'answered')
    const [attempt] = events.filter((event) => event.type === 'attempt' && event.attempt.id === id)
    const ends = attempt?.type === 'attempt' ? attempt.ends : null
    const served = events.flatMap((event) => (event.type === 'request' ? [event.request] : []))
    const here = served.filter(({ system }) => system === `dp.${name.toLowerCase()}.sitemode.test`)
    const methods = here.map(({ method }) => method)
    for (const method of ['PROPFIND', 'HEAD', 'GET']) {
      t.ok(methods.filter((one) => one === method).length > 1, `several times ${method}`)
    }
    t.strictSame([...new Set(here.map(({ clientPort }) => clientPort))], [ends?.clientPort])
  })
}

/** A server that answers the first request of each connection, and then ends the connection. */
async function openForgetful(t: Test, headers: string) {
  const accepted: Socket[] = []
  const server = createServer((socket) => {
    accepted.push(socket)
    socket.once('data', () => {
      socket.write(`HTTP/1.1 200 OK\r\nContent-Length: 2\r\n${headers}\r\nOK`)
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of accepted) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const connection = { fqdn: 'mp.test', port, resolve: () => '127.0.0.1', timeout: 5000 }
  return { accepted, origin: `http://mp.test:${port}`, connection }
}

for (const [how, headers] of [
  ['says that it closes the connection', 'Connection: close\r\n'],
  ['closes a connection that it promised to keep', 'Connection: keep-alive\r\nKeep-Alive: timeout=1\r\n'],
] as const) {
  void t.test(`no second connection to a server that ${how}`, async (t) => {
    const { accepted, origin, connection } = await openForgetful(t, headers)
    const { end, ends, status, exchanges } = await exchange(origin, connection, async (send) => {
      const { body } = await ask(send, { method: 'GET', path: '/first' })
      t.equal(body.toString(), 'OK')
      // Both ends have closed then, so the client knows that the connection is over.
      for (const socket of accepted) {
        socket.end()
        await once(socket, 'close')
      }
      await ask(send, { method: 'GET', path: '/second' })
    })
    t.match(end, { stage: 'http', code: 'ERR_CLOSED_IN_CONVERSATION', message: /between two requests/ })
    t.equal(status, null)
    t.ok(ends && ends.clientPort > 0, 'the connection that there was')
    t.strictSame(
      exchanges?.map(({ url, answer }) => [url, answer?.status]),
      [
        [`${origin}/first`, 200],
        [`${origin}/second`, undefined],
      ],
    )
    t.equal(accepted.length, 1)
  })
}
