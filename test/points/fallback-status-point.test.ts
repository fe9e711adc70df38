import t, { type Test } from 'tap'
import type { HierarchyInput } from '../../sim/index.ts'
import { fallbackStatusBody } from '../../sim/wire/fallback-status-point/state-message-report.ts'
import type { StateMessage } from '../../sim/wire/state-message.ts'
import { createThrottle } from '../../sim/points/fallback-status-point/fallback-status-point.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { isErrorPage } from './error-page-answer.ts'
import { ask, type RawAnswer } from './raw-request.ts'

const cache = newFolder(t)
const path = '/SMS_FSP/.sms_fsp'

type Site = HierarchyInput['sites'][number]
const site = (mode: 'mixed' | 'native', settings: object): Site => ({
  code: 'ABC',
  mode,
  systems: [
    { name: 'fsp', roles: ['fallback-status-point'], ...settings },
    { name: 'rp', roles: ['reporting-point'] },
  ],
})

async function openPoint(t: Test, mode: 'mixed' | 'native', settings: object = {}) {
  const { running } = await open(t, { sites: [site(mode, settings)] }, { cache })
  const post = (body: Buffer | string): Promise<RawAnswer> =>
    ask(running, 'fsp', { method: 'POST', path, body })
  /** The cells of a report, row by row, as the reporting point shows them. */
  async function report(id: number): Promise<string[][]> {
    const page = await ask(running, 'rp', { path: `/SMSReporting_ABC/Report.asp?ReportID=${id}` })
    const rows =
      page.body
        .toString()
        .split('<tbody>')[1]
        ?.match(/<tr>.*<\/tr>/g) ?? []
    return rows.map((row) => [...row.matchAll(/<t[hd][^>]*>([^<]*)</g)].map(([, cell = '']) => cell))
  }
  return { running, post, report }
}

const message = (serialNumber: number): StateMessage => ({
  time: new Date('2007-08-22T00:00:00Z'),
  serialNumber,
  topic: { id: '', type: 700, idType: 0 },
  state: { id: 2, criticality: 0 },
  details: `number ${serialNumber}`,
  parameters: [],
})
const reportOf = (...serialNumbers: number[]): Buffer =>
  fallbackStatusBody({
    machine: { netBiosName: 'PC', clientInstalled: true },
    messages: serialNumbers.map(message),
  })

for (const mode of ['mixed', 'native'] as const) {
  void t.test(`a fallback status point takes state messages by HTTP in ${mode} mode`, async (t) => {
    const { running, post, report } = await openPoint(t, mode)
    t.strictSame(running.systems.find(({ name }) => name === 'fsp')?.urls.length, 1)
    const taken = await post(reportOf(1, 2))
    t.strictSame([taken.status, taken.body.length], [200, 0])
    const shown = (await report(3)).map(([, ...cells]) => cells)
    const cells = ['700 client status by a fallback status point', '2']
    t.strictSame(shown, [
      ['PC', ...cells, '2', 'fsp.sitemode.test', 'number 2'],
      ['PC', ...cells, '1', 'fsp.sitemode.test', 'number 1'],
    ])
  })
}

void t.test('reports come in UTF-16, and nothing else is one', async (t) => {
  const { post, running, report } = await openPoint(t, 'mixed')
  const text =
    '<Report><ReportBody><StateMessage SerialNumber="1"><Topic Type="800"/><State ID="100"/></StateMessage></ReportBody></Report>'
  t.equal((await post(Buffer.from(text, 'utf16le'))).status, 200, 'without a byte order mark')
  t.equal((await post(Buffer.from(`\uFEFF${text}`, 'utf16le').swap16())).status, 200, 'big-endian')
  const wrong = [
    Buffer.from(text),
    Buffer.from('\uFEFF<Report/>', 'utf16le'),
    Buffer.from(text, 'utf16le').subarray(0, 101),
    Buffer.alloc(0),
    Buffer.alloc(70_000, 0xd8),
    Buffer.from(`\uFEFF${'<a>'.repeat(100_000)}`, 'utf16le'),
    Buffer.concat([Buffer.from(text, 'utf16le'), Buffer.alloc(2 * 1024 * 1024, ' \0')]),
  ]
  for (const body of wrong) t.ok(isErrorPage(await post(body), 400), String(body.length))
  t.equal((await post(reportOf(3))).status, 200, 'the next one is taken')
  t.ok(isErrorPage(await ask(running, 'fsp', { path }), 405))
  t.ok(isErrorPage(await ask(running, 'fsp', { path: '/SMS_FSP/', method: 'POST' }), 404))
  t.strictSame(await report(4), [['fsp.sitemode.test', '3', '0', String(wrong.length)]])
})

void t.test('messages over the throttle reach the site later', async (t) => {
  const settings = { fallbackStatus: { messages: 2, seconds: 60 } }
  const { running, post, report } = await openPoint(t, 'mixed', settings)
  const shown = async (): Promise<string[]> => (await report(3)).map((cells) => cells[4] ?? '')
  for (const number of [1, 2, 3])
    t.equal((await post(reportOf(number))).status, 200, 'each is answered alike')
  t.equal((await post(reportOf(4, 5))).status, 200)
  t.strictSame(await shown(), ['2', '1'])
  t.strictSame(await report(4), [['fsp.sitemode.test', '5', '3', '0']])
  running.advance(60_000)
  t.strictSame(await shown(), ['4', '3', '2', '1'])
  running.advance(60_000)
  t.strictSame(await shown(), ['5', '4', '3', '2', '1'])
  t.equal((await post(reportOf(6))).status, 200)
  t.strictSame((await shown())[0], '6', 'there is room again')
})

void t.test('an interval begins with its first message', (t) => {
  const { passesOnAt } = createThrottle({ messages: 2, seconds: 10 })
  const at = (second: number): Date => new Date(Date.UTC(2007, 7, 22, 0, 0, second))
  const passed = [0, 3, 4, 5, 6, 22, 23, 29, 45].map((second) => passesOnAt(at(second)).getUTCSeconds())
  t.strictSame(passed, [0, 3, 10, 10, 20, 22, 30, 30, 45])
  t.end()
})
