import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import { limits } from '../../sim/limits.ts'
import { tapHandshake } from '../../sim/probe/tap-handshake.ts'

/** A record of TLS that is full of data, and an alert in the clear. */
const data = Buffer.concat([Buffer.from('1703034000', 'hex'), Buffer.alloc(0x4000)])
const alert = Buffer.from('15030300020228', 'hex')

/** The steps that a tap tells of a server that sends so many bytes of data, and then an alert. */
async function stepsAfter(t: Test, bytes: number): Promise<string[]> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined)
    for (let sent = 0; sent < bytes; sent += data.length) socket.write(data)
    socket.end(alert)
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  const tap = tapHandshake(() => 0)
  const stream = tap.wrap(connect((server.address() as AddressInfo).port, '127.0.0.1'))
  let passed = 0
  stream.on('data', (piece: Buffer) => (passed += piece.length))
  await once(stream, 'end')
  stream.destroy()
  t.ok(passed >= bytes, 'all of it is passed on')
  return tap.read().steps.map(({ step }) => step)
}

void t.test('an answer without an end is not kept', async (t) => {
  t.strictSame(await stepsAfter(t, limits.probedBytes.value / 2), ['data', 'alert'])
  t.strictSame(await stepsAfter(t, limits.probedBytes.value * 4), ['data'], 'the alert is beyond the limit')
})
