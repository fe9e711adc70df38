import fc from 'fast-check'
import t from 'tap'
import type { ConnectionEnds } from '../../sim/evidence/connection.ts'
import { createRecorder, nothingSeen, type ConnectionSeen } from '../../sim/evidence/recorder.ts'
import { syntheticAttempt as attempt } from './synthetic-evidence.ts'

void t.test('attempts are numbered in the order in which they are added', (t) => {
  const recorder = createRecorder()
  t.equal(recorder.add(attempt).id, 'a1')
  t.equal(recorder.add({ ...attempt, client: 'PC2' }).id, 'a2')
  t.strictSame(
    recorder.attempts.map(({ client }) => client),
    ['PC', 'PC2'],
  )
  t.equal(createRecorder(8).add(attempt).id, 'a8')
  t.end()
})

const ends = (clientPort: number): ConnectionEnds => ({
  clientAddress: '127.20.128.1',
  clientPort,
  serverAddress: '127.20.1.1',
  serverPort: 8443,
})
const by = { fqdn: 'mp.contoso.test', protocol: 'https', transport: 'tcp' } as const
const accepted = { ...nothingSeen, listener: { fqdn: 'mp.contoso.test', port: 8443 } }
const expired = { stage: 'tls', code: 'CERT_HAS_EXPIRED', message: 'first' } as const

void t.test('either end may come first, and the first failure counts', async (t) => {
  for (const clientFirst of [true, false]) {
    const recorder = createRecorder()
    const early = clientFirst ? recorder.settledServerView(ends(1)) : undefined
    const side = recorder.accepted(ends(1), by)
    side.secured('verified')
    side.sawWrong(expired)
    side.sawWrong({ stage: 'http', code: 'HPE_INVALID_METHOD', message: 'second' })
    side.closed()
    const view = await (early ?? recorder.settledServerView(ends(1)))
    t.strictSame(
      view,
      { ...accepted, end: expired, failure: expired, clientCertificate: 'verified' },
      clientFirst ? 'client first' : 'server first',
    )
  }
})

void t.test('a view is settled by a failure or by the close, and not before', async (t) => {
  const recorder = createRecorder()
  const side = recorder.accepted(ends(1), by)
  let settled = false
  const view = recorder.settledServerView(ends(1)).then((seen) => {
    settled = true
    return seen
  })
  side.secured('verified')
  t.strictSame(
    recorder.serverView(ends(1)),
    { ...accepted, clientCertificate: 'verified' },
    'it can be read any time',
  )
  await new Promise(setImmediate)
  t.notOk(settled)
  side.closed()
  t.strictSame(await view, { ...accepted, clientCertificate: 'verified' })
})

void t.test('the same addresses and ports can be used again', async (t) => {
  const recorder = createRecorder()
  recorder.accepted(ends(1), by).sawWrong(expired)
  const again = recorder.accepted(ends(1), by)
  again.closed()
  t.strictSame(await recorder.settledServerView(ends(1)), accepted)
})

void t.test('nobody waits for servers that are gone', async (t) => {
  const recorder = createRecorder()
  const early = recorder.settledServerView(ends(1))
  recorder.end()
  t.strictSame(await early, nothingSeen)
  t.strictSame(await recorder.settledServerView(ends(2)), nothingSeen)
})

void t.test('however connections interleave, each view belongs to its own connection', async () => {
  const ports = fc.uniqueArray(fc.integer({ min: 1, max: 65_535 }), { minLength: 2, maxLength: 20 })
  await fc.assert(
    fc.asyncProperty(ports, fc.infiniteStream(fc.boolean()), async (clientPorts, coins) => {
      const recorder = createRecorder()
      const views = clientPorts.map((port) =>
        toss(coins) ? recorder.settledServerView(ends(port)) : undefined,
      )
      const sides = clientPorts.map((port) => [port, recorder.accepted(ends(port), by)] as const)
      for (const [port, side] of toss(coins) ? sides : sides.toReversed()) {
        side.sawWrong({ stage: 'tls', code: String(port), message: '' })
      }
      for (const [index, port] of clientPorts.entries()) {
        const view = await (views[index] ?? recorder.settledServerView(ends(port)))
        if (view.end?.code !== String(port))
          throw new Error(`${port} has the view of ${String(view.end?.code)}`)
      }
    }),
  )
})

function toss(coins: Iterator<boolean, unknown>): boolean {
  return coins.next().value === true
}

void t.test('closed connections that nobody asks about are forgotten in time, open ones never', async (t) => {
  const recorder = createRecorder()
  const open = recorder.accepted(ends(1), by)
  for (let port = 2; port <= 60_000; port++) {
    const side = recorder.accepted(ends(port), by)
    side.sawWrong(expired)
    side.closed()
  }
  t.equal(recorder.serverView(ends(60_000)).end, expired, 'the latest is kept')
  t.equal(recorder.serverView(ends(2)).end, null, 'the first is not')
  open.sawWrong(expired)
  t.equal((await recorder.settledServerView(ends(1))).end, expired, 'what was open all the time')
})

