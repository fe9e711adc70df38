import { createHash } from 'node:crypto'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import t, { type Test } from 'tap'
import { readFirstFile } from '../../sim/client/conversations/transfer-content.ts'
import { overSmb } from '../../sim/client/transports/smb/smb.ts'
import { readOverSmb, type SmbRequest } from './read-over-smb.ts'
import { createRecorder } from '../../sim/evidence/recorder.ts'
import type { Account } from '../../sim/vocabulary/computer-identity.ts'
import { openSmbServer } from '../../sim/points/smb-share/smb-server.ts'
import { packageContent } from '../../sim/wire/distribution-point/package.ts'

const fqdn = 'branch.contoso.test'
const packages = [
  { id: 'PKG00001', version: 1, size: 300_001 },
  { id: 'PKG00002', version: 1, size: 0 },
]
const account = { user: 'reader', domain: 'CONTOSO', password: 'Pa55word' }

async function openShare(t: Test, accounts: readonly Account[] = [], anonymous = accounts.length === 0) {
  const recorder = createRecorder()
  const server = await openSmbServer({
    address: '127.0.0.1',
    port: 0,
    fqdn,
    recorder,
    packages: () => packages,
    accounts: () => accounts,
    admitsAnonymous: () => anonymous,
  })
  t.teardown(() => server.close())
  const target = {
    fqdn,
    address: '127.0.0.1',
    port: server.port,
    sourceAddress: '127.0.0.1',
    timeout: 10_000,
  }
  const read = (path: string, more: Partial<SmbRequest> = {}) =>
    readOverSmb(target, { share: 'SMSPKGC$', path, ...more })
  return { recorder, target, read }
}

void t.test('a package is found and read', async (t) => {
  const { recorder, target, read } = await openShare(t)
  t.strictSame((await read('')).content, { kind: 'directory', names: ['PKG00001', 'PKG00002'] })
  t.strictSame((await read('PKG00001')).content, { kind: 'directory', names: ['PKG00001.bin'] })
  const whole = createHash('sha256')
  for (const piece of packageContent({ id: 'PKG00001', version: 1 }, { first: 0, last: 300_000 }))
    whole.update(piece)
  const { content, end, ends, received } = await read('PKG00001\\PKG00001.bin')
  t.strictSame(content, { kind: 'file', length: 300_001, sha256: whole.digest('hex') })
  t.equal(end, null)
  t.ok(received > 300_001)
  t.match(ends, { clientAddress: '127.0.0.1', serverAddress: '127.0.0.1', serverPort: target.port })
  if (!ends) throw new Error('there was a connection')
  t.equal((await recorder.settledServerView(ends)).end, null, 'the server saw nothing wrong in it')
  // The hash of nothing at all.
  const nothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  t.strictSame((await read('PKG00002\\PKG00002.bin')).content, { kind: 'file', length: 0, sha256: nothing })
})

void t.test('the first file of a share is read, but for the end of a long one', async (t) => {
  const { target } = await openShare(t)
  const readFirst = async (folder: string) =>
    (await overSmb(target, { share: 'SMSPKGC$' }, readFirstFile(folder))).content
  t.match(await readFirst(''), { kind: 'file', length: 65_536 })
  t.match(await readFirst('PKG00001'), { kind: 'file', length: 65_536 })
  t.match(await readFirst('PKG00002'), { kind: 'file', length: 0 })
  t.equal(await readFirst('PKG00003'), null)
})

void t.test('who signs in', async (t) => {
  const { recorder, read } = await openShare(t, [{ name: 'Reader', password: account.password }])
  const [stale, stranger] = [
    { ...account, password: 'other' },
    { ...account, user: 'other' },
  ]
  t.equal((await read('', { accounts: [account] })).end, null, 'the right password, and every message signed')
  const wrong = await read('', { accounts: [stale] })
  t.match(wrong, { content: null, end: { stage: 'smb', code: 'STATUS_LOGON_FAILURE' } })
  if (!wrong.ends) throw new Error('there was a connection')
  t.match((await recorder.settledServerView(wrong.ends)).end, {
    stage: 'smb',
    code: 'STATUS_LOGON_FAILURE',
    message: /the password of reader is wrong/,
  })
  t.match((await read('', { accounts: [stranger] })).end, { code: 'STATUS_LOGON_FAILURE' }, 'no guest')
  for (const refused of [stale, stranger]) {
    const next = await read('', { accounts: [refused, account] })
    t.equal(next.end, null, 'with the next account')
    if (!next.ends) throw new Error('there was a connection')
    t.equal((await recorder.settledServerView(next.ends)).end, null, 'which the server holds against nobody')
    t.match((await read('', { accounts: [refused, stale] })).end, { code: 'STATUS_LOGON_FAILURE' })
  }
  t.equal((await read('', { accounts: [account, stale] })).end, null, 'the first that is let in')
})

