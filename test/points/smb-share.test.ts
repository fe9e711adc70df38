import t from 'tap'
import { fitsPattern } from '../../sim/points/smb-share/list-directory.ts'
import { accessRights, dispositions, serializeCloseRequest } from '../../sim/wire/smb/create.ts'
import { commands } from '../../sim/wire/smb/header.ts'
import { parseDirectoryEntries } from '../../sim/wire/smb/file-information.ts'
import { parseErrorResponse, serializeEmptyBody } from '../../sim/wire/smb/body.ts'
import { fileIdOf, fqdn, opening, openShare, openTree, statusOf } from './opened-share.ts'
import {
  parseQueryResponse,
  parseReadResponse,
  serializeQueryDirectoryRequest,
  serializeQueryInfoRequest,
  serializeReadRequest,
} from '../../sim/wire/smb/read.ts'
import { serializeTreeConnectRequest } from '../../sim/wire/smb/session.ts'

void t.test('no name leads out of the packages', async (t) => {
  const { server } = await openShare(t)
  const open = opening(await openTree(t, server.port))
  for (const name of ['', 'PKG00001', 'pkg00001\\pkg00001.BIN']) {
    t.equal(statusOf(await open(name)), 'STATUS_SUCCESS', JSON.stringify(name))
  }
  const refused: [name: string, status: string][] = [
    ['..', 'STATUS_OBJECT_NAME_INVALID'],
    ['.', 'STATUS_OBJECT_NAME_INVALID'],
    ['PKG00001\\..', 'STATUS_OBJECT_NAME_INVALID'],
    ['PKG00001\\..\\..\\etc\\passwd', 'STATUS_OBJECT_NAME_INVALID'],
    ['PKG00001\\', 'STATUS_OBJECT_NAME_INVALID'],
    ['PKG00001\\\\PKG00001.bin', 'STATUS_OBJECT_NAME_INVALID'],
    ['\\PKG00001', 'STATUS_INVALID_PARAMETER'],
    ['PKG00001/PKG00001.bin', 'STATUS_OBJECT_NAME_INVALID'],
    ['/etc/passwd', 'STATUS_OBJECT_NAME_INVALID'],
    ['PKG00001\\PKG00001.bin:stream', 'STATUS_OBJECT_NAME_INVALID'],
    ['PKG00001\\PKG00001.bin::$DATA', 'STATUS_OBJECT_NAME_INVALID'],
    ['C:\\boot.ini', 'STATUS_OBJECT_NAME_INVALID'],
    ['PKG0000?', 'STATUS_OBJECT_NAME_INVALID'],
    ['*', 'STATUS_OBJECT_NAME_INVALID'],
    ['PKG00001\0', 'STATUS_OBJECT_NAME_INVALID'],
    ['A'.repeat(256), 'STATUS_OBJECT_NAME_INVALID'],
    ['CON', 'STATUS_OBJECT_NAME_NOT_FOUND'],
    ['NUL', 'STATUS_OBJECT_NAME_NOT_FOUND'],
    ['PKG00003', 'STATUS_OBJECT_NAME_NOT_FOUND'],
    ['PKG00003\\PKG00003.bin', 'STATUS_OBJECT_PATH_NOT_FOUND'],
    ['PKG00001\\PKG00002.bin', 'STATUS_OBJECT_NAME_NOT_FOUND'],
    ['PKG00001\\PKG00001.bin\\more', 'STATUS_OBJECT_PATH_NOT_FOUND'],
    ['__proto__', 'STATUS_OBJECT_NAME_NOT_FOUND'],
  ]
  for (const [name, status] of refused) t.equal(statusOf(await open(name)), status, JSON.stringify(name))
})

