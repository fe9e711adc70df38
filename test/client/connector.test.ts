import { createServer, type AddressInfo } from 'node:net'
import { createSecureContext } from 'node:tls'
import t from 'tap'
import { createConnector, type Progress } from '../../sim/client/connector.ts'

void t.test('a connection that is reset at once is still known by both its ends', async (t) => {
  const server = createServer((socket) => socket.resetAndDestroy())
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const connection = {
    fqdn: 'mp.sitemode.test',
    port,
    resolve: () => '127.0.0.1',
    sourceAddress: '127.0.0.1',
    secureContext: createSecureContext(),
  }
  const made = Array.from({ length: 200 }, async () => {
    const progress: Progress = {}
    const connect = createConnector(connection, progress)
    const asked = { hostname: 'mp.sitemode.test', protocol: 'https:', port: String(port) }
    await new Promise<void>((resolve) => connect(asked, () => resolve()))
    return progress
  })
  const all = await Promise.all(made)
  const connected = all.filter(({ ends }) => ends !== undefined)
  t.ok(connected.length > 0, 'some had come as far as a connection')
  for (const { ends } of connected) {
    t.match(ends, { clientAddress: '127.0.0.1', serverAddress: '127.0.0.1', serverPort: port })
    t.not(ends?.clientPort, 0)
  }
})
