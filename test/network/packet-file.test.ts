import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import type { ConnectionEnds } from '../../sim/evidence/connection.ts'
import { packetFile, startHierarchy } from '../../sim/index.ts'
import { limits } from '../../sim/limits.ts'
import { syntheticAttempt } from '../evidence/synthetic-evidence.ts'
import { newFolder } from '../new-folder.ts'
import { packetsOf } from './packets-of.ts'

/** A file in memory. */
function written() {
  const pieces: Buffer[] = []
  const file = packetFile((blocks) => pieces.push(blocks))
  return { file, packets: () => packetsOf(Buffer.concat(pieces)) }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

const ends = (clientAddress: string): ConnectionEnds => ({
  clientAddress,
  clientPort: 4711,
  serverAddress: '127.20.1.1',
  serverPort: 80,
})
const [client, stranger] = ['127.20.128.1', '127.20.128.2'].map(ends) as [ConnectionEnds, ConnectionEnds]
const attempt = { ...syntheticAttempt, id: 'a17', diagnosis: null, outcome: 'answered' } as const

void t.test(
  'packets wait for the end of their attempt, up to a limit, and those behind them wait as well',
  async (t) => {
    const { file, packets } = written()
    const traffic = file.follow((address) => address === client.clientAddress)
    const first = traffic.connected(stranger)
    await nextTurn()
    t.equal(packets().length, 3, 'of a stranger at once')
    const connection = traffic.connected(client)
    first.sent('client', Buffer.from('later'))
    await nextTurn()
    t.equal(packets().length, 3)
    traffic.belongs(client, attempt)
    await nextTurn()
    t.strictSame(
      packets().map(({ comment }) => comment),
      [...Array<undefined>(3), ...Array<string>(3).fill('attempt a17: answered'), undefined],
    )
    connection.finished('client')
    connection.closed()
    await nextTurn()
    t.strictSame(
      packets()
        .slice(-2)
        .map(({ comment, flags }) => [comment, flags]),
      [
        ['attempt a17: answered', 'FA'],
        ['attempt a17: answered', 'FA'],
      ],
      'what comes after the end of the attempt',
    )

    const long = traffic.connected({ ...client, clientPort: 4712 })
    const before = packets().length
    long.sent('server', Buffer.alloc(limits.heldPackets.value))
    await nextTurn()
    const some = packets().slice(before)
    t.ok(some.length >= 4, 'the oldest, without its id')
    t.ok(some.every(({ comment }) => comment === undefined))
    file.flush()
    const data = packets()
      .slice(before)
      .map((packet) => packet.data.length)
    t.equal(
      data.reduce((sum, length) => sum + length),
      limits.heldPackets.value,
      'the rest at the end',
    )
  },
)

void t.test('a connection ends in the file as its socket tells', async (t) => {
  for (const [name, end, flags] of [
    ['the client first', ['finished client', 'finished server', 'closed'], ['FA', 'FA']],
    ['the server alone', ['closed'], ['FA']],
    ['a reset by the client', ['reset client', 'closed'], ['RA']],
    ['a reset by the server', ['reset server', 'finished server', 'closed'], ['RA']],
  ] as const) {
    const { file, packets } = written()
    const connection = file.follow(() => false).connected(client)
    for (const one of end) {
      if (one === 'closed') connection.closed()
      else if (one.startsWith('reset')) connection.reset(one.endsWith('client') ? 'client' : 'server')
      else connection.finished(one.endsWith('client') ? 'client' : 'server')
    }
    await nextTurn()
    t.strictSame(
      packets().map((packet) => packet.flags),
      ['S', 'SA', 'A', ...flags],
      name,
    )
    t.ok(
      packets().every(({ sums }) => sums.every((sum) => sum === 0xffff)),
      'the checksums are right',
    )
  }
})

void t.test(
  'what another program says and hears by TCP and UDP is in the file, and in no other order',
  async (t) => {
    const { file, packets } = written()
    const running = await startHierarchy(
      {
        domain: 'contoso.test',
        sites: [{ code: 'MIX', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
      },
      { cache: newFolder(t), packets: file },
    )
    t.teardown(() => running.close())
    const [system] = running.systems
    const { address, urls } = system ?? { address: '', urls: [] }
    const socket = connect({ host: address, port: Number(new URL(urls[0] ?? '').port) })
    const asked = 'GET /nothing HTTP/1.0\r\n\r\n'
    let heard = ''
    socket.on('data', (bytes) => (heard += bytes.toString('latin1')))
    await once(socket, 'connect')
    const own = `${socket.localAddress}:${socket.localPort}`
    socket.write(asked)
    await once(socket, 'close')
    t.match(heard, /^HTTP\/1\.[01] 404/)

    const question = Buffer.from('0001010000010000000000000e6e6f7468696e670000010001', 'hex')
    const [dns = ''] = running.nameServers.urls
    const asking = createSocket('udp4')
    t.teardown(() => asking.close())
    asking.send(question, Number(new URL(dns).port), running.nameServers.address)
    const [answer] = (await once(asking, 'message')) as [Buffer]

    await running.close()
    const seen = packets()
    const said = (from: boolean, isOwn: (packet: (typeof seen)[number]) => boolean): string =>
      Buffer.concat(
        seen.filter((packet) => isOwn(packet) && (packet.from === own) === from).map(({ data }) => data),
      ).toString('latin1')
    const byTcp = ({ from, to }: (typeof seen)[number]): boolean => from === own || to === own
    t.equal(said(true, byTcp), asked)
    t.equal(said(false, byTcp), heard)
    t.strictSame(
      seen.filter(({ protocol }) => protocol === 17).map(({ data }) => data.toString('hex')),
      [question, answer].map((bytes) => bytes.toString('hex')),
    )
    t.ok(seen.every(({ sums }) => sums.every((sum) => sum === 0xffff)))
  },
)
