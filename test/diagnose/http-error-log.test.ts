import t from 'tap'
import { diagnosed, idsOf, type WrittenLog } from './diagnosed.ts'

const heading = [
  '#Software: Microsoft HTTP API 1.0',
  '#Version: 1.0',
  '#Date: 2010-03-04 10:00:00',
  '#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename',
]

function httpErrors(...lines: readonly string[]): WrittenLog {
  return { path: 'HTTPERR/httperr1.log', text: [...heading, ...lines, ''].join('\r\n') }
}

/** A client's request that failed at a second past 10:11. */
function clientLog(
  ...requests: readonly (readonly [second: number, url: string, error: string])[]
): WrittenLog {
  const lines = requests.map(([second, url, error]) => {
    const at = `10:11:${String(second).padStart(2, '0')}.500+000`
    const { port, protocol } = new URL(url)
    const message = `[CCMHTTP] ERROR: URL=${url}, Port=${port || (protocol === 'https:' ? 443 : 80)}, Options=63, ${error}`
    return `<![LOG[${message}]LOG]!><time="${at}" date="03-04-2010" component="CcmExec" context="" type="1" thread="1234" file="a.cpp:1">`
  })
  return { path: 'PC1/CcmExec.log', text: lines.join('\r\n') }
}

const channelError = 'Code=12157, Text=ERROR_WINHTTP_SECURE_CHANNEL_ERROR'
const cannotConnect = 'Code=12029, Text=ERROR_WINHTTP_CANNOT_CONNECT'
const list = '/SMS_MP/.sms_aut?MPLIST'
const verbAt = (time: string): string => `2010-03-04 ${time} 10.1.4.20 1094 10.1.0.5 8080 - - - 400 - Verb -`

void t.test('a TLS handshake on a port of HTTP is told by both ends', (t) => {
  const { failures, unread } = diagnosed([
    clientLog([12, `https://mp.contoso.com:8080${list}`, channelError]),
    httpErrors(verbAt('10:11:12')),
  ])
  t.equal(unread, 0)
  t.match(failures, [
    {
      count: 1,
      ends: 'both',
      certain: false,
      port: 8080,
      hosts: ['mp.contoso.com', '10.1.0.5'],
      path: '/SMS_MP/.sms_aut',
    },
  ])
  t.equal(failures.length, 1)
  // A client in the other mode than its site shows like this as well.
  t.strictSame(
    failures[0]?.candidates.map(({ entry }) => entry.id),
    ['https-to-http-port', 'mode-never-told', 'mode-not-told-yet', 'mode-told-otherwise'],
  )
  t.strictSame(failures[0]?.candidates[0]?.by, ['Code=12157', '400 Verb'])
  t.strictSame(
    failures[0]?.lines.map(({ file, line }) => `${file}:${line}`),
    ['PC1/CcmExec.log:1', 'HTTPERR/httperr1.log:5'],
  )
  t.end()
})

void t.test(
  'a line is not joined with a request for another port, nor with one that never connected',
  (t) => {
    const ends = (url: string, error: string): string[] =>
      diagnosed([clientLog([12, url, error]), httpErrors(verbAt('10:11:12'))])
        .failures.map((failure) => failure.ends)
        .sort()
    t.strictSame(ends(`https://mp.contoso.com:8443${list}`, channelError), ['client', 'server'])
    t.strictSame(ends(`https://mp.contoso.com:8080${list}`, cannotConnect), ['client', 'server'])
    t.end()
  },
)

void t.test('each reason alone has its documented candidates, the likely one first', (t) => {
  const candidatesOf = (end: string): string[] | undefined =>
    idsOf(diagnosed([httpErrors(`2010-03-04 10:11:12 10.1.4.20 1094 10.1.0.5 80 ${end}`)]))[0]
  const request = `HTTP/1.1 GET ${list}`
  t.strictSame(candidatesOf('- - - 400 - Verb -'), [
    'https-to-http-port',
    'mode-never-told',
    'mode-not-told-yet',
    'mode-told-otherwise',
  ])
  t.strictSame(candidatesOf(`${request} 503 1 AppOffline DefaultAppPool`), ['service-unavailable'])
  t.strictSame(candidatesOf(`${request} 503 1 QueueFull DefaultAppPool`), ['service-unavailable'])
  t.strictSame(candidatesOf(`${request} 503 - ConnLimit -`), ['too-many-clients'])
  t.strictSame(candidatesOf(`${request} 500 - Internal -`), ['server-error'])
  t.strictSame(candidatesOf(`${request} - 1 Connection_Abandoned_By_AppPool DefaultAppPool`), [
    'request-closed',
    'request-reset',
    'answer-truncated',
  ])
  t.strictSame(candidatesOf(`${request} - 1 Timer_AppPool DefaultAppPool`), ['no-answer'])
  t.equal(candidatesOf(`${request} - 1 Connection_Dropped DefaultAppPool`)?.[0], 'no-answer')
  t.strictSame(candidatesOf('- - - - - Timer_MinBytesPerSecond -'), ['answer-too-slow'])
  t.strictSame(
    candidatesOf('- - - 400 - BadRequest -'),
    [],
    'the catalogue has no client that asks like this',
  )
  t.end()
})