void t.test('nothing can be changed, however it is asked for', async (t) => {
  const { server, recorder } = await openShare(t)
  const connection = await openTree(t, server.port)
  const open = opening(connection)
  const file = 'PKG00001\\PKG00001.bin'
  for (const right of [
    'writeData',
    'appendData',
    'writeAttributes',
    'delete',
    'writeDacl',
    'writeOwner',
    'genericWrite',
    'genericAll',
  ] as const) {
    t.equal(statusOf(await open(file, { desiredAccess: accessRights[right] })), 'STATUS_ACCESS_DENIED', right)
  }
  for (const disposition of ['supersede', 'create', 'overwrite', 'overwriteIf'] as const) {
    const how = { disposition: dispositions[disposition] }
    t.equal(statusOf(await open(file, how)), 'STATUS_ACCESS_DENIED', disposition)
  }
  t.equal(statusOf(await open('new', { disposition: dispositions.openIf })), 'STATUS_ACCESS_DENIED')
  t.equal(statusOf(await open(file, { disposition: dispositions.openIf })), 'STATUS_SUCCESS', 'what is there')
  t.equal(statusOf(await open(file, { options: 0x1000 })), 'STATUS_ACCESS_DENIED', 'deleted when closed')
  t.equal(statusOf(await open(file, { disposition: 6 })), 'STATUS_INVALID_PARAMETER')
  for (const command of [commands.write, commands.setInfo, commands.flush]) {
    t.equal(statusOf(await connection.ask(command, Buffer.alloc(64))), 'STATUS_ACCESS_DENIED')
  }
  const { end } = recorder.serverView(connection.ends)
  t.match(end, {
    stage: 'smb',
    code: 'STATUS_ACCESS_DENIED',
    message: /^branch\.contoso\.test: .* read-only$/,
  })
})

void t.test('files are read as far as they go', async (t) => {
  const { server } = await openShare(t)
  const connection = await openTree(t, server.port)
  const open = opening(connection)
  const fileId = fileIdOf(await open('PKG00001\\PKG00001.bin'))
  const read = (length: number, offset: bigint, minimum = 0, id = fileId) =>
    connection.ask(commands.read, serializeReadRequest({ length, offset, fileId: id, minimum }))
  t.equal(parseReadResponse((await read(65_536, 0n)).message)?.data.length, 65_536)
  t.equal(parseReadResponse((await read(65_536, 149_999n)).message)?.data.length, 1, 'the last byte')
  t.equal(statusOf(await read(1, 150_000n)), 'STATUS_END_OF_FILE')
  t.equal(statusOf(await read(1, 2n ** 64n - 1n)), 'STATUS_END_OF_FILE')
  t.equal(statusOf(await read(100, 149_950n, 51)), 'STATUS_END_OF_FILE', 'fewer than the least')
  t.equal(statusOf(await read(65_537, 0n)), 'STATUS_INVALID_PARAMETER', 'more than was agreed')
  t.equal(statusOf(await read(1, 0n, 0, fileIdOf(await open('PKG00001')))), 'STATUS_INVALID_DEVICE_REQUEST')
  const looked = fileIdOf(
    await open('PKG00001\\PKG00001.bin', { desiredAccess: accessRights.readAttributes }),
  )
  t.equal(statusOf(await read(1, 0n, 0, looked)), 'STATUS_ACCESS_DENIED', 'opened to be looked at')
  t.equal(statusOf(await open('PKG00001', { options: 0x40 })), 'STATUS_FILE_IS_A_DIRECTORY')
  t.equal(statusOf(await open('PKG00001\\PKG00001.bin', { options: 1 })), 'STATUS_NOT_A_DIRECTORY')
  t.equal(
    statusOf(await connection.ask(commands.close, serializeCloseRequest({ tell: true, fileId }))),
    'STATUS_SUCCESS',
  )
  t.equal(statusOf(await read(1, 0n)), 'STATUS_FILE_CLOSED')
})

