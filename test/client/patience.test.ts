import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { ask, exchange } from '../../sim/client/transports/http.ts'
import { countTime } from '../../sim/net/other-end.ts'
import { connectionFaults } from '../../sim/net/faults.ts'
import { connectTcp } from '../../sim/net/tcp-client.ts'
import { stall, stallInTurns } from '../lab/stalls.ts'

const turn = () => new Promise((resolve) => setImmediate(resolve))

/** A server that does this with the first bytes of each connection. */
async function serverThat(t: Test, act: (socket: Socket) => void): Promise<number> {
  const sockets: Socket[] = []
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.once('data', () => act(socket))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** One request, of which nobody but time can tell that it is not answered. */
function get(port: number, patience: { timeout: number; silenceOf?: () => Promise<void> }) {
  const connection = { fqdn: 'mp.test', port, resolve: () => '127.0.0.1', ...patience }
  return exchange(`http://mp.test:${port}`, connection, (send) => ask(send, { method: 'GET', path: '/' }))
}

void t.test('a stall costs a part of the time that is counted, and not all of it', async (t) => {
  let isOver = false
  const over = new Promise<void>((resolve) =>
    countTime(100, () => {
      isOver = true
      resolve()
    }),
  )
  for (let stalls = 0; stalls < 3; stalls++) {
    stall(200)
    await turn()
    await turn()
    t.equal(isOver, false)
  }
  await over
})

void t.test('time is counted anew from what is heard, and not at all once it is stopped', async (t) => {
  let heard = 0
  let lastHeard = 0
  await new Promise<void>((resolve) => {
    const stop = countTime(20, () => t.fail('was stopped'))
    const speaking = setInterval(() => {
      heard += 1
      lastHeard = performance.now()
      if (heard === 5) clearInterval(speaking)
    }, 10)
    countTime(
      100,
      () => resolve(),
      () => heard,
    )
    stop()
  })
  t.equal(heard, 5)
  t.ok(performance.now() - lastHeard > 50)
})

void t.test('as long as something is heard in each part of the time, it never ends', async (t) => {
  let looks = 0
  const heardAtFirst = 60
  await new Promise<void>((resolve) => countTime(20, resolve, () => Math.min(++looks, heardAtFirst)))
  t.equal(looks, heardAtFirst + 20)
})

void t.test('what arrives while the machine stalls in the last part counts', async (t) => {
  let ours: Socket | undefined
  const port = await serverThat(t, (socket) => (ours = socket))
  const client = connect(port, '127.0.0.1')
  t.teardown(() => client.destroy())
  client.resume().write('x')
  while (!ours) await turn()
  let looks = 0
  const answerAndStall = () => {
    ours?.write('x')
    stall(100)
  }
  const bytesRead = () => {
    // Set at the look before the last.
    if (++looks === 20) setImmediate(answerAndStall)
    return client.bytesRead
  }
  await new Promise<void>((resolve) => countTime(400, resolve, bytesRead))
  t.equal(client.bytesRead, 1)
  t.ok(looks > 21)
})

void t.test('an answer counts that has arrived while the machine stalled', async (t) => {
  const port = await serverThat(t, (socket) => {
    socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nOK')
    stall(500)
  })
  const { status, end } = await get(port, { timeout: 100 })
  t.equal(end, null)
  t.equal(status, 200)
})

void t.test('so does a message over TCP', async (t) => {
  const port = await serverThat(t, (socket) => {
    socket.write('x')
    stall(500)
  })
  const framing = {
    boundsOf: (bytes: Buffer) => (bytes.length > 0 ? { start: 0, end: 1 } : undefined),
    longest: 1,
  }
  const target = { address: '127.0.0.1', port, timeout: 100 }
  const connection = await connectTcp(target, framing, { received: 0 }, (code) => new Error(code))
  connection.send(Buffer.from('x'))
  t.equal((await connection.next()).toString(), 'x')
  connection.close()
})

void t.test('silence runs out before the time for a whole answer, however slow the machine is', async (t) => {
  const half = await serverThat(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nO')
    t.teardown(stallInTurns(60, 30))
  })
  t.match((await get(half, { timeout: 100 })).end, { stage: 'http', code: 'UND_ERR_BODY_TIMEOUT' })
  const silent = await serverThat(t, () => t.teardown(stallInTurns(60, 30)))
  const target = { address: '127.0.0.1', port: silent, timeout: 100 }
  const framing = { boundsOf: () => undefined, longest: 1 }
  const connection = await connectTcp(target, framing, { received: 0 }, (code) => new Error(code))
  connection.send(Buffer.from('x'))
  await t.rejects(connection.next(), { message: 'ETIMEDOUT' })
  connection.close()
})

void t.test('a client waits until it is told that the server keeps silent', async (t) => {
  const port = await serverThat(t, () => undefined)
  let tell = (): void => undefined
  const told = new Promise<void>((resolve) => (tell = resolve))
  let isOver = false
  const waiting = get(port, { timeout: 20, silenceOf: () => told }).finally(() => (isOver = true))
  await new Promise<void>((resolve) => countTime(400, resolve))
  t.equal(isOver, false)
  tell()
  t.match((await waiting).end, { stage: 'http', code: 'UND_ERR_HEADERS_TIMEOUT' })
})

void t.test(
  'a client that has read the beginning of an answer sees the reset, however long the machine stalls',
  async (t) => {
    const port = await serverThat(t, (socket) => {
      const begin = (sent: () => void): void => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nO', () => {
          sent()
          t.teardown(stallInTurns(50, 60))
        })
      }
      const never = (): never => {
        throw new Error('is no part of this fault')
      }
      connectionFaults['reset-in-answer'].requested({
        stage: 'http',
        socket,
        begin,
        sendInstead: never,
        trickle: never,
      })
    })
    const { end } = await get(port, { timeout: 100 })
    t.match(end, { stage: 'http', code: 'ECONNRESET', answering: true })
  },
)