void t.test('a bare 400 is no failure of a client certificate', (t) => {
  const [onlyServer = []] = idsOf(
    diagnosed([
      {
        path: 'MP/ex100304.log',
        text: [
          '#Fields: date time s-ip cs-method cs-uri-stem s-port c-ip sc-status sc-substatus sc-win32-status',
          '2010-03-04 10:11:12 10.1.0.5 GET /SMS_MP/.sms_aut 443 10.1.4.20 400 0 0',
        ].join('\r\n'),
      },
    ]),
  )
  t.strictSame(
    onlyServer.filter((id) => id.startsWith('client-certificate') || id.startsWith('revocation')),
    [],
  )
  const { failures } = diagnosed([
    clientLog([12, `https://mp.contoso.com${list}`, 'Code=0, StatusCode=400 StatusText=Bad Request']),
    httpErrors(`2010-03-04 10:11:12 10.1.4.20 1094 10.1.0.5 443 HTTP/1.1 GET ${list} 400 - Hostname -`),
  ])
  t.match(failures, [{ ends: 'both', candidates: [{ entry: { id: 'wrong-name-resolved' } }] }])
  t.equal(failures.length, 1)
  t.equal(failures[0]?.candidates.length, 1, 'HTTP.sys tells why, which rules the others out')
  t.end()
})

void t.test('connections that ran out of time are told once, and idle ones are no failure', (t) => {
  const timers = Array.from({ length: 3000 }, (_, index) => {
    const at = new Date(Date.UTC(2010, 2, 4, 10, 0, index)).toISOString().slice(0, 19).replace('T', ' ')
    const reason = index % 3 === 0 ? 'Timer_HeaderWait' : 'Timer_ConnectionIdle'
    return `${at} 10.1.4.${index % 200} ${1024 + index} 10.1.0.5 80 - - - - - ${reason} -`
  })
  const { failures, unread, leftOut } = diagnosed([httpErrors(...timers)])
  t.match(failures, [{ count: 1000, clientCount: 200, ends: 'server', candidates: [], port: 80 }])
  t.equal(failures.length, 1)
  t.strictSame([unread, leftOut], [0, 0])
  t.end()
})

void t.test('it does not tell of the requests that a web site answers: its silence says nothing', (t) => {
  const { failures } = diagnosed([
    clientLog([12, 'https://10.1.0.5/ccm_system/request', 'Code=12030, Text=ERROR_WINHTTP_CONNECTION_ERROR']),
    httpErrors(
      '2010-03-04 10:11:00 10.1.4.21 1094 10.1.0.5 80 - - - - - Timer_HeaderWait -',
      '2010-03-04 10:11:30 10.1.4.21 1095 10.1.0.5 80 - - - - - Timer_HeaderWait -',
    ),
  ])
  t.match(
    failures.find(({ ends }) => ends === 'client'),
    { serverIsSilent: false },
  )
  t.end()
})

void t.test('a log without a heading, as KB 820729 shows it', (t) => {
  const text = [
    '2002-07-05 18:45:09 172.31.77.6 2094 172.31.77.6 80 HTTP/1.1 GET /qos/1kbfile.txt?a 503 - ConnLimit',
    '2002-07-05 19:51:59 127.0.0.1 2780 127.0.0.1 80 HTTP/1.1 GET /ThisIsMyUrl.htm 400 - Hostname',
    '2002-07-05 19:53:00 127.0.0.1 2894 127.0.0.1 80 HTTP/2.0 GET / 505 - Version_N/S',
    '2002-07-05 20:06:01 172.31.77.6 64388 127.0.0.1 80 - - - - - Timer_MinBytesPerSecond',
    'torn',
  ].join('\r\n')
  const diagnosis = diagnosed([{ path: 'httperr1.log', text }])
  t.match(diagnosis.files, [{ kind: 'http-error-log' }])
  t.equal(diagnosis.unread, 1)
  t.match(diagnosis.failures, [
    { path: '/qos/1kbfile.txt', clients: ['172.31.77.6'], first: '2002-07-05T18:45:09.000Z' },
    { path: '/ThisIsMyUrl.htm' },
    { path: '/' },
    { path: null },
  ])
  t.strictSame(idsOf(diagnosis), [['too-many-clients'], ['wrong-name-resolved'], [], ['answer-too-slow']])
  t.end()
})

void t.test(
  'a reason that is not known leaves the status, and one without a status is not understood',
  (t) => {
    const { failures, unread } = diagnosed([
      httpErrors(
        '2010-03-04 10:11:12 10.1.4.20 1094 10.1.0.5 80 HTTP/1.1 GET / 503 1 NewReason DefaultAppPool',
        '2010-03-04 10:11:13 10.1.4.20 1094 10.1.0.5 80 - - - - - Timer_New -',
      ),
    ])
    t.match(failures, [{ count: 1 }])
    t.equal(failures[0]?.candidates[0]?.entry.id, 'service-unavailable')
    t.equal(unread, 1)
    t.end()
  },
)
