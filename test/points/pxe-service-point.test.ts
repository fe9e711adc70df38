import t, { type Test } from 'tap'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { limits } from '../../sim/limits.ts'
import { openExchanges } from '../../sim/points/pxe-service-point/exchanges.ts'
import { openPxeServicePoint } from '../../sim/points/pxe-service-point/pxe-service-point.ts'
import { openDatagrams } from './datagrams.ts'

const identifier = Buffer.from('004c4c4544003552108033b2c04f4d4e31', 'hex')

/** A message of a computer's firmware, composed by RFC 2131 section 2 and RFC 4578. */
function firmware(
  type: number,
  transaction: number,
  vendorClass = 'PXEClient:Arch:00000:UNDI:002001',
  more = '',
): Buffer {
  const fixed = Buffer.alloc(236)
  fixed.set([1, 1, 6, 0])
  fixed.writeUInt32BE(transaction, 4)
  fixed.set([0x00, 0x15, 0x5d, 1, 2, 3], 28)
  const options = Buffer.concat([
    Buffer.from([0x63, 0x82, 0x53, 0x63, 53, 1, type, 60, vendorClass.length]),
    Buffer.from(vendorClass),
    Buffer.from([97, 17]),
    identifier,
    Buffer.from(more, 'hex'),
    Buffer.from([255]),
  ])
  return Buffer.concat([fixed, options])
}

/** Options of a reply whose options stand one after the other. */
function optionsOf(reply: Buffer): Map<number, Buffer> {
  const options = new Map<number, Buffer>()
  for (let at = 240; reply.readUInt8(at) !== 255; at += 2 + reply.readUInt8(at + 1)) {
    options.set(reply.readUInt8(at), reply.subarray(at + 2, at + 2 + reply.readUInt8(at + 1)))
  }
  return options
}

const fileNamed = (reply: Buffer): string => reply.toString('latin1', 108, 236).replace(/\0+$/, '')
const transactionOf = (reply: Buffer): number => reply.readUInt32BE(4)

async function open(t: Test, answersFor: () => 'boot' | 'abort' | 'ignore' = () => 'boot') {
  const recorder = createRecorder()
  const asked: unknown[] = []
  const point = await openPxeServicePoint({
    address: '127.0.0.1',
    ports: { dhcp: 0, binl: 0, tftp: 0 },
    fqdn: 'pxe.contoso.test',
    recorder,
    answersFor(computer) {
      asked.push(computer)
      return answersFor()
    },
    bootFiles: [],
  })
  t.teardown(() => point.close())
  const client = await openDatagrams(t)
  const viewAt = (serverPort: number) =>
    recorder.settledServerView({
      clientAddress: client.address,
      clientPort: client.port,
      serverAddress: '127.0.0.1',
      serverPort,
    })
  return { ...point, client, asked, viewAt }
}

void t.test('firmware is offered a server, and no address', async (t) => {
  const { ports, client, asked } = await open(t)
  client.send(ports.dhcp, firmware(1, 0xcafe))
  const { bytes, fromPort } = await client.next()
  t.equal(fromPort, ports.dhcp)
  t.equal(bytes.readUInt8(0), 2, 'BOOTREPLY')
  t.equal(transactionOf(bytes), 0xcafe)
  t.equal(bytes.subarray(16, 20).join('.'), '0.0.0.0', 'yiaddr')
  t.equal(bytes.subarray(20, 24).join('.'), '127.0.0.1', 'siaddr')
  t.equal(fileNamed(bytes), '', 'a ROM then asks at port 4011')
  const options = optionsOf(bytes)
  t.strictSame([...(options.get(53) ?? [])], [2], 'DHCPOFFER')
  t.equal(options.get(54)?.join('.'), '127.0.0.1')
  t.equal(options.get(60)?.toString(), 'PXEClient')
  t.ok(options.get(97)?.equals(identifier), 'the machine identifier comes back')
  t.strictSame(asked, [
    { hardwareAddress: '00:15:5d:01:02:03', uuid: '44454c4c-3500-1052-8033-b2c04f4d4e31' },
  ])
})

void t.test('a request at port 4011 gets the name of a boot program', async (t) => {
  for (const [decision, file] of [
    ['boot', 'smsboot\\x86\\wdsnbp.com'],
    ['abort', 'smsboot\\x86\\abortpxe.com'],
  ] as const) {
    const { ports, client } = await open(t, () => decision)
    client.send(ports.binl, firmware(3, 1))
    const { bytes, fromPort } = await client.next()
    t.equal(fromPort, ports.binl)
    t.equal(fileNamed(bytes), file)
    t.strictSame([...(optionsOf(bytes).get(53) ?? [])], [5], 'DHCPACK')
  }
})