void t.test('directories are listed in portions, by patterns', async (t) => {
  const many = Array.from({ length: 50 }, (_, index) => ({ id: `PKG000${index + 10}`, version: 1, size: 1 }))
  const { server } = await openShare(t, { packages: () => many })
  const connection = await openTree(t, server.port)
  const open = opening(connection)
  const list = async (fileId: Buffer, pattern: string, longest = 65_536, flags = 0, informationClass = 1) => {
    const body = serializeQueryDirectoryRequest({ informationClass, flags, fileId, pattern, longest })
    const response = await connection.ask(commands.queryDirectory, body)
    const { information } = parseQueryResponse(response.message) ?? {}
    const told =
      information && response.header.status === 0 && parseDirectoryEntries(informationClass, information)
    return { status: statusOf(response), names: told ? told.map(({ name }) => name) : [] }
  }
  const ids = many.map(({ id }) => id)
  for (const informationClass of [1, 2, 3, 37, 38]) {
    const fileId = fileIdOf(await open(''))
    const names: string[] = []
    for (;;) {
      const portion = await list(fileId, '*', 1000, 0, informationClass)
      if (portion.status === 'STATUS_NO_MORE_FILES') break
      t.equal(portion.status, 'STATUS_SUCCESS')
      names.push(...portion.names)
    }
    t.strictSame(names, ['.', '..', ...ids], `class ${informationClass}`)
    t.equal((await list(fileId, '*', 65_536, 1)).names.length, 52, 'and again from the start')
  }
  const fresh = async () => fileIdOf(await open(''))
  t.strictSame((await list(await fresh(), 'pkg0001?')).names, ids.slice(0, 10))
  t.strictSame((await list(await fresh(), '*', 65_536, 2)).names, ['.'], 'one at a time')
  t.equal((await list(await fresh(), 'none*')).status, 'STATUS_NO_SUCH_FILE')
  t.equal((await list(await fresh(), '..\\*')).status, 'STATUS_OBJECT_NAME_INVALID')
  t.equal((await list(await fresh(), '*', 10)).status, 'STATUS_INFO_LENGTH_MISMATCH')
  t.equal((await list(await fresh(), '*', 65_537)).status, 'STATUS_INVALID_PARAMETER')
  t.equal((await list(await fresh(), '*', 1000, 0, 99)).status, 'STATUS_NOT_SUPPORTED')
})

void t.test('patterns', (t) => {
  const fits: [name: string, pattern: string, fits: boolean][] = [
    ['PKG00001.bin', '*', true],
    ['PKG00001', '*.*', true],
    ['PKG00001.bin', 'pkg*.BIN', true],
    ['PKG00001.bin', 'PKG?????.bin', true],
    ['PKG00001.bin', 'PKG????.bin', false],
    ['PKG00001.bin', '<"bin', true],
    ['PKG00001.bin', 'PKG0000>"bin', true],
    ['PKG00001.bin', '*1*n', true],
    ['PKG00001.bin', '*2*', false],
    ['', '*', true],
    ['A', '', false],
    // Would take for ever if every star were tried with every other.
    ['A'.repeat(255), `${'*a'.repeat(120)}b`, false],
  ]
  for (const [name, pattern, expected] of fits)
    t.equal(fitsPattern(name, pattern), expected, `${name} ${pattern}`)
  t.end()
})

void t.test('who may do what is told whole or not at all', async (t) => {
  const { server } = await openShare(t)
  const connection = await openTree(t, server.port)
  const open = opening(connection)
  const query = async (parts: number, longest = 1000, desiredAccess: number = accessRights.readControl) => {
    const fileId = fileIdOf(await open('PKG00001', { desiredAccess }))
    const asked = { infoType: 3, informationClass: 0, longest, parts, fileId }
    const response = await connection.ask(commands.queryInfo, serializeQueryInfoRequest(asked))
    return { response, status: statusOf(response) }
  }
  const told = async (parts: number) =>
    parseQueryResponse((await query(parts)).response.message)?.information.toString('hex')
  // By hand, after [MS-DTYP] 2.4.6, 2.4.5, 2.4.4.2 and 2.4.2.2.
  const administrators = '01020000000000052000000020020000'
  const users = '01020000000000052000000021020000'
  const head = (control: string, owner: number, group: number, list: number): string =>
    `0100${control}` +
    [owner, group, 0, list].map((at) => `${at.toString(16).padStart(2, '0')}000000`).join('')
  const list = `02003800020000000000` + `1800ff011f00${administrators}` + `00001800a9001200${users}`
  t.equal(await told(0), head('0080', 0, 0, 0), 'nothing was asked for')
  t.equal(await told(1), head('0080', 20, 0, 0) + administrators)
  t.equal(await told(7), head('0480', 76, 92, 20) + list + administrators + administrators)

  // [MS-SMB2] 3.3.5.20.3: the bytes that there are.
  const { response, status } = await query(7, 107)
  t.equal(status, 'STATUS_BUFFER_TOO_SMALL')
  t.equal(parseErrorResponse(response.message)?.data.toString('hex'), '6c000000')
  t.equal((await query(7, 108)).status, 'STATUS_SUCCESS')
  t.equal((await query(8)).status, 'STATUS_ACCESS_DENIED', 'what is audited')
  t.equal((await query(1, 1000, accessRights.readData)).status, 'STATUS_ACCESS_DENIED', 'opened to be read')
})

