import { randomBytes } from 'node:crypto'
import t from 'tap'
import { upload } from '../client/conversations/upload.ts'
import { register } from '../../sim/client/conversations/register.ts'
import { sendStateMessages } from '../../sim/client/conversations/send-message.ts'
import {
  createDiscoveryDataRecords,
  createStateMessages,
  createStatusMessages,
} from '../../sim/points/site-database.ts'
import { limits } from '../../sim/limits.ts'
import { createUploads } from '../../sim/points/management-point/uploads.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { isErrorPage } from './error-page-answer.ts'
import { placeIn, sayTo } from './management-point-context.ts'
import { ask, type Asked } from './raw-request.ts'
import { signingIdentity } from '../../certs/issue.ts'
import { sendDiscoveryDataRecord, sendStatusMessage } from '../client/conversations/send-reports.ts'

const { running } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [{ code: 'OSL', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
  },
  { cache: newFolder(t) },
)
const mp = (path: string, asked?: Omit<Asked, 'path'>) => ask(running, 'mp', { path, ...asked })

const pc = { name: 'PC', managementPoint: 'mp.contoso.test', now: new Date('2007-08-22T09:30:00Z') }
const message = {
  serialNumber: 1,
  topic: { id: '{A}', type: 401, idType: 3 },
  state: { id: 2, criticality: 0 },
  parameters: ['p'],
}
const report = { machine: { netBiosName: 'PC', clientInstalled: true }, messages: [message] }
const status = {
  type: 'SMS_Generic_StatusMessage_Info',
  properties: [{ name: 'a', value: 'b' }],
  qualifiers: [],
}
const record = { clientId: 'GUID:0A', netBiosName: 'PC', properties: { Domain: 'CONTOSO' } }

void t.test('reports are kept', async (t) => {
  const place = placeIn('mixed')
  const say = sayTo(place)
  await sendStateMessages(pc, report)(say)
  await sendStatusMessage({ ...pc, clientId: 'GUID:0A' }, status)(say)
  await sendDiscoveryDataRecord(pc, record)(say)
  const received = { receivedAt: place.now(), receivedBy: 'mp.contoso.test' }
  const { database } = place
  t.match(database.table(createStateMessages).all, [
    { ...message, ...received, machine: { netBiosName: 'PC' } },
  ])
  t.match(database.table(createStatusMessages).all, [{ ...status, ...received, clientId: 'GUID:0A' }])
  t.match(database.table(createDiscoveryDataRecords).all, [{ ...record, ...received }])
})

void t.test('in native mode reports have to be signed', async (t) => {
  const place = placeIn('native')
  const say = sayTo(place)
  const { signingKey, certificate } = await signingIdentity()
  await t.rejects(sendStateMessages(pc, report)(say), /HTTP 400/)
  const registering = { ...pc, fqdn: 'pc.contoso.test', signingKey, certificate }
  const { smsId: clientId = '' } = await register(registering)(say)
  await sendStateMessages({ ...pc, clientId, signingKey }, report)(say)
  t.equal(place.database.table(createStateMessages).all.length, 1)
  const other = await signingIdentity()
  const forged = sendStateMessages({ ...pc, clientId, signingKey: other.signingKey }, report)
  await t.rejects(forged(say), /HTTP 400/)
  t.equal(place.database.table(createStateMessages).all.length, 1)
})

void t.test('a management point takes CCM_POST and nothing else', async (t) => {
  for (const method of ['GET', 'POST', 'PROPFIND', 'BITS_POST'])
    t.ok(isErrorPage(await mp('/ccm_system/request', { method }), 405), method)
  t.ok(isErrorPage(await mp('/ccm_system/request', { method: 'CCM_POST' }), 400), 'no message')
  t.ok(isErrorPage(await mp('/ccm_system/other', { method: 'CCM_POST' }), 404))
  const body = Buffer.alloc(4 * 1024 * 1024 + 1)
  t.ok(isErrorPage(await mp('/ccm_system/request', { method: 'CCM_POST', body }), 413))
  const asked = await mp('/ccm_system_windowsauth/request', { method: 'CCM_POST' })
  t.ok(isErrorPage(asked, 401))
  t.equal(asked.headers['www-authenticate'], 'Negotiate, NTLM')
  const credentials = { method: 'CCM_POST', headers: { Authorization: 'Negotiate YII=' } }
  t.ok(isErrorPage(await mp('/ccm_system_windowsauth/request', credentials), 401), 'no credentials at all')
})