const datagram = { ...by, protocol: 'pxe', transport: 'udp' } as const

function watching() {
  const recorder = createRecorder()
  recorder.watch('127.20.128.1')
  return recorder
}

function portsOf(strays: ReturnType<ReturnType<typeof createRecorder>['strays']>): number[] {
  return strays.map(({ ends }) => ends.clientPort)
}

function seenAt(clientPort: number): ConnectionSeen {
  return { ends: ends(clientPort), times: { connectMs: null, tlsMs: null }, exchanges: [], server: null }
}

void t.test('a connection that no attempt names is a stray, and told of once', (t) => {
  const recorder = watching()
  for (const port of [1, 2, 3]) recorder.accepted(ends(port), by)
  recorder.accepted({ ...ends(4), clientAddress: '127.0.0.1' }, by).closed()
  recorder.add(attempt, seenAt(2))
  t.strictSame(portsOf(recorder.strays('127.20.128.1')), [1, 3])
  t.strictSame(recorder.strays('127.0.0.1'), [], 'nobody watches that address')
  t.strictSame(portsOf(recorder.takeStrays()), [1, 3])
  t.strictSame(recorder.takeStrays(), [])
  t.end()
})

void t.test('nothing is a stray while an attempt is in progress', (t) => {
  const recorder = watching()
  const [first, second] = [recorder.begins('127.20.128.1'), recorder.begins('127.20.128.1')]
  recorder.accepted(ends(1), by)
  first()
  t.strictSame(recorder.strays('127.20.128.1'), [])
  second()
  t.strictSame(portsOf(recorder.strays('127.20.128.1')), [1])
  t.end()
})

void t.test('a connection counts whether its attempt is recorded before its end or after', (t) => {
  const recorder = watching()
  const [early, late] = [recorder.accepted(ends(1), by), recorder.accepted(ends(2), by)]
  early.closed()
  recorder.add(attempt, seenAt(1))
  recorder.add(attempt, seenAt(2))
  late.closed()
  t.strictSame(recorder.takeStrays(), [])
  recorder.accepted(ends(1), by)
  t.strictSame(portsOf(recorder.takeStrays()), [1], 'another one with the same ends is another')
  t.end()
})

void t.test('the datagrams of one socket are one exchange, before its attempt and after', (t) => {
  const recorder = watching()
  const tftp = { ...ends(1), serverPort: 69 }
  for (const sent of [ends(1), ends(1), tftp]) {
    const side = recorder.accepted(sent, datagram)
    side.replied()
    side.closed()
  }
  t.equal(recorder.serverView(ends(1)).replies, 2)
  recorder.add({ ...attempt, protocol: 'pxe' }, seenAt(1))
  recorder.accepted(ends(1), datagram).closed()
  t.strictSame(recorder.takeStrays(), [], 'a repeated datagram can come late')
  recorder.accepted(ends(2), datagram).closed()
  t.strictSame(portsOf(recorder.takeStrays()), [2])
  t.end()
})

void t.test('a server counts its replies, and a fault takes the next one', (t) => {
  const recorder = createRecorder()
  const side = recorder.accepted(ends(1), by)
  side.replied(200)
  t.match(recorder.serverView(ends(1)), { replies: 1, status: 200, substatus: null, spoilt: false })
  side.tookOver(expired)
  t.match(recorder.serverView(ends(1)), { replies: 1, spoilt: true, end: expired })
  side.replied(403, 7)
  t.match(recorder.serverView(ends(1)), { replies: 2, status: 403, substatus: 7, spoilt: false })
  t.end()
})

const scripted = { stage: 'http', code: 'SCRIPTED', message: 'as it is scripted' } as const

void t.test('a script is no failure once it has let the server answer', (t) => {
  const recorder = createRecorder()
  const side = recorder.accepted(ends(1), by)
  const view = recorder.serverView(ends(1))
  side.followsScript(scripted, false)
  t.match(view, { end: scripted, failure: null, awaitsScript: true, spoilt: true })
  side.replied(200)
  t.match(view, { end: scripted, failure: null, awaitsScript: false, spoilt: false })
  side.sawWrong(expired)
  t.match(view, { end: scripted, failure: expired })
  t.end()
})

void t.test('a script whose answer is a failure is one, and a fault that comes before its answer', (t) => {
  const recorder = createRecorder()
  const failing = recorder.accepted(ends(1), by)
  failing.followsScript(scripted, true)
  failing.replied(503)
  t.match(recorder.serverView(ends(1)), { failure: scripted, awaitsScript: false })
  const broken = recorder.accepted(ends(2), by)
  broken.followsScript(scripted, false)
  broken.tookOver(expired)
  t.match(recorder.serverView(ends(2)), { end: scripted, failure: expired, awaitsScript: false })
  t.end()
})
