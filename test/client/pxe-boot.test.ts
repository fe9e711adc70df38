import { createHash } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import t, { type Test } from 'tap'
import { pxeBoot } from '../../sim/client/transports/pxe/pxe.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import { openPxeServicePoint } from '../../sim/points/pxe-service-point/pxe-service-point.ts'

const computer = { hardwareAddress: '00:15:5d:01:02:03', uuid: '44454c4c-3500-1052-8033-b2c04f4d4e31' }
const address = '127.0.0.1'
/** For what is answered. */
const timeout = 10_000
/** For what is not answered: the test waits so long. */
const shortTimeout = 200

const contents = { wdsnbp: Buffer.alloc(2 * 1456, 'whole blocks '), abortpxe: Buffer.from('stop') }

async function openPoint(
  t: Test,
  decision: 'boot' | 'abort' | 'ignore',
  files: Record<string, Buffer> = contents,
) {
  const recorder = createRecorder()
  const asked: unknown[] = []
  const point = await openPxeServicePoint({
    address,
    ports: { dhcp: 0, binl: 0, tftp: 0 },
    fqdn: 'pxe.contoso.test',
    recorder,
    answersFor(identity) {
      asked.push(identity)
      return decision
    },
    bootFiles: Object.entries(files).map(([name, content]) => ({
      path: `smsboot\\x86\\${name}.com`,
      size: content.length,
      content,
    })),
  })
  t.teardown(() => point.close())
  return { ports: point.ports, recorder, asked }
}

/** A server that says what it is told to, to whatever comes; nothing where that is nothing. */
async function openServer(t: Test, answer: (bytes: Buffer) => Buffer | undefined): Promise<number> {
  const socket = createSocket('udp4').bind(0, address)
  socket.on('message', (bytes, { port }) => {
    const said = answer(bytes)
    if (said) socket.send(said, port, address)
  })
  await once(socket, 'listening')
  t.teardown(() => socket.close())
  return socket.address().port
}

const silent = () => undefined