/** Requests that management points of later versions answer, or other roles and systems. */
const unknownPaths = [
  '/ccm_system_altauth/request',
  '/ccm_system_tokenauth/request',
  '/CCM_System_TokenAuth',
  '/SMS_MP_TokenAuth/.sms_pol?x',
  '/SMS_MP_AltAuth/.sms_aut?MPLIST',
  '/SMS_MP_WindowsAuth/.sms_aut?MPLIST',
  '/SMS_MP_AAD/.sms_aut?MPLIST',
  '/CCM_STS',
  '/CCM_STS/token',
  '/CCM_Proxy_MutualAuth/72057594037927938/SMS_MP/.sms_aut?MPLIST',
  '/CCM_Proxy_ServerAuth/72057594037927938/CCM_STS',
  '/CCM_Client/ccmsetup.exe',
  '/CMUserService/applicationviewservice.asmx',
  '/CMUserService_WindowsAuth/applicationviewservice.asmx',
  '/CMApplicationCatalog',
  '/AdminService/v1.0/Device',
  '/EnrollmentService',
  '/BGB/handler.ashx',
  '/SMS_MP/.sms_aut?MPLIST2',
  '/SMS_MP/.sms_aut?MPLIST2&OSL',
  '/SMS_MP/.sms_aut?MPLOCATION&ir=10.1.2.7&ip=10.1.2.0',
  '/SMS_MP/.sms_aut?MPKEYINFORMATIONEX',
  '/SMS_MP/.sms_aut?SITEINFO',
  '/SMS_MP/.sms_aut?CMGLIST',
  '/SMS_MP/.sms_dcm?Id&DocumentId=x&Compression=zlib',
  '/SMS_MP/.sms_pol?{0A}.1',
  '/SMS_MP/.sms_pol?{0A}.SHA256:00',
  '/SMS_MP/.sms_pol?%zz',
  '/SMS_DP_SMSPKG$/OSL00001',
  '/certsrv/mscep/mscep.dll',
]

void t.test('endpoints of later generations are absent', async (t) => {
  for (const path of unknownPaths)
    for (const method of path.startsWith('/SMS_MP/') ? ['GET'] : ['GET', 'HEAD', 'CCM_POST', 'PROPFIND']) {
      const answer = await mp(path, { method })
      t.equal(answer.status, 404, `${method} ${path}`)
      t.equal(answer.headers['content-type'], 'text/html')
      if (method !== 'HEAD') t.ok(isErrorPage(answer, 404))
    }
})

void t.test('requests that a web server of that age refuses, and how', async (t) => {
  for (const path of [
    '/SMS_MP',
    '/SMS_MP/',
    '/ccm_system/',
    '/CCM_System',
    '/ccm_incoming/',
    '/CCM_Client/',
  ]) {
    const answer = await mp(path)
    t.ok(isErrorPage(answer, 403), path)
    t.match(answer.body.toString(), /HTTP Error 403\.14 - Directory listing denied\./)
    t.equal(answer.headers.server, 'Microsoft-IIS/6.0')
  }
  for (const [path, allow] of [
    ['/ccm_system/request', 'CCM_POST'],
    ['/ccm_incoming/{0A}.msg', 'BITS_POST'],
    ['/SMS_MP/.sms_aut?MPLIST', 'GET'],
    ['/CCM_Client/ccmsetup.cab', 'OPTIONS, GET, HEAD, PROPFIND'],
  ] as const)
    for (const method of ['PUT', 'DELETE', 'POST', 'LOCK']) {
      const answer = await mp(path, { method })
      t.ok(isErrorPage(answer, 405), `${method} ${path}`)
      t.equal(answer.headers.allow, allow)
    }
  for (const path of ['/ccm_system/other', '/ccm_system/request/', '/ccm_incoming/a/b', '/SMS_MP/x'])
    t.ok(isErrorPage(await mp(path, { method: 'CCM_POST' }), 404), path)
})

void t.test('it gives its identity by name', async (t) => {
  const list = await mp('/SMS_MP/.sms_aut?MPLIST1')
  t.match(
    list.body.toString(),
    /<MP .*FQDN="mp\.contoso\.test" SiteCode="OSL"><Version>6487<\/Version>.*<\/MP>/,
  )
  t.equal((await mp('/SMS_MP/.sms_aut?MPLIST1&OSL')).body.toString(), list.body.toString())
  t.equal((await mp('/SMS_MP/.sms_aut?MPLIST1&XYZ')).body.toString(), '<MPList></MPList>')
  t.equal(
    (await mp('/SMS_MP/.sms_aut?MPKEYINFORMATION')).body.toString(),
    '<MPKEYINFORMATION><FQDN>mp.contoso.test</FQDN><SITECODE>OSL</SITECODE></MPKEYINFORMATION>',
  )
})

void t.test("the client's source is listed and given out", async (t) => {
  const listed = await mp('/CCM_Client', { method: 'PROPFIND', headers: { Depth: '1' } })
  t.equal(listed.status, 207)
  t.match(listed.body.toString(), '<D:href>/CCM_Client/ccmsetup.cab</D:href>')
  const file = await mp('/ccm_client/CCMSETUP.CAB')
  t.equal(file.headers['content-length'], String(file.body.length))
  t.ok(isErrorPage(await mp('/CCM_Client/other'), 404))
  t.ok(isErrorPage(await mp('/CCM_Client/'), 403))
  t.ok(isErrorPage(await mp('/CCM_Client/', { method: 'PUT' }), 405))
})

