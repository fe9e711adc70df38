import t from 'tap'
import { anyLog } from '../../sim/logs/read-log.ts'
import type { Statement } from '../../sim/logs/statement.ts'

interface Read {
  kind: string | null
  unread: number
  statements: Statement[]
  failed: Statement[]
}

function read(text: string, file = 'PC1/CcmExec.log'): Read {
  const log = anyLog(file)
  const lines = text.split(/\r?\n/)
  const statements = [
    ...lines.flatMap((line, index) => log.read({ text: line, number: index + 1 })),
    ...log.end(),
  ]
  const failed = statements.filter((statement) => statement.failed)
  return { kind: log.kind(), unread: log.unread(), statements, failed }
}

const message =
  '[CCMHTTP] ERROR: URL=https://MP.contoso.com/ccm_system/request, Port=443, Options=63, Code=12029, Text=ERROR_WINHTTP_CANNOT_CONNECT'
const attributes = (time: string): string =>
  `<time="${time}" date="03-04-2010" component="CcmExec" context="" type="3" thread="1234" file="a.cpp:297">`
const entry = `<![LOG[${message}]LOG]!>${attributes('10:11:12.123-060')}`

void t.test("an entry of CMTrace's", (t) => {
  const { kind, unread, failed } = read(`${entry}\r\n`)
  t.equal(kind, 'client-log')
  t.equal(unread, 0)
  t.match(failed, [
    {
      end: 'client',
      // Local time and the minutes that make it UTC.
      at: { ms: Date.UTC(2010, 2, 4, 9, 11, 12, 123), zoneKnown: true },
      hosts: ['mp.contoso.com'],
      port: 443,
      path: '/ccm_system/request',
      machine: 'PC1',
      thread: '1234',
      lines: [{ file: 'PC1/CcmExec.log', line: 1, text: entry }],
    },
  ])
  const readings = failed[0]?.codes.flatMap((found) => found.readings.map(({ code }) => code))
  t.strictSame([...new Set(readings)], ['12029'], 'ports and options are no codes')
  t.end()
})

void t.test('an entry of several lines is one statement', (t) => {
  const { failed, unread } = read(
    [
      '<![LOG[Failed to send the message.',
      'hr = 0x80072efd',
      `to https://mp.contoso.com/ccm_system/request]LOG]!>${attributes('10:11:12.123+000')}`,
      '<![LOG[Done.]LOG]!><time="10:11:13.000+000" date="03-04-2010" component="CcmExec" type="1" thread="1">',
    ].join('\r\n'),
  )
  t.equal(unread, 0)
  t.equal(failed.length, 1)
  t.match(
    failed[0]?.lines.map(({ line }) => line),
    [1, 2, 3],
  )
  t.match(failed[0], { path: '/ccm_system/request', codes: [{ written: '0x80072efd' }] })
  t.end()
})

void t.test('an entry that is torn is left out, wherever it stands', (t) => {
  const torn = `<![LOG[${message}`
  for (const [text, unread] of [
    [`${entry}\r\n${torn}`, 1],
    [`${torn}\r\n${entry}\r\n`, 1],
    [`${torn}\r\nits second line\r\n${entry}`, 2],
    [`second half of an entry]LOG]!>${attributes('10:11:12.123+000')}\r\n${entry}`, 1],
  ] as const) {
    const { failed, unread: found } = read(text)
    t.equal(failed.length, 1, text)
    t.equal(found, unread, text)
  }
  t.end()
})

void t.test('the older form, of several lines as well', (t) => {
  const { kind, failed, unread } = read(
    [
      'Starting.  $$<SMS_MP><03-04-2010 10:11:10.000+480><thread=1234 (0x4D2)>',
      'Could not connect:',
      'error 12029  $$<SMS_MP><03-04-2010 10:11:12.123+480><thread=1234 (0x4D2)>',
    ].join('\r\n'),
  )
  t.equal(kind, 'client-log')
  t.equal(unread, 0)
  t.match(failed, [{ at: { ms: Date.UTC(2010, 2, 4, 18, 11, 12, 123), zoneKnown: true }, thread: '1234' }])
  t.match(
    failed[0]?.lines.map(({ line }) => line),
    [2, 3],
  )
  t.end()
})

void t.test('lines copied out of the viewer, in the orders and dates in which people post them', (t) => {
  const at = Date.UTC(2010, 2, 4, 22, 11, 12)
  for (const line of [
    `${message}\tCcmExec\t3/4/2010 10:11:12 PM\t1234 (0x04D2)`,
    `${message}\t3/4/2010 10:11:12 PM\tCcmExec\t1234 (0x04D2)`,
    `${message} CcmExec 3/4/2010 22:11:12 1234 (0x4d2)`,
    `${message}\tCcmExec\t04.03.2010 22:11:12\t1234 (0x04D2)`,
  ]) {
    const { kind, failed } = read(line)
    t.equal(kind, 'client-log', line)
    t.match(failed, [{ at: { ms: at, zoneKnown: false }, thread: '1234' }], line)
  }
  const { failed } = read(
    [`a\tCcmExec\t19/3/2010 09:00:00\t1 (0x1)`, `${message}\tCcmExec\t4/3/2010 22:11:12\t1234 (0x04D2)`].join(
      '\n',
    ),
  )
  t.match(failed, [{ at: { ms: at } }], 'one date tells the order of all')
  t.end()
})

