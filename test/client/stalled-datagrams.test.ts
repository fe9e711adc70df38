import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { openDatagramExchange } from '../../sim/client/transports/datagram.ts'
import { openBootSocket } from '../../sim/client/transports/pxe/boot-socket.ts'
import { stallInTurns } from '../lab/stalls.ts'

const address = '127.0.0.1'
/** Milliseconds: a third of it passes before a datagram is sent again. */
const timeout = 60
/** A socket takes 32 datagrams in a turn of the event loop, so that the last one is answered after more turns than there are tries. */
const crowd = 200

/** A server that answers at once, as far as the machine lets it. */
async function openServer(t: Test): Promise<number> {
  const socket = createSocket('udp4').bind(0, address)
  socket.on('message', (bytes, { port }) => socket.send(bytes, port, address))
  await once(socket, 'listening')
  t.teardown(() => socket.close())
  return socket.address().port
}

/** Asks many questions at once on a machine that stalls in each turn until a datagram would be sent again. */
async function answersTo(t: Test, ask: (question: Buffer) => Promise<unknown>): Promise<void> {
  const questions = Array.from({ length: crowd }, (_, index) => Buffer.from(`question ${index}`))
  const answers = questions.map(ask)
  t.teardown(stallInTurns(12, timeout / 2))
  t.strictSame(await Promise.all(answers), questions)
}

void t.test('an answer by datagram counts that comes while the machine stalls', async (t) => {
  const port = await openServer(t)
  const sockets = await Promise.all(
    Array.from({ length: crowd }, () => openDatagramExchange({ address, port, timeout, stage: 'dns' })),
  )
  await answersTo(t, (question) => {
    const exchange = sockets.pop()
    if (!exchange || 'stage' in exchange) throw new Error('no socket')
    t.teardown(() => exchange.close())
    return exchange.ask(question, (answer) => answer)
  })
})

void t.test('so does one of those that firmware gets', async (t) => {
  const port = await openServer(t)
  const sockets = await Promise.all(
    Array.from({ length: crowd }, () => openBootSocket(address, address, timeout, (error) => t.error(error))),
  )
  await answersTo(t, (question) => {
    const socket = sockets.pop()
    if (!socket || 'stage' in socket) throw new Error('no socket')
    t.teardown(() => socket.close())
    return socket.ask(port, question, (answer) => answer)
  })
})