void t.test('further requests', async (t) => {
  const { server } = await openShare(t)
  const connection = await openTree(t, server.port)
  const fileId = fileIdOf(await opening(connection)('PKG00001\\PKG00001.bin'))
  const query = async (infoType: number, informationClass: number, longest = 1000) => {
    const body = serializeQueryInfoRequest({ infoType, informationClass, longest, parts: 0, fileId })
    const response = await connection.ask(commands.queryInfo, body)
    return { status: statusOf(response), length: parseQueryResponse(response.message)?.information.length }
  }
  t.strictSame(await query(1, 5), { status: 'STATUS_SUCCESS', length: 24 })
  // 150,000 bytes take 37 units of 4096.
  t.strictSame(await query(2, 3), { status: 'STATUS_SUCCESS', length: 24 })
  t.match(await query(1, 5, 23), { status: 'STATUS_INFO_LENGTH_MISMATCH' })
  t.strictSame(
    await query(1, 18, 104),
    { status: 'STATUS_BUFFER_OVERFLOW', length: 104 },
    'a name that is cut',
  )
  // [MS-FSA] 2.1.5.11.3, 2.1.5.13.1 and 2.1.5.13.5: rounded up to 8, 8 and 4 bytes.
  t.match(await query(1, 18, 103), { status: 'STATUS_INFO_LENGTH_MISMATCH' })
  t.match(await query(2, 1, 23), { status: 'STATUS_INFO_LENGTH_MISMATCH' })
  t.strictSame(await query(2, 1, 24), { status: 'STATUS_BUFFER_OVERFLOW', length: 24 })
  t.match(await query(2, 5, 11), { status: 'STATUS_INFO_LENGTH_MISMATCH' })
  t.strictSame(await query(2, 5, 12), { status: 'STATUS_BUFFER_OVERFLOW', length: 12 })
  t.match(await query(1, 5, 65_537), { status: 'STATUS_INVALID_PARAMETER' })
  t.match(await query(1, 99), { status: 'STATUS_NOT_SUPPORTED' })
  t.match(await query(4, 0), { status: 'STATUS_NOT_SUPPORTED' }, 'quotas')
  t.equal(statusOf(await connection.ask(commands.ioctl, Buffer.alloc(56))), 'STATUS_NOT_SUPPORTED')
  t.equal(statusOf(await connection.ask(commands.changeNotify, Buffer.alloc(32))), 'STATUS_NOT_SUPPORTED')
  t.equal(statusOf(await connection.ask(99, Buffer.alloc(32))), 'STATUS_INVALID_PARAMETER')
  t.equal(statusOf(await connection.ask(commands.echo, serializeEmptyBody())), 'STATUS_SUCCESS')
  for (const command of [
    commands.read,
    commands.create,
    commands.close,
    commands.queryInfo,
    commands.queryDirectory,
  ]) {
    t.equal(statusOf(await connection.ask(command, Buffer.alloc(4))), 'STATUS_INVALID_PARAMETER', 'too short')
  }
  const { treeId } = connection
  const ipc = await connection.ask(
    commands.treeConnect,
    serializeTreeConnectRequest({ path: `\\\\${fqdn}\\IPC$` }),
  )
  t.equal(statusOf(ipc), 'STATUS_SUCCESS')
  connection.treeId = ipc.header.treeId
  t.equal(statusOf(await opening(connection)('srvsvc')), 'STATUS_OBJECT_NAME_NOT_FOUND')
  const close = serializeCloseRequest({ tell: false, fileId })
  t.equal(
    statusOf(await connection.ask(commands.close, close)),
    'STATUS_FILE_CLOSED',
    'the file of another tree',
  )
  connection.treeId = treeId
  t.equal(statusOf(await connection.ask(commands.treeDisconnect, serializeEmptyBody())), 'STATUS_SUCCESS')
  t.equal(statusOf(await opening(connection)('')), 'STATUS_NETWORK_NAME_DELETED')
  t.equal(statusOf(await connection.ask(commands.logoff, serializeEmptyBody())), 'STATUS_SUCCESS')
  t.equal(statusOf(await opening(connection)('')), 'STATUS_USER_SESSION_DELETED')
})
