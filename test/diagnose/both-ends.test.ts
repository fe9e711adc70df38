import t from 'tap'
import { diagnosed, type WrittenLog } from './diagnosed.ts'

const minuteMs = 60_000
const begin = Date.UTC(2010, 2, 4, 10, 0, 0)

/** Requests that a client has had refused, in minutes after the beginning: no two gaps are alike. */
const minutes = [0, 3, 10, 24, 51, 107]

const two = (number: number): string => `${number}`.padStart(2, '0')

/** A client's log by a clock that is ahead, in a zone that is `bias` minutes behind UTC; without it, as copied. */
function clientLog(aheadMs: number, bias: number | null, path = 'PC1/CcmExec.log'): WrittenLog {
  const lines = minutes.flatMap((minute) => {
    const local = new Date(begin + minute * minuteMs + aheadMs - (bias ?? 0) * minuteMs)
    const time = `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}:${two(local.getUTCSeconds())}`
    const date = [local.getUTCMonth() + 1, local.getUTCDate(), local.getUTCFullYear()].map(two)
    const sign = (bias ?? 0) < 0 ? '-' : '+'
    return [
      '[CCMHTTP] ERROR: URL=https://mp.contoso.com/ccm_system/request, Port=443, Options=63, Code=0, Text=CCM_E_BAD_HTTP_STATUS_CODE',
      '[CCMHTTP] ERROR INFO: StatusCode=403 StatusText=Forbidden',
    ].map((message) =>
      bias === null
        ? `${message}\tCcmExec\t${Number(date[0])}/${Number(date[1])}/${date[2]} ${time}\t1234 (0x04D2)`
        : `<![LOG[${message}]LOG]!><time="${time}.500${sign}${`${Math.abs(bias)}`.padStart(3, '0')}" date="${date.join('-')}" component="CcmExec" context="" type="1" thread="1234" file="a.cpp:1">`,
    )
  })
  return { path, text: lines.join('\r\n') }
}

function serverLog(refusal = '403 16 2148204816', path = 'MP/ex100304.log'): WrittenLog {
  const lines = minutes.map((minute) => {
    const [day, time] = new Date(begin + minute * minuteMs).toISOString().slice(0, 19).split('T')
    return `${day} ${time} 10.1.0.5 CCM_POST /ccm_system/request - 443 - 10.1.4.20 ccmhttp ${refusal} 15`
  })
  return {
    path,
    text: [
      '#Software: Microsoft Internet Information Services 6.0',
      '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) sc-status sc-substatus sc-win32-status time-taken',
      ...lines,
    ].join('\r\n'),
  }
}

void t.test('the lines of both ends are joined, and are certain where they agree', (t) => {
  const { failures, clocks } = diagnosed([clientLog(0, 0), serverLog()])
  t.match(failures, [
    { count: 6, ends: 'both', certain: true, url: 'https://mp.contoso.com/ccm_system/request' },
  ])
  t.equal(failures.length, 1)
  t.equal(failures[0]?.candidates[0]?.entry.id, 'client-certificate-wrong-usage')
  t.match(clocks, { zoneMinutes: 0, pairs: 6 })
  t.match(
    failures[0]?.lines.map(({ file, line }) => `${file}:${line}`),
    ['PC1/CcmExec.log:1', 'PC1/CcmExec.log:2', 'MP/ex100304.log:3'],
  )
  t.end()
})

void t.test('the order of the files does not matter', (t) => {
  t.strictSame(
    diagnosed([serverLog(), clientLog(0, 0)]).failures,
    diagnosed([clientLog(0, 0), serverLog()]).failures,
  )
  t.end()
})

for (const [what, bias] of [
  ['of the same zone', 0],
  ['of a zone that says so', 540],
  ['of a zone in the east', -540],
] as const) {
  void t.test(`clocks two minutes apart are compared: a client ${what}`, (t) => {
    const { failures, clocks } = diagnosed([clientLog(2 * minuteMs, bias), serverLog()])
    t.match(failures, [{ count: 6, ends: 'both', certain: true }])
    t.equal(failures.length, 1)
    t.match(clocks, { zoneMinutes: 0, pairs: 6 })
    t.ok(Math.abs((clocks?.skewMs ?? 0) - 2 * minuteMs) <= 1500, `${clocks?.skewMs}`)
    t.end()
  })
}

void t.test('a zone that nobody tells is found, with the two minutes beside it', (t) => {
  // Nine hours ahead of UTC, by a clock that is two minutes behind; the viewer shows no zone.
  const { failures, clocks } = diagnosed([clientLog(540 * minuteMs - 2 * minuteMs, null), serverLog()])
  t.match(failures, [{ count: 6, ends: 'both' }])
  t.equal(failures.length, 1)
  t.match(clocks, { zoneMinutes: 540, pairs: 6 })
  t.ok(Math.abs((clocks?.skewMs ?? 0) + 2 * minuteMs) <= 1500, `${clocks?.skewMs}`)
  t.end()
})

