import t from 'tap'
import { UnexpectedReplyError, type Reply } from '../../../sim/client/transports/http.ts'
import { askForManagementPoints, askForSites } from '../../../sim/client/conversations/locate.ts'
import { reportToFallbackStatusPoint } from '../../../sim/client/conversations/send-message.ts'
import { open } from '../../network/opened.ts'
import { ask } from '../../points/raw-request.ts'
import { newFolder } from '../../new-folder.ts'
import { sayTo } from './say-to.ts'

const { running } = await open(
  t,
  {
    sites: [
      {
        code: 'ABC',
        mode: 'native',
        boundaries: [{ subnet: '10.1.0.0/16' }, { activeDirectorySite: 'Oslo' }],
        systems: [
          { name: 'ss', roles: ['fallback-status-point', 'server-locator-point', 'reporting-point'] },
          { name: 'mp', roles: ['management-point'] },
        ],
      },
    ],
  },
  { cache: newFolder(t) },
)
const say = sayTo(running, 'ss')

void t.test('state messages get to the site', async (t) => {
  await reportToFallbackStatusPoint({
    machine: { netBiosName: 'LAPTOP-1', clientInstalled: false },
    messages: [
      {
        serialNumber: 1,
        topic: { id: '', type: 800, idType: 0 },
        state: { id: 305, criticality: 0 },
        parameters: [],
      },
    ],
  })(say)
  const page = await ask(running, 'ss', { path: '/SMSReporting_ABC/Report.asp?ReportID=3' })
  t.match(page.body.toString(), '<td>LAPTOP-1</td><td>800 client deployment</td><td>305</td>')
})

void t.test('sites and management points are found', async (t) => {
  const here = { addresses: [{ address: '10.1.2.7', subnet: '10.1.2.0' }, { address: '10.9.0.1' }] }
  t.strictSame(await askForSites(here)(say), ['ABC'])
  t.strictSame(await askForSites({ addresses: [], activeDirectorySite: 'oslo' })(say), ['ABC'])
  t.strictSame(await askForSites({ addresses: [{ address: '10.9.0.1' }] })(say), [])
  t.strictSame(await askForManagementPoints('ABC')(say), [
    { fqdn: 'mp.sitemode.test', native: true, assignmentSite: 'ABC', version: '4.00.6487.2000' },
  ])
  t.strictSame(await askForManagementPoints('XYZ')(say), [])
})

void t.test('an answer that is none is told of', async (t) => {
  const answering =
    (status: number, body = '') =>
    (): Promise<Reply> =>
      Promise.resolve({ status, headers: {}, body: Buffer.from(body) })
  const report = reportToFallbackStatusPoint({
    machine: { netBiosName: '', clientInstalled: true },
    messages: [],
  })
  await t.rejects(report(say), UnexpectedReplyError, 'a report of nothing is no report')
  await t.rejects(report(answering(503)), UnexpectedReplyError)
  await t.rejects(askForSites({ addresses: [] })(answering(503)), { message: /503/ })
  await t.rejects(askForManagementPoints('ABC')(answering(200, '<html></html>')), UnexpectedReplyError)
})
