import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openListener } from '../../sim/points/listener/listener.ts'
import type { TlsMaterial } from '../../sim/points/listener/web-connection.ts'

void t.test('is ready once its certificate is made, and for what has failed too', async (t) => {
  let fail: (error: Error) => void = () => undefined
  const material = new Promise<TlsMaterial>((_resolve, reject) => (fail = reject))
  const asked: string[] = []
  const listener = await openListener({
    address: '127.0.0.1',
    port: 0,
    protocol: 'https',
    fqdn: 'mp.contoso.test',
    recorder: createRecorder(),
    answer: () => undefined,
    tls: {
      clientCertificate: 'require',
      refusal: 'handshake',
      material: () => {
        asked.push('certificate')
        return material
      },
    },
  })
  t.teardown(() => listener.close())
  t.strictSame(asked, [], 'nothing is made that nobody needs')
  let ready = false
  const waiting = listener.ready().then(() => (ready = true))
  await new Promise(setImmediate)
  t.notOk(ready)
  fail(new Error('the disk is full'))
  await waiting
  await listener.ready()
  t.strictSame(asked, ['certificate'], 'it is asked for once')
})

void t.test('a client that comes again from the same port at once is seen as well', async (t) => {
  const recorder = createRecorder()
  const address = '127.0.0.1'
  const listener = await openListener({
    address,
    port: 0,
    protocol: 'http',
    fqdn: 'mp.contoso.test',
    recorder,
    answer: (_request, response) => response.end(),
  })
  t.teardown(() => listener.close())
  // Nothing else on this machine connects from it, so its ports are free.
  const clientAddress = '127.14.9.1'
  // Whether the end of the first connection has been worked off when the second says something depends on the turn.
  for (const turns of [0, 1, 2, 3]) {
    const first = connect({ port: listener.port, host: address, localAddress: clientAddress })
    first.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n')
    await once(first, 'data')
    const { localPort: clientPort = 0 } = first
    // A reset frees the port at once.
    first.resetAndDestroy()
    const second = connect({
      port: listener.port,
      host: address,
      localAddress: clientAddress,
      localPort: clientPort,
    })
    second.on('error', () => undefined)
    await once(second, 'connect')
    for (let turn = 0; turn < turns; turn++) await new Promise(setImmediate)
    second.write('This: is no HTTP.\r\n\r\n')
    const ends = { clientAddress, clientPort, serverAddress: address, serverPort: listener.port }
    const { end } = await recorder.settledServerView(ends)
    t.match(end, { stage: 'http', code: 'HPE_INVALID_METHOD' }, `after ${turns} turns`)
  }
})
