import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { mostTransfers } from '../../sim/points/pxe-service-point/file-server.ts'
import { openPxeServicePoint } from '../../sim/points/pxe-service-point/pxe-service-point.ts'
import { openDatagrams, type Datagrams } from './datagrams.ts'

/** Two blocks of 512 bytes and a part of one. */
const content = Buffer.alloc(1100, 'abcdefghijklmnopqrstuvw')
const name = 'smsboot\\x86\\wdsnbp.com'

/** Packets as the figures of RFC 1350 have them; a bar stands for a null. */
const packet = (operation: number, rest: string): Buffer =>
  Buffer.concat([Buffer.from([0, operation]), Buffer.from(rest.replaceAll('|', '\0'), 'latin1')])
const read = (file: string, options = ''): Buffer => packet(1, `${file}|octet|${options}`)
const ack = (block: number): Buffer => Buffer.from([0, 4, block >> 8, block & 0xff])
const breakOff = packet(5, '||stop|')
const data = (block: number): Buffer =>
  Buffer.concat([Buffer.from([0, 3, 0, block]), content.subarray((block - 1) * 512, block * 512)])

async function open(t: Test) {
  const recorder = createRecorder()
  const { ports, close } = await openPxeServicePoint({
    address: '127.0.0.1',
    ports: { dhcp: 0, binl: 0, tftp: 0 },
    fqdn: 'pxe.contoso.test',
    recorder,
    answersFor: () => 'boot',
    bootFiles: [
      { path: name, size: content.length, content },
      { path: 'other.com', size: 7, content: Buffer.from('another') },
      { path: 'made.sdi', size: 70_000 },
    ],
  })
  t.teardown(close)
  return {
    port: ports.tftp,
    close,
    client: await openDatagrams(t),
    viewOf: ({ address, port }: Datagrams) =>
      recorder.settledServerView({
        clientAddress: address,
        clientPort: port,
        serverAddress: '127.0.0.1',
        serverPort: ports.tftp,
      }),
  }
}

void t.test('a file is sent block by block, whatever else is acknowledged', async (t) => {
  const { port, client, viewOf } = await open(t)
  client.send(port, read(name))
  const first = await client.next()
  t.not(first.fromPort, port, 'a transfer has a port of its own')
  t.ok(first.bytes.equals(data(1)))
  const say = (...packets: Buffer[]) => {
    for (const bytes of packets) client.send(first.fromPort, bytes)
  }
  // Were one of these answered, the answer would come before block 2.
  say(ack(0), ack(2), ack(65_535), packet(3, '|\u0001x'), packet(9, 'x'), Buffer.alloc(0))
  client.send(port, read(name))
  say(ack(1))
  t.ok((await client.next()).bytes.equals(data(2)))
  say(ack(1), ack(1), ack(2))
  t.ok((await client.next()).bytes.equals(data(3)), 'who acknowledges twice gets nothing twice')
  say(ack(3))
  t.equal((await viewOf(client)).end, null)
})

void t.test('nobody else can take part in a transfer', async (t) => {
  const { port, client } = await open(t)
  const stranger = await openDatagrams(t)
  client.send(port, read(name))
  const { fromPort } = await client.next()
  stranger.send(fromPort, ack(1))
  stranger.send(fromPort, breakOff)
  client.send(fromPort, ack(1))
  t.ok((await client.next()).bytes.equals(data(2)))
})

void t.test('the options that both know are agreed on', async (t) => {
  const { port } = await open(t)
  const agreed: [string, string][] = [
    ['tsize|0|', 'tsize|1100|'],
    ['blksize|1456|', 'blksize|1456|'],
    ['BLKSIZE|8|', 'blksize|8|'],
    ['blksize|65535|', 'blksize|65464|'],
    ['blksize|600|tsize|0|timeout|2|', 'blksize|600|tsize|1100|timeout|2|'],
    ['blksize|7|tsize|0|', 'tsize|1100|'],
    ['blksize|many|timeout|0|tsize|0|', 'tsize|1100|'],
    ['multicast||tsize|0|', 'tsize|1100|'],
    ['blksize|600|tsize|x|', 'blksize|600|'],
  ]
  for (const [proposed, said] of agreed) {
    const client = await openDatagrams(t)
    client.send(port, read(name, proposed))
    const { bytes } = await client.next()
    t.equal(bytes.toString('latin1'), packet(6, said).toString('latin1'), proposed)
  }
  // RFC 2347: the server leaves out what it refuses. RFC 2349: a size is a number in decimal.
  for (const unknown of ['multicast||', 'blksize|7|', 'timeout|256|', 'tsize|x|', 'tsize||', 'tsize|-1|']) {
    const client = await openDatagrams(t)
    client.send(port, read(name, unknown))
    t.ok((await client.next()).bytes.equals(data(1)), `${unknown} is not answered to`)
  }
})

