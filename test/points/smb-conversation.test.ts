import { framed } from '../../sim/net/framed.ts'
import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { signOn } from '../../sim/client/transports/smb/sign-on.ts'
import type { SmbConnection } from '../../sim/client/transports/smb/connection.ts'
import { createMessageWindow } from '../../sim/points/smb-share/conversation.ts'
import {
  commands,
  headerFlags,
  joinCompound,
  parseHeader,
  serializeMessage,
  splitCompound,
  statusName,
  type Header,
  smbFrame,
  smbMessageBounds,
} from '../../sim/wire/smb/header.ts'
import { serializeEmptyBody } from '../../sim/wire/smb/body.ts'
import {
  serializeSmb1Negotiate,
  parseNegotiateResponse,
  serializeNegotiateRequest,
} from '../../sim/wire/smb/negotiate.ts'
import { fileIdOf, fqdn, opening, openShare, openTree, reading, statusOf } from './opened-share.ts'
import { parseReadResponse, serializeReadRequest } from '../../sim/wire/smb/read.ts'
import { serializeCloseRequest, serializeCreateRequest } from '../../sim/wire/smb/create.ts'
import { serializeTreeConnectRequest } from '../../sim/wire/smb/session.ts'

void t.test('the handles of a client are limited', async (t) => {
  const { server } = await openShare(t)
  const connection = await openTree(t, server.port)
  const open = opening(connection)
  const ends = Array.from({ length: 257 }, () => 'STATUS_SUCCESS').fill('STATUS_INSUFFICIENT_RESOURCES', 256)
  const came: string[] = []
  while (came.length < ends.length) came.push(statusOf(await open('')))
  t.strictSame(came, ends, 'open files')
  const path = `\\\\${fqdn}\\SMSPKGC$`
  for (let trees = 1; trees < 32; trees += 1) {
    t.equal(
      statusOf(await connection.ask(commands.treeConnect, serializeTreeConnectRequest({ path }))),
      'STATUS_SUCCESS',
    )
  }
  t.equal(
    statusOf(await connection.ask(commands.treeConnect, serializeTreeConnectRequest({ path }))),
    'STATUS_INSUFFICIENT_RESOURCES',
    'trees',
  )
})

void t.test('credits', (t) => {
  const window = createMessageWindow()
  t.notOk(window.take(1n), 'nothing is granted yet')
  t.ok(window.take(0n))
  t.notOk(window.take(0n), 'each number once')
  t.equal(window.grant(0), 1, 'one at least')
  t.ok(window.take(1n))
  t.equal(window.grant(60_000), 128, 'and no more than so many')
  t.equal(window.grant(1), 0)
  // The first is kept back, and all others are used, as they come.
  let last = 2n
  while (window.take(last + 1n)) {
    last += 1n
    window.grant(1)
  }
  t.ok(last - 2n <= 256n, 'numbers stay close together')
  t.ok(window.take(2n))
  t.ok(window.grant(10) >= 1, 'and go on once the first is used')
  t.end()
})

const header: Header = {
  command: commands.negotiate,
  status: 0,
  credits: 31,
  flags: 0,
  nextCommand: 0,
  messageId: 0n,
  treeId: 0,
  sessionId: 0n,
  signature: Buffer.alloc(16),
}
const offer = (...dialects: number[]): Buffer =>
  serializeMessage(
    header,
    serializeNegotiateRequest({ securityMode: 1, clientGuid: Buffer.alloc(16), dialects }),
  )

/** The replies to one frame and the next; null if the connection is closed instead. */
async function talk(port: number, ...messages: readonly Buffer[]): Promise<(Buffer | null)[]> {
  const socket = connect({ host: '127.0.0.1', port })
  await once(socket, 'connect')
  const frames = framed(socket, { boundsOf: smbMessageBounds, longest: 1_000_000 })
  const answers: (Buffer | null)[] = []
  for (const message of messages) {
    socket.write(smbFrame(message))
    const { value } = await frames.next().catch(() => ({ value: undefined }))
    answers.push(value ?? null)
    if (!value) break
  }
  socket.destroy()
  return answers
}

