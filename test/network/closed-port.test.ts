import { createHook } from 'node:async_hooks'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import t, { type Test } from 'tap'
import { openDatagramExchange } from '../../sim/client/transports/datagram.ts'
import { holdClosedPort } from '../../sim/network/closed-port.ts'
import { newFolder } from '../new-folder.ts'
import { open } from './opened.ts'

async function held(t: Test): Promise<number> {
  const { port, close } = await holdClosedPort()
  t.teardown(close)
  return port
}

/** The code of the error that follows; `undefined` if the awaited event came. */
async function codeOf(event: Promise<unknown>): Promise<string | undefined> {
  try {
    await event
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code
  }
}

void t.test('connections and datagrams to a held port are refused', async (t) => {
  const port = await held(t)
  const addresses = [undefined, '127.0.0.1', ...(process.platform === 'linux' ? ['127.0.0.7'] : [])]
  for (const localAddress of addresses) {
    const socket = connect({ port, host: '127.0.0.1', ...(localAddress !== undefined && { localAddress }) })
    t.equal(await codeOf(once(socket, 'connect')), 'ECONNREFUSED', `a connection from ${localAddress}`)
    const exchange = await openDatagramExchange({
      address: '127.0.0.1',
      port,
      ...(localAddress !== undefined && { sourceAddress: localAddress }),
      timeout: 5000,
      stage: 'dns',
    })
    if ('stage' in exchange) throw new Error(exchange.message)
    const answer = await exchange.ask(Buffer.from('?'), () => 'answered')
    exchange.close()
    t.match(answer, { stage: 'connect', code: 'ECONNREFUSED' }, `a datagram from ${localAddress}`)
  }
})

void t.test('no other program can open a held port', async (t) => {
  const port = await held(t)
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    const server = createServer().listen({ port, host, exclusive: true })
    t.equal(await codeOf(once(server, 'listening')), 'EADDRINUSE', `TCP ${host}`)
    server.close()
    const socket = createSocket('udp4')
    socket.bind({ port, address: host, exclusive: true })
    t.equal(await codeOf(once(socket, 'listening')), 'EADDRINUSE', `UDP ${host}`)
    socket.close()
  }
})

void t.test('a client of a shared address really tries a port that no system opened', async (t) => {
  const { running } = await open(
    t,
    {
      sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp.nat', roles: ['management-point'] }] }],
      clients: [{ name: 'MIXED', assignedSite: 'NAT' }],
    },
    { cache: newFolder(t), addresses: 'shared' },
  )
  let connects = 0
  const hook = createHook({
    init(_id, type) {
      if (type === 'TCPCONNECTWRAP') connects += 1
    },
  }).enable()
  await running
    .client('MIXED')
    .contact('management-point', { system: 'mp.nat', force: true, protocol: 'http' })
  hook.disable()
  const [first] = running.attempts
  t.match(first, {
    url: /^http:\/\/mp\.nat\.sitemode\.test:8080\//,
    outcome: 'failed',
    client_end: {
      stage: 'connect',
      code: 'ECONNREFUSED',
      message: /^connect ECONNREFUSED 127\.0\.0\.1:\d+$/,
    },
    server_end: { code: 'NOT_LISTENING', witnessed: false },
    diagnosis: 'nothing-listens',
  })
  t.notMatch(first?.client_end?.message, /:8080$/, 'whoever has the configured port is not asked')
  t.equal(connects, running.attempts.length, 'one connection for each attempt')
})