const protocols = {
  'BITS-Supported-Protocols': '{00000000-0000-0000-0000-000000000000} {7DF0354D-249B-430F-820D-3D2A9BEF4931}',
}
const packet = (type: string, headers: Record<string, string> = {}, body?: Buffer) =>
  mp('/ccm_incoming/{0A}.msg', {
    method: 'BITS_POST',
    headers: { 'BITS-Packet-Type': type, ...headers },
    ...(body && { body }),
  })

void t.test('a file comes in fragments, each after the last', async (t) => {
  const created = await packet('CREATE-SESSION', protocols)
  t.equal(created.status, 200)
  t.match(created.headers, {
    'bits-packet-type': 'Ack',
    'bits-protocol': '{7df0354d-249b-430f-820d-3d2a9bef4931}',
    'accept-encoding': 'Identity',
    'content-length': '0',
  })
  const session = { 'BITS-Session-Id': String(created.headers['bits-session-id']) }
  const fragment = async (range: string, text: string) => {
    const answer = await packet('Fragment', { ...session, 'Content-Range': range }, Buffer.from(text))
    return [answer.status, answer.headers['bits-received-content-range']]
  }
  t.strictSame(await fragment('bytes 0-2/6', 'abc'), [200, '3'])
  t.strictSame(await fragment('bytes 4-5/6', 'ef'), [416, '3'], 'one is missing in between')
  t.strictSame(await fragment('bytes 1-3/6', 'bcd'), [416, '3'], 'it overlaps, though one byte is new')
  t.strictSame(await fragment('bytes 0-2/6', 'abc'), [416, '3'], 'once more')
  t.strictSame(await fragment('bytes 3-3/6', 'd'), [200, '4'], 'the next one')
  t.strictSame((await fragment('bytes 4-5/6', 'x'))[0], 400, 'fewer than it says')
  t.strictSame((await fragment('bytes 4-4/7', 'x'))[0], 400, 'another length of the whole')
  t.strictSame((await fragment('bytes 4-4/99999999', 'x'))[0], 413)
  const tooLong = 'x'.repeat(limits.uploadFragment.value + 1)
  t.strictSame((await fragment('bytes 4-5/6', tooLong))[0], 413)
  t.equal((await packet('Close-Session', session)).status, 400, 'too early')
  t.strictSame(await fragment('bytes 4-5/6', 'ef'), [200, '6'])
  t.equal((await packet('Ping')).headers['bits-packet-type'], 'Ack')
  t.equal((await packet('Close-Session', session)).status, 200)
  const again = await packet('Close-Session', session)
  t.strictSame(
    [
      again.status,
      again.headers['bits-error-code'],
      again.headers['bits-error-context'],
      again.headers['content-length'],
    ],
    [500, '0x8020001F', '0x5', '0'],
  )
  t.equal((await packet('Create-Session', protocols)).status, 409, 'it is there')
})

void t.test('requests that are not uploads', async (t) => {
  t.equal((await packet('Create-Session')).status, 400, 'no protocol that both have')
  t.equal((await packet('Other')).status, 400)
  t.equal((await packet('Fragment', { 'BITS-Session-Id': '{0}' }, Buffer.from('x'))).status, 500)
  t.equal((await mp('/ccm_incoming/x', { method: 'CCM_POST' })).status, 405)
  t.equal((await mp('/ccm_incoming/', { method: 'BITS_POST' })).status, 404)
  t.equal((await mp('/ccm_incoming/a/b', { method: 'BITS_POST' })).status, 404)
})

void t.test('uploads are kept, byte for byte, up to a limit', async (t) => {
  const place = placeIn('mixed')
  const uploads = place.database.table(createUploads)
  const bytes = randomBytes(600_000)
  await upload('a.msg', bytes)(sayTo(place))
  await upload('empty.msg', Buffer.alloc(0))(sayTo(place))
  t.strictSame(
    uploads.finished.map(({ name, bytes, receivedBy }) => [name, bytes.length, receivedBy]),
    [
      ['a.msg', 600_000, 'mp.contoso.test'],
      ['empty.msg', 0, 'mp.contoso.test'],
    ],
  )
  t.ok(uploads.finished[0]?.bytes.equals(bytes))
  const first = uploads.open('first')
  for (let opened = 0; opened < 256; opened += 1) uploads.open(`n${opened}`)
  t.equal(uploads.session(first.id), undefined, 'the oldest goes')
  const cancelled = uploads.open('c')
  uploads.cancel(cancelled)
  t.equal(uploads.session(cancelled.id), undefined)
  const long = Buffer.alloc(limits.upload.value)
  for (let kept = 0; kept < 4; kept += 1) uploads.append(uploads.open('long.msg'), 0, long)
  t.strictSame(
    uploads.finished.map(({ name }) => name),
    ['empty.msg'],
    'the oldest bytes make room for four of the longest files',
  )
})