void t.test('what a simulated client says beyond the real one', (t) => {
  const own = (text: string): Statement | undefined =>
    read(`<![LOG[${text}]LOG]!>${attributes('10:11:12.123+000')}`).statements[0]
  const address = 'https://mp.contoso.com/SMS_MP/.sms_aut?MPLIST'
  t.match(own(`GET ${address}: HTTP 503, 152 bytes.`), { failed: false, status: 503 })
  t.match(own(`mp.contoso.com (management point): answered by HTTPS.`), { failed: false })
  const failed = own(
    `mp.contoso.com (management point): failed by HTTPS at ${address} (ECONNRESET): the connection ended. Stage=tls, Received=1893, Certificate=presented, Message=read ECONNRESET`,
  )
  t.match(failed, {
    failed: true,
    url: address,
    seen: { stage: 'tls', code: 'ECONNRESET', received: 1893, presented: true, message: 'read ECONNRESET' },
  })
  t.match(own("The client's certificate has a fault (CERT_HAS_EXPIRED): it has expired."), {
    ownFault: { fault: 'CERT_HAS_EXPIRED', presented: true, ofAuthority: false },
  })
  t.match(own('No client certificate to present (0x87D00280): the store is empty.'), {
    ownFault: { fault: '0x87D00280', presented: false },
  })
  t.end()
})

const w3c = (...lines: readonly string[]): string =>
  ['#Software: Microsoft Internet Information Services 6.0', '#Version: 1.0', ...lines, ''].join('\r\n')

void t.test("a web server's log with any fields, which change in the middle", (t) => {
  const { kind, unread, statements, failed } = read(
    w3c(
      '#Date: 2010-03-04 10:00:00',
      '#Fields: time c-ip cs-method cs-uri-stem sc-status sc-win32-status',
      '10:11:12 10.1.4.20 GET /SMS_MP/.sms_aut 403 2148204809',
      '10:11:13 10.1.4.20 GET /SMS_MP/.sms_aut 200 0',
      '10:11:14 10.1.4.20 GET /torn',
      '#Fields: date time cs-host s-ip s-port sc-status sc-substatus cs-uri-stem c-ip',
      '2010-03-05 00:00:01 mp.contoso.com:443 10.1.0.5 443 403 16 /SMS_MP/.sms_aut 10.1.4.21',
      '2010-03-05 00:00:02 mp.contoso.com 10.1.0.5 443 200 0 /SMS_MP/.sms_aut 10.1.4.21',
    ),
    'W3SVC1/ex100304.log',
  )
  t.equal(kind, 'web-server-log')
  t.equal(unread, 1)
  t.equal(statements.length, 4)
  t.match(failed, [
    {
      end: 'server',
      at: { ms: Date.UTC(2010, 2, 4, 10, 11, 12), zoneKnown: true, precisionMs: 1000 },
      hosts: [],
      machine: 'W3SVC1',
      status: 403,
      substatus: null,
      win32: 2148204809,
      client: '10.1.4.20',
      path: '/SMS_MP/.sms_aut',
    },
    { hosts: ['mp.contoso.com', '10.1.0.5'], port: 443, substatus: 16, win32: null, machine: '10.1.0.5' },
  ])
  t.end()
})

void t.test('the folder of the log is the server, where it has the name of one', (t) => {
  const text = w3c('#Fields: date time sc-status', '2010-03-04 10:11:12 404')
  t.strictSame(read(text, 'logs/mp.contoso.com/ex.log').failed[0]?.hosts, ['mp.contoso.com'])
  t.strictSame(read(text, 'logs/W3SVC1/ex.log').failed[0]?.hosts, [])
  t.end()
})

void t.test('a client that is told to sign in, and does, has not failed', (t) => {
  const fields = '#Fields: date time c-ip cs-uri-stem sc-status sc-substatus sc-win32-status'
  const line = (second: number, address: string, path: string, status: string): string =>
    `2010-03-04 10:11:${second} ${address} ${path} ${status}`
  const signsIn = w3c(
    fields,
    line(10, '10.1.4.20', '/a', '401 2 2148074254'),
    line(10, '10.1.4.20', '/a', '401 1 0'),
    line(11, '10.1.4.20', '/a', '200 0 0'),
  )
  t.strictSame(read(signsIn).failed, [])
  t.equal(read(signsIn).statements.length, 3)
  const never = w3c(
    fields,
    line(10, '10.1.4.20', '/a', '401 1 1326'),
    line(11, '10.1.4.21', '/a', '200 0 0'),
    line(12, '10.1.4.20', '/b', '200 0 0'),
  )
  t.equal(read(never).failed.length, 1, 'neither another client nor another path is a success')
  t.end()
})

void t.test('a client that goes away in the middle of an answer has failed', (t) => {
  const fields = '#Fields: date time sc-status sc-win32-status'
  const line = (win32: number): string => w3c(fields, `2010-03-04 10:11:12 200 ${win32}`)
  for (const win32 of [64, 121, 1236]) t.equal(read(line(win32)).failed.length, 1, `${win32}`)
  t.equal(read(line(0)).failed.length, 0)
  t.end()
})

void t.test('what is no log is of no kind', (t) => {
  for (const text of ['', 'Dear all,\nthe error 0x80072efd is back.\n', '{"a": 1}\n', '\u0000\u0001\u0002'])
    t.equal(read(text).kind, null, text)
  t.equal(read('Dear all,\nwe see this:\n').unread, 3)
  t.end()
})