/** A port that nobody has any more. */
async function freePort(): Promise<number> {
  const socket = createSocket('udp4').bind(0, address)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

void t.test('a computer boots the program that the point has for it', async (t) => {
  for (const [decision, file, content] of [
    ['boot', 'smsboot\\x86\\wdsnbp.com', contents.wdsnbp],
    ['abort', 'smsboot\\x86\\abortpxe.com', contents.abortpxe],
  ] as const) {
    const { ports, recorder, asked } = await openPoint(t, decision)
    const { booted, end, ends } = await pxeBoot({ address, ports, timeout }, computer)
    t.equal(end, null)
    t.strictSame(booted, {
      bootFile: file,
      length: content.length,
      sha256: createHash('sha256').update(content).digest('hex'),
    })
    t.strictSame(asked, [computer, computer], 'it says which computer it is')
    if (!ends) throw new Error('no ends')
    t.match(ends, { clientAddress: address, serverAddress: address, serverPort: ports.dhcp })
    t.equal((await recorder.settledServerView(ends)).end, null, 'the other end knows it by the same ends')
  }
})

void t.test('it sends from its own address', { skip: process.platform !== 'linux' }, async (t) => {
  const { ports } = await openPoint(t, 'boot')
  const { ends, end } = await pxeBoot({ address, ports, timeout, sourceAddress: '127.0.0.77' }, computer)
  t.equal(end, null)
  t.equal(ends?.clientAddress, '127.0.0.77')
})

void t.test('who is not offered anything says PXE-E51', async (t) => {
  const { ports, recorder } = await openPoint(t, 'ignore')
  const { booted, end, ends } = await pxeBoot({ address, ports, timeout: shortTimeout }, computer)
  t.equal(booted, undefined)
  t.match(end, { stage: 'pxe', code: 'PXE-E51' })
  if (!ends) throw new Error('no ends')
  t.match((await recorder.settledServerView(ends)).end, { code: 'PXE_COMPUTER_UNKNOWN' })
})

void t.test('where nobody listens, firmware hears nothing', async (t) => {
  const ports = { dhcp: await freePort(), binl: 1, tftp: 1 }
  const { end } = await pxeBoot({ address, ports, timeout: shortTimeout }, computer)
  t.match(end, { stage: 'pxe', code: 'PXE-E51' })
})

void t.test('a source address that is not here', async (t) => {
  const ports = { dhcp: 1, binl: 1, tftp: 1 }
  const { end, ends } = await pxeBoot({ address, ports, timeout, sourceAddress: '192.0.2.1' }, computer)
  t.match(end, { stage: 'connect', code: 'EADDRNOTAVAIL' })
  t.equal(ends, undefined)
})

void t.test('no reply on port 4011 is PXE-E55', async (t) => {
  const { ports } = await openPoint(t, 'boot')
  for (const binl of [await openServer(t, silent), await freePort()]) {
    const { end } = await pxeBoot({ address, ports: { ...ports, binl }, timeout: shortTimeout }, computer)
    t.match(end, { stage: 'pxe', code: 'PXE-E55' })
  }
})

/** The server's reply by RFC 2131 section 2: an acknowledgment with options, and nothing in `file`. */
function acknowledge(request: Buffer, ...options: number[]): Buffer {
  const reply = Buffer.from(request.subarray(0, 240))
  reply.writeUInt8(2, 0)
  const pxeClient = [60, 9, ...Buffer.from('PXEClient')]
  return Buffer.concat([reply, Buffer.from([53, 1, 5, ...pxeClient, ...options, 255]), Buffer.alloc(60)])
}

void t.test('an acknowledgment that names no file is PXE-E53', async (t) => {
  const { ports } = await openPoint(t, 'boot')
  const binl = await openServer(t, (request) => acknowledge(request))
  const { end } = await pxeBoot({ address, ports: { ...ports, binl }, timeout }, computer)
  t.match(end, { stage: 'pxe', code: 'PXE-E53' })
})

void t.test('what is not for this computer is passed over', async (t) => {
  const { ports } = await openPoint(t, 'boot')
  const binl = await openServer(t, (request) => {
    const reply = acknowledge(request)
    reply.writeUInt32BE((reply.readUInt32BE(4) ^ 1) >>> 0, 4)
    return reply
  })
  const { end } = await pxeBoot({ address, ports: { ...ports, binl }, timeout: shortTimeout }, computer)
  t.match(end, { code: 'PXE-E55' }, 'another transaction is no reply')
})

void t.test('the file may be named by option 67', async (t) => {
  const { ports } = await openPoint(t, 'boot')
  const name = Buffer.from('smsboot\\x86\\abortpxe.com')
  const binl = await openServer(t, (request) => acknowledge(request, 67, name.length, ...name))
  const { booted } = await pxeBoot({ address, ports: { ...ports, binl }, timeout }, computer)
  t.equal(booted?.length, contents.abortpxe.length)
})

void t.test('a file that is not there is PXE-T01', async (t) => {
  const { ports } = await openPoint(t, 'boot', { ...contents, wdsnbp: Buffer.alloc(0) })
  const empty = await pxeBoot({ address, ports, timeout }, computer)
  t.equal(empty.booted?.length, 0, 'an empty one is there')

  const missing = await openPoint(t, 'boot', {})
  const { end, ends } = await pxeBoot({ address, ports: missing.ports, timeout }, computer)
  t.match(end, { stage: 'pxe', code: 'PXE-T01', message: /wdsnbp\.com/ })
  if (!ends) throw new Error('no ends')
  t.match((await missing.recorder.settledServerView(ends)).end, { code: 'TFTP_FILE_NOT_FOUND' })
})

void t.test('a TFTP server that does not do its part', async (t) => {
  const { ports } = await openPoint(t, 'boot')
  const isRequest = (bytes: Buffer) => bytes[1] === 1
  const cases: [string, (bytes: Buffer) => Buffer | undefined, number][] = [
    ['PXE-E32', silent, shortTimeout],
    ['PXE-E36', () => Buffer.from('\0\x05\0\x02denied\0', 'latin1'), timeout],
    ['PXE-E36', () => Buffer.from('\0\x06blksize\x009999\0', 'latin1'), timeout],
    ['PXE-E36', () => Buffer.concat([Buffer.from([0, 3, 0, 1]), Buffer.alloc(600)]), timeout],
    [
      'PXE-E35',
      (bytes) =>
        isRequest(bytes) ? Buffer.concat([Buffer.from([0, 3, 0, 1]), Buffer.alloc(512)]) : undefined,
      shortTimeout,
    ],
  ]
  for (const [code, answer, timeout] of cases) {
    const tftp = await openServer(t, answer)
    const { end, booted } = await pxeBoot({ address, ports: { ...ports, tftp }, timeout }, computer)
    t.match(end, { stage: 'pxe', code })
    t.equal(booted, undefined)
  }
})

void t.test('what is no identity of a computer is said so', async (t) => {
  const connection = { address, ports: { dhcp: 1, binl: 1, tftp: 1 }, timeout }
  await t.rejects(pxeBoot(connection, { ...computer, uuid: 'no uuid' }), RangeError)
  await t.rejects(pxeBoot(connection, { ...computer, hardwareAddress: 'none' }), RangeError)
})