void t.test('what only one end tells can be, and is not certain', (t) => {
  t.match(diagnosed([clientLog(0, 0)]).failures, [{ count: 6, ends: 'client', certain: false }])
  t.match(diagnosed([serverLog()]).failures, [{ count: 6, ends: 'server', certain: false }])
  t.end()
})

void t.test('lines that cannot be of one request are not joined', (t) => {
  const ends = (server: WrittenLog): string[] =>
    diagnosed([clientLog(0, 0), server])
      .failures.map((failure) => failure.ends)
      .sort()
  t.strictSame(ends(serverLog('503 0 0')), ['client', 'server'], 'another status')
  const elsewhere = serverLog()
  const otherPath = { ...elsewhere, text: elsewhere.text.replaceAll('/ccm_system/', '/SMS_MP/') }
  t.strictSame(ends(otherPath), ['client', 'server'], 'another path')
  const otherPort = { ...elsewhere, text: elsewhere.text.replaceAll(' 443 ', ' 8443 ') }
  t.strictSame(ends(otherPort), ['client', 'server'], 'another port')
  t.end()
})

void t.test('where another line would fit as well, nothing is certain', (t) => {
  const of = (address: string, refusal: string): string =>
    serverLog(refusal).text.split('\r\n').slice(2, 3).join().replace('10.1.4.20', address)
  const [head = '', fields = ''] = serverLog().text.split('\r\n')
  const text = [head, fields, of('10.1.4.20', '403 16 2148204816'), of('10.1.4.21', '403 7 5')].join('\r\n')
  const { failures } = diagnosed([
    { ...clientLog(0, 0), text: clientLog(0, 0).text.split('\r\n').slice(0, 2).join('\r\n') },
    { path: 'MP/ex.log', text },
  ])
  t.equal(failures.length, 2)
  t.match(
    failures.find(({ ends }) => ends === 'both'),
    { ambiguous: true, certain: false },
  )
  t.end()
})

void t.test(
  'a client is known by its address once several of its requests have been told by both ends',
  (t) => {
    const others = minutes.map((minute, index) => {
      const [day, time] = new Date(begin + minute * minuteMs).toISOString().slice(0, 19).split('T')
      return `${day} ${time} 10.1.0.5 CCM_POST /ccm_system/request - 443 - 10.1.5.${index} ccmhttp 403 7 5 15`
    })
    const [head = '', fields = '', ...own] = serverLog().text.split('\r\n')
    const lines = own.flatMap((line, index) => [others[index] ?? '', line])
    const { failures } = diagnosed([
      clientLog(0, 0),
      { path: 'MP/ex100304.log', text: [head, fields, ...lines].join('\r\n') },
    ])
    const joined = failures.filter(({ ends }) => ends === 'both')
    t.match(joined, [{ count: 6, certain: true, ambiguous: false }])
    t.equal(joined[0]?.candidates[0]?.entry.id, 'client-certificate-wrong-usage')
    t.end()
  },
)

void t.test(
  "a server's log that covers the time and has no line speaks for a failure below the web server",
  (t) => {
    const text = clientLog(0, 0).text.replaceAll(
      /Code=0, Text=\w+/g,
      'Code=12030, Text=ERROR_WINHTTP_CONNECTION_ERROR',
    )
    const failing = {
      path: 'PC1/CcmExec.log',
      text: text
        .split('\r\n')
        .filter((line) => !line.includes('INFO'))
        .join('\r\n'),
    }
    const answered = serverLog('200 0 0', 'mp.contoso.com/ex100304.log')
    const { failures } = diagnosed([failing, answered])
    t.match(failures, [{ count: 6, ends: 'client', serverIsSilent: true }])
    t.ok(failures[0]?.candidates[0]?.by.includes('no line at the web server'))
    t.match(diagnosed([failing]).failures, [{ serverIsSilent: false }])
    t.end()
  },
)

void t.test('what is kept is bounded, and what is left out is counted', (t) => {
  const limits = { distinct: 2, occurrences: 4, withLines: 1 }
  const { failures, leftOut } = diagnosed([clientLog(0, 0)], limits)
  t.match(failures, [{ count: 4 }])
  t.equal(leftOut, 2)
  const statuses = ['404 0 2', '500 0 0', '503 0 0'].map((refusal, index) =>
    serverLog(refusal, `MP${index}/ex.log`),
  )
  const many = diagnosed(statuses, { ...limits, occurrences: 100 })
  t.equal(many.failures.length, 2)
  t.equal(many.leftOut, 6)
  t.end()
})
