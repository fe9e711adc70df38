import t from 'tap'
import { UnexpectedReplyError, type Reply, type Request } from '../../../sim/client/transports/http.ts'
import { reportUpdateEvents } from './report-update-events.ts'
import { scanForUpdates } from '../../../sim/client/conversations/scan-for-updates.ts'
import { detectionFinished } from '../../../sim/wire/software-update-point/report-event-batch.ts'
import { soapFault } from '../../../sim/wire/software-update-point/operation.ts'
import { open } from '../../network/opened.ts'
import { ask } from '../../points/raw-request.ts'
import { newFolder } from '../../new-folder.ts'

const now = new Date('2007-09-01T12:00:00Z')
const client = { clientId: '5c7f4f80-3896-4d10-8a38-469286a0febc', dnsName: 'pc.contoso.test', now }

const { running } = await open(
  t,
  {
    domain: 'contoso.test',
    sites: [{ code: 'MIX', mode: 'mixed', systems: [{ name: 'sup', roles: ['software-update-point'] }] }],
  },
  { cache: newFolder(t) },
)

/** Speaks to the point, and keeps the names of the operations that were called. */
function recording(): { say: (said: Request) => Promise<Reply>; called: string[] } {
  const called: string[] = []
  return {
    called,
    async say(said) {
      called.push(/\/(\w+)"$/.exec(said.headers?.SOAPAction ?? '')?.[1] ?? said.path)
      const { status, headers, body } = await ask(running, 'sup', said)
      return { status, headers: { 'content-type': headers['content-type'] }, body }
    },
  }
}

void t.test('a client scans and reports, and reports again by another connection', async (t) => {
  const scanning = recording()
  const scan = await scanForUpdates(client)(scanning.say)
  t.strictSame(scanning.called, [
    'GetConfig',
    'GetAuthorizationCookie',
    'GetCookie',
    'RegisterComputer',
    'SyncUpdates',
    'SyncUpdates',
    'SyncUpdates',
    'ReportEventBatch',
  ])
  t.match(scan, { registered: true, outOfScope: [], updates: [{ ID: 101 }, { ID: 102 }, { ID: 103 }] })
  const reporting = recording()
  const { clientId } = client
  const events = [{ eventId: detectionFinished, result: 0, replacements: ['2'] }]
  t.equal(await reportUpdateEvents({ clientId, cookie: scan.cookie, now, events })(reporting.say), true)
  t.strictSame(reporting.called, ['ReportEventBatch'])
  const cookie = { Expiration: now, EncryptedData: Buffer.from('of nobody') }
  const refused = reportUpdateEvents({ clientId, cookie, now, events })(reporting.say)
  await t.rejects(refused, { name: 'UnexpectedReplyError', message: /ReportEventBatch.* InvalidCookie$/ })
})

/** The point's replies, with the one for an operation changed. */
function changing(operation: string, change: (reply: Reply) => Reply): (said: Request) => Promise<Reply> {
  const { say } = recording()
  return async (said) => {
    const reply = await say(said)
    return said.headers?.SOAPAction?.endsWith(`/${operation}"`) ? change(reply) : reply
  }
}

const text =
  (replace: (body: string) => string) =>
  (reply: Reply): Reply => ({ ...reply, body: Buffer.from(replace(reply.body.toString())) })

void t.test("an answer that is not the role's own ends the scan", async (t) => {
  const fault = soapFault({
    reason: 'later',
    detail: { errorCode: 'ServerBusy', message: '', id: '0', method: 'x' },
  })
  const wrong: [operation: string, change: (reply: Reply) => Reply, message: RegExp][] = [
    [
      'GetConfig',
      (reply) => ({ ...reply, status: 403, body: Buffer.from('<html/>') }),
      /GetConfig .* status 403/,
    ],
    [
      'GetConfig',
      (reply) => ({ ...reply, status: 500, body: Buffer.from(fault) }),
      /GetConfig .* ServerBusy$/,
    ],
    ['GetConfig', text(() => '<html><body>welcome</body></html>'), /GetConfig .* no SOAP message$/],
    ['GetConfig', text((body) => body.slice(0, -9)), /GetConfig .* no SOAP message$/],
    [
      'GetConfig',
      text((body) => body.replace(/<LastChange>.*<\/LastChange>/, '')),
      /LastChange: is missing$/,
    ],
    ['GetConfig', text((body) => body.replace('SimpleTargeting', 'Anonymous')), /lacks its result$/],
    [
      'GetConfig',
      text((body) => body.replace('SimpleAuthW', 'http:&#47;&#47;elsewhere/')),
      /lacks its result$/,
    ],
    ['GetConfig', text((body) => body.replace('SimpleAuthW', '/elsewhere/')), /lacks its result$/],
    [
      'GetAuthorizationCookie',
      text((body) => body.replace(/(?<=Response xmlns="[^"]*">).*(?=<\/GetAuth)/, '')),
      /lacks/,
    ],
    [
      'GetCookie',
      text((body) => body.replaceAll('GetCookieResponse', 'GetConfigResponse')),
      /holds GetConfigResponse/,
    ],
    [
      'RegisterComputer',
      (reply) => ({ ...reply, status: 404, body: Buffer.alloc(0) }),
      /RegisterComputer .* 404/,
    ],
    ['SyncUpdates', text((body) => body.replace('>false<', '>maybe<')), /neither true nor false$/],
    // The server always has more of what the client asks for repeatedly.
    ['SyncUpdates', text((body) => body.replace('<Truncated>false', '<Truncated>true')), /lacks its result$/],
  ]
  for (const [operation, change, message] of wrong) {
    const failed: unknown = await scanForUpdates(client)(changing(operation, change)).catch(
      (error: unknown) => error,
    )
    t.type(failed, UnexpectedReplyError, operation)
    t.match(failed, { message })
  }
})

void t.test('who need not register does not', async (t) => {
  const say = changing(
    'GetConfig',
    text((body) => body.replace('<IsRegistrationRequired>true', '<IsRegistrationRequired>false')),
  )
  // This point knows the client from before.
  t.match(await scanForUpdates(client)(say), { registered: false, updates: { length: 3 } })
  const stranger = { ...client, clientId: 'stranger' }
  await t.rejects(scanForUpdates(stranger)(say), { message: /SyncUpdates .* RegistrationRequired$/ })
})