const dialectOf = (message: Buffer | null | undefined): number | undefined =>
  message ? parseNegotiateResponse(message)?.dialect : undefined

void t.test('negotiating', async (t) => {
  const { server, recorder } = await openShare(t)
  const { port } = server
  t.equal(dialectOf((await talk(port, offer(0x0202, 0x0210, 0x0311)))[0]), 0x0202)
  const [unknown] = await talk(port, offer(0x0311))
  t.equal(statusName(unknown?.readUInt32LE(8) ?? 0), 'STATUS_NOT_SUPPORTED')
  const both = serializeSmb1Negotiate(['NT LM 0.12', 'SMB 2.002', 'SMB 2.???'])
  t.equal(dialectOf((await talk(port, both))[0]), 0x0202)
  const later = serializeMessage({ ...header, messageId: 1n }, offer(0x0202).subarray(64))
  t.strictSame(
    (await talk(port, serializeSmb1Negotiate(['SMB 2.???']), later)).map(dialectOf),
    [0x02ff, 0x0202],
  )
  t.strictSame(await talk(port, serializeSmb1Negotiate(['NT LM 0.12'])), [null], 'SMB1 alone')
  t.strictSame((await talk(port, offer(0x0202), later)).map(dialectOf), [0x0202, undefined], 'twice')
  const echo = serializeMessage({ ...header, command: commands.echo }, serializeEmptyBody())
  t.strictSame(await talk(port, echo), [null], 'not at first')
  t.strictSame((await talk(port, offer(0x0202), echo))[1], null, 'a number that was used')
  const answer = serializeMessage({ ...header, flags: headerFlags.response }, serializeEmptyBody())
  t.strictSame(await talk(port, answer), [null], 'a response')
  t.strictSame(await talk(port, Buffer.from('nonsense')), [null])

  const socket = connect({ host: '127.0.0.1', port, localAddress: '127.0.0.1' })
  await once(socket, 'connect')
  const ends = {
    clientAddress: '127.0.0.1',
    clientPort: socket.localPort ?? 0,
    serverAddress: '127.0.0.1',
    serverPort: port,
  }
  socket.write('GET / HTTP/1.1\r\n\r\n')
  t.match((await recorder.settledServerView(ends)).end, { stage: 'smb', code: 'INVALID_MESSAGE' })
  socket.destroy()
})