void t.test('anonymous clients sign in, and are let into the share or not', async (t) => {
  const { recorder, read } = await openShare(t, [{ name: 'Reader', password: account.password }])
  const nobody = await read('')
  const refused = { stage: 'smb', code: 'STATUS_ACCESS_DENIED', anonymous: true }
  t.match(nobody, { content: null, end: refused })
  if (!nobody.ends) throw new Error('there was a connection')
  t.match((await recorder.settledServerView(nobody.ends)).end, {
    ...refused,
    message: /the share is for accounts of the domain/,
  })
  t.match((await read('', { share: 'SMSPKGD$' })).end, { code: 'STATUS_BAD_NETWORK_NAME' })
  const open = await openShare(t)
  t.equal((await open.read('')).end, null, 'nobody in particular')
  t.match((await open.read('', { accounts: [account] })).end, { code: 'STATUS_LOGON_FAILURE' }, 'no guest')
  const both = await openShare(t, [{ name: 'Reader', password: account.password }], true)
  t.equal((await both.read('')).end, null)
  t.equal(
    (await both.read('', { accounts: [account] })).end,
    null,
    'and who is known, with the right password',
  )
  t.match((await both.read('', { accounts: [{ ...account, password: 'other' }] })).end, {
    code: 'STATUS_LOGON_FAILURE',
  })
})

void t.test('both ends see the same thing go wrong', async (t) => {
  const { recorder, read } = await openShare(t)
  const cases: [path: string, share: string, code: string][] = [
    ['PKG00003', 'SMSPKGC$', 'STATUS_OBJECT_NAME_NOT_FOUND'],
    ['PKG00003\\PKG00003.bin', 'SMSPKGC$', 'STATUS_OBJECT_PATH_NOT_FOUND'],
    ['..\\x', 'SMSPKGC$', 'STATUS_OBJECT_NAME_INVALID'],
    ['', 'SMSPKGD$', 'STATUS_BAD_NETWORK_NAME'],
  ]
  for (const [path, share, code] of cases) {
    const { ends, content, end } = await read(path, { share })
    t.match({ content, end }, { content: null, end: { stage: 'smb', code } })
    if (!ends) throw new Error('there was a connection')
    t.match((await recorder.settledServerView(ends)).end, { stage: 'smb', code })
  }
})

/** A server that does this to each connection. */
async function openOther(t: Test, serve: (socket: Socket) => void) {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const { port } = server.address() as AddressInfo
  return (timeout: number) =>
    readOverSmb({ fqdn, address: '127.0.0.1', port, timeout }, { share: 'SMSPKGC$', path: '' })
}

void t.test('servers that are none', async (t) => {
  const closing = await openOther(t, (socket) => socket.once('data', () => socket.end()))
  t.match((await closing(10_000)).end, { stage: 'smb', code: 'ECONNRESET', received: 0 })
  const web = await openOther(t, (socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  )
  t.match((await web(10_000)).end, { stage: 'smb', code: 'INVALID_MESSAGE' })
  const silent = await openOther(t, (socket) => socket.resume())
  t.match((await silent(50)).end, { stage: 'smb', code: 'ETIMEDOUT', received: 0 })
  const echoing = await openOther(t, (socket) => socket.pipe(socket))
  t.match(
    (await echoing(10_000)).end,
    { stage: 'smb', code: 'INVALID_MESSAGE' },
    'its own request is no response',
  )
})

void t.test('where nobody listens', async (t) => {
  const { target } = await openShare(t)
  const address = '127.0.0.66'
  const { ends, end } = await readOverSmb({ ...target, address }, { share: 'SMSPKGC$', path: '' })
  t.equal(ends, undefined)
  t.match(end, { stage: 'connect', code: 'ECONNREFUSED', received: 0 })
})