void t.test('a program for a BIOS is named to no other firmware', async (t) => {
  const efi = 'PXEClient:Arch:00007:UNDI:003016'
  // Option 93 (RFC 4578 section 2.1): 7 is EFI of x64, 6 of x86 and 0 a BIOS.
  const cases: [what: string, vendorClass: string | undefined, more: string, isNamed: boolean][] = [
    ['EFI', efi, '5d020007', false],
    ['EFI that leaves the option out', efi, '', false],
    ['EFI of x86', undefined, '5d020006', false],
    ['the option counts', efi, '5d020000', true],
    ['both', undefined, '5d0400070000', true],
    ['neither said', 'PXEClient', '', true],
  ]
  for (const [what, vendorClass, more, isNamed] of cases) {
    const { ports, client, viewAt } = await open(t)
    client.send(ports.dhcp, firmware(1, 1, vendorClass, more))
    t.equal(transactionOf((await client.next()).bytes), 1, `${what}: a server is offered`)
    client.send(ports.binl, firmware(3, 2, vendorClass, more))
    const { bytes } = await client.next()
    t.equal(fileNamed(bytes), isNamed ? 'smsboot\\x86\\wdsnbp.com' : '', what)
    if (isNamed) continue
    t.match((await viewAt(ports.dhcp)).end, { code: 'PXE_NO_BOOT_FILE', message: /architecture [67]$/ })
  }
})

void t.test('a request to another server is left alone', async (t) => {
  const { ports, client, asked } = await open(t)
  // RFC 2131 section 4.3.2; option 54 names the server.
  client.send(ports.binl, firmware(3, 1, undefined, '36047f000002'))
  client.send(ports.binl, firmware(3, 2, undefined, '36047f000001'))
  t.equal(transactionOf((await client.next()).bytes), 2)
  t.equal(asked.length, 1, 'nobody looked the computer up')
})

void t.test('datagrams for other servers are ignored, and the next one is answered', async (t) => {
  const { ports, client } = await open(t)
  const reply = firmware(1, 2)
  reply.writeUInt8(2, 0)
  for (const bad of [
    firmware(1, 3, 'MSFT 5.0'),
    firmware(3, 4),
    reply,
    Buffer.alloc(0),
    Buffer.alloc(300),
    firmware(1, 5).subarray(0, 250),
  ]) {
    client.send(ports.dhcp, bad)
  }
  client.send(ports.dhcp, firmware(1, 6))
  t.equal(transactionOf((await client.next()).bytes), 6)
  client.send(ports.binl, firmware(1, 7))
  client.send(ports.binl, firmware(3, 8))
  t.equal(transactionOf((await client.next()).bytes), 8)
})

void t.test('an unknown computer is not answered, and the server knows why', async (t) => {
  const decisions = ['ignore', 'boot'] as const
  let at = 0
  const { ports, client, viewAt } = await open(t, () => decisions[at++] ?? 'boot')
  client.send(ports.dhcp, firmware(1, 9))
  const { end } = await viewAt(ports.dhcp)
  t.match(end, { stage: 'pxe', code: 'PXE_COMPUTER_UNKNOWN', message: /00:15:5d:01:02:03/ })
  client.send(ports.dhcp, firmware(1, 10))
  t.equal(transactionOf((await client.next()).bytes), 10)
})

void t.test('a datagram that is not a DHCP message is recorded', async (t) => {
  const { ports, client, viewAt } = await open(t)
  client.send(ports.binl, Buffer.from('GET / HTTP/1.1\r\n\r\n'))
  t.match((await viewAt(ports.binl)).end, { stage: 'pxe', code: 'DHCP_MALFORMED' })
})

void t.test('a port that is taken opens nothing, and a closed point frees its ports', async (t) => {
  const { ports, close } = await open(t)
  const again = (taken: Partial<typeof ports>) =>
    openPxeServicePoint({
      address: '127.0.0.1',
      ports: { dhcp: 0, binl: 0, tftp: 0, ...taken },
      fqdn: 'pxe.contoso.test',
      recorder: createRecorder(),
      answersFor: () => 'boot',
      bootFiles: [],
    })
  for (const port of ['dhcp', 'binl', 'tftp'] as const) {
    await t.rejects(again({ [port]: ports[port] }), { code: 'EADDRINUSE' })
  }
  await close()
  const second = await again(ports)
  t.strictSame(second.ports, ports)
  await second.close()
})

void t.test('of too many exchanges the oldest is over', (t) => {
  const closed: number[] = []
  const recorder = createRecorder(1, undefined, ({ ends }) => void closed.push(ends.clientPort))
  const exchanges = openExchanges(recorder, 'pxe.contoso.test')
  t.teardown(() => exchanges.close())
  const server = { serverAddress: '127.0.0.1', serverPort: 4011, clientAddress: '127.0.0.1' }
  const most = limits.bootExchanges.value
  for (let port = 1; port <= most; port += 1) exchanges.received({ ...server, clientPort: port })
  t.strictSame(closed, [])
  exchanges.received({ ...server, clientPort: 1 })
  exchanges.received({ ...server, clientPort: most + 1 })
  t.strictSame(closed, [1])
  t.end()
})