void t.test('a compound hands on its session, its tree and its file', async (t) => {
  const { server } = await openShare(t)
  const { port } = server
  const connection = await openTree(t, port)
  // The connection knows nothing of compounds: the same, once more, by hand.
  const socket = connect({ host: '127.0.0.1', port })
  await once(socket, 'connect')
  t.teardown(() => socket.destroy())
  const frames = framed(socket, { boundsOf: smbMessageBounds, longest: 1_000_000 })
  let messageId = 0n
  let treeId = 0
  const byHand: SmbConnection = {
    ...connection,
    async ask(command, body) {
      const ask = { ...header, command, messageId: messageId++, sessionId: byHand.sessionId, treeId }
      socket.write(smbFrame(serializeMessage(ask, body)))
      const { value } = await frames.next()
      const answered = value && parseHeader(value)
      if (!value || !answered) throw new Error('no answer')
      return { header: answered, message: value }
    },
    sessionId: 0n,
  }
  await signOn(byHand, fqdn, [])
  const { sessionId } = byHand
  const path = `\\\\${fqdn}\\SMSPKGC$`
  treeId = (await byHand.ask(commands.treeConnect, serializeTreeConnectRequest({ path }))).header.treeId

  type Part = [Partial<Header> & { command: number }, Buffer]
  const theLast: Buffer = Buffer.alloc(16, 0xff)
  const related = { flags: headerFlags.related, sessionId: 2n ** 64n - 1n, treeId: 0xffffffff }
  const own = { sessionId, treeId }
  const create = (name: string, more: Partial<Header> = own): Part => [
    { ...more, command: commands.create },
    serializeCreateRequest({ ...reading, name }),
  ]
  const read = (fileId = theLast, more: Partial<Header> = related): Part => [
    { ...more, command: commands.read },
    serializeReadRequest({ length: 10, offset: 0n, fileId, minimum: 0 }),
  ]
  const close = (fileId = theLast): Part => [
    { ...related, command: commands.close },
    serializeCloseRequest({ tell: false, fileId }),
  ]
  const connecting = (share: string): Part => [
    { ...own, command: commands.treeConnect },
    serializeTreeConnectRequest({ path: `\\\\${fqdn}\\${share}` }),
  ]
  const compound = async (...parts: readonly Part[]) => {
    socket.write(
      smbFrame(
        joinCompound(
          parts.map(([part, body]) => serializeMessage({ ...header, ...part, messageId: messageId++ }, body)),
        ),
      ),
    )
    const { value } = await frames.next()
    return splitCompound(value ?? Buffer.alloc(0))?.map(({ header, bytes }) => ({
      status: statusName(header.status),
      related: (header.flags & headerFlags.related) !== 0,
      length: parseReadResponse(bytes)?.data.length,
    }))
  }
  const file = 'PKG00001\\PKG00001.bin'
  t.match(await compound(create(file), read(), close()), [
    { status: 'STATUS_SUCCESS', related: false },
    { status: 'STATUS_SUCCESS', related: true, length: 10 },
    { status: 'STATUS_SUCCESS', related: true },
  ])
  t.match(
    await compound(create('PKG00009\\PKG00009.bin'), read(), close()),
    Array.from({ length: 3 }, () => ({ status: 'STATUS_OBJECT_PATH_NOT_FOUND' })),
    'and why it could not be opened',
  )
  const statuses = async (...parts: readonly Part[]) =>
    (await compound(...parts))?.map(({ status }) => status)
  t.strictSame(
    await statuses(create('PKG00009\\PKG00009.bin'), create(file, related), read(), close()),
    ['STATUS_OBJECT_PATH_NOT_FOUND', 'STATUS_SUCCESS', 'STATUS_SUCCESS', 'STATUS_SUCCESS'],
    'the one that was opened last counts',
  )

  // [MS-SMB2] 3.3.5.2.7.2: a related request has the file of the one before, and not one of its own.
  const another = fileIdOf(await opening({ ...byHand })(file))
  t.strictSame(
    await statuses(create(file), close(), read(), read(another), close(another)),
    ['STATUS_SUCCESS', 'STATUS_SUCCESS', ...Array.from({ length: 3 }, () => 'STATUS_FILE_CLOSED')],
    'after a close',
  )
  t.strictSame(await statuses(read(another, own)), ['STATUS_SUCCESS'], 'the other file is open still')
  t.strictSame(await statuses(read(theLast, own)), ['STATUS_FILE_CLOSED'], 'no compound has opened it')
  t.strictSame(
    await statuses(connecting('SMSPKGC$'), read(another), create(file, related), read()),
    ['STATUS_SUCCESS', 'STATUS_INVALID_HANDLE', 'STATUS_SUCCESS', 'STATUS_SUCCESS'],
    'a tree has no file',
  )
  t.strictSame(
    await statuses(connecting('SMSPKGD$'), create(file, related), read()),
    ['STATUS_BAD_NETWORK_NAME', 'STATUS_INVALID_PARAMETER', 'STATUS_INVALID_PARAMETER'],
    'there is no tree',
  )
  t.strictSame(
    await statuses(create(file, { ...own, ...related }), read(), close()),
    Array.from({ length: 3 }, () => 'STATUS_INVALID_PARAMETER'),
    'related to nothing before it',
  )
  t.strictSame(await statuses(create(file), close()), ['STATUS_SUCCESS', 'STATUS_SUCCESS'], 'and all goes on')
})

void t.test('closing the share closes what is open', async (t) => {
  const { server, recorder } = await openShare(t)
  const connection = await openTree(t, server.port)
  await server.close()
  await t.rejects(connection.ask(commands.echo, serializeEmptyBody()))
  t.equal((await recorder.settledServerView(connection.ends)).end, null, 'which is no fault of the client')
})
