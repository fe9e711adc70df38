import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { startHierarchy } from '../../sim/index.ts'
import { newFolder } from '../new-folder.ts'
import { clientHello } from './client-hello.ts'

/**
 * Node's events give the TLS socket of a handshake that failed. Once its client has gone that socket has no address, and an
 * undocumented field leads to the connection below: if Node drops the field, this fails.
 */
void t.test('clients that go in mid-handshake, all at once, are told apart', async (t) => {
  const count = 50
  await using running = await startHierarchy(
    {
      domain: 'contoso.test',
      sites: [{ code: 'NAT', mode: 'native', systems: [{ name: 'mp.nat', roles: ['management-point'] }] }],
    },
    { cache: newFolder(t) },
  )
  const [{ address: host } = { address: '' }] = running.systems
  const hello = await clientHello()
  const sockets = Array.from({ length: count }, () => connect({ host, port: 8443 }))
  const ports = await Promise.all(
    sockets.map(async (socket) => {
      await once(socket, 'connect')
      const { localPort } = socket
      socket.write(hello)
      await once(socket, 'data')
      return localPort
    }),
  )
  for (const socket of sockets) socket.resetAndDestroy()
  const told = await Promise.all(sockets.map(() => running.nextConnection()))
  const seen = told.map(({ clientPort, server_end }) => [clientPort, server_end?.code])
  t.strictSame(seen.sort(), ports.map((port) => [port, 'ECONNRESET']).sort())
})