void t.test('a block is as long as was agreed, and a file ends with a shorter one', async (t) => {
  const { port, client } = await open(t)
  client.send(port, read(name.toUpperCase().replaceAll('\\', '/'), 'blksize|550|'))
  const { fromPort } = await client.next()
  const lengths: number[] = []
  for (let block = 0; block < 3; block += 1) {
    client.send(fromPort, ack(block))
    lengths.push((await client.next()).bytes.length - 4)
  }
  t.strictSame(lengths, [550, 550, 0], 'twice 550 is the whole file, and an empty block says so')
})

void t.test('an unavailable file is refused', async (t) => {
  const { port, viewOf } = await open(t)
  const refused: [Buffer, number, string][] = [
    [read('smsboot\\x86\\nothing.com'), 1, 'TFTP_FILE_NOT_FOUND'],
    [read('smsboot\\..\\smsboot\\x86\\wdsnbp.com'), 1, 'TFTP_FILE_NOT_FOUND'],
    [read('../../../etc/passwd'), 1, 'TFTP_FILE_NOT_FOUND'],
    [read('/etc/passwd'), 1, 'TFTP_FILE_NOT_FOUND'],
    [read(''), 1, 'TFTP_FILE_NOT_FOUND'],
    [packet(2, `${name}|octet|`), 2, 'TFTP_WRITE_REFUSED'],
    [packet(1, `${name}|netascii|`), 4, 'TFTP_MODE_REFUSED'],
  ]
  for (const [request, code, evidence] of refused) {
    const client = await openDatagrams(t)
    client.send(port, request)
    const { bytes } = await client.next()
    t.strictSame([...bytes.subarray(0, 4)], [0, 5, 0, code], bytes.toString('latin1'))
    t.match((await viewOf(client)).end, { stage: 'pxe', code: evidence })
  }
  const client = await openDatagrams(t)
  for (const nonsense of [Buffer.alloc(0), ack(1), breakOff, packet(1, name), Buffer.alloc(600)]) {
    client.send(port, nonsense)
  }
  client.send(port, read(name))
  t.ok((await client.next()).bytes.equals(data(1)), 'what is no request is not answered')
})

void t.test('a block is sent again, and a client that is silent is given up', async (t) => {
  const { port, client, viewOf } = await open(t)
  client.send(port, read(name))
  for (let time = 0; time < 5; time += 1) t.ok((await client.next()).bytes.equals(data(1)))
  t.match((await viewOf(client)).end, { stage: 'pxe', code: 'TFTP_TIMEOUT', message: /block 1 of 3/ })
})

void t.test('firmware may break off after the size, and begin anew at the same port', async (t) => {
  const { port, client, viewOf } = await open(t)
  client.send(port, read(name, 'tsize|0|'))
  const { fromPort } = await client.next()
  client.send(fromPort, breakOff)
  t.equal((await viewOf(client)).end, null, 'that is no failure')
  client.send(port, read(name))
  const again = await client.next()
  t.ok(again.bytes.equals(data(1)))
  client.send(again.fromPort, breakOff)
  t.match((await viewOf(client)).end, { code: 'TFTP_ABORTED', message: /stop/ }, 'and this is one')
})

void t.test('so many transfers at a time and no more', async (t) => {
  const { port, viewOf, close } = await open(t)
  const clients = await Promise.all(Array.from({ length: mostTransfers }, () => openDatagrams(t)))
  const begun = await Promise.all(
    clients.map((client) => {
      client.send(port, read(name))
      return client.next()
    }),
  )
  const late = await openDatagrams(t)
  late.send(port, read(name))
  const [client, transfer] = [clients[0], begun[0]]
  if (!client || !transfer) throw new Error('none was begun')
  client.send(transfer.fromPort, breakOff)
  await viewOf(client)
  late.send(port, read('other.com'))
  t.match((await late.next()).bytes.toString(), 'another', 'whoever asks meanwhile has to ask again')
  await close()
  t.match((await viewOf(late)).end, { code: 'TFTP_STOPPED' })
})

void t.test('a file without content is made of its path and size', async (t) => {
  const { port } = await open(t)
  async function firstBlock(): Promise<Buffer> {
    const client = await openDatagrams(t)
    client.send(port, read('made.sdi', 'tsize|0|'))
    const { bytes, fromPort } = await client.next()
    t.equal(bytes.toString('latin1'), packet(6, 'tsize|70000|').toString('latin1'))
    client.send(fromPort, ack(0))
    return (await client.next()).bytes
  }
  const block = await firstBlock()
  t.equal(block.length, 516)
  t.ok(block.equals(await firstBlock()), 'and is the same each time')
})
