import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { winHttpErrors } from '../../sim/evidence/codes/winhttp-errors.ts'
import { explain, explainableCodes } from '../../sim/evidence/explanation/explain.ts'
import type { Reading } from '../../sim/evidence/explanation/reading.ts'

const ids = ({ candidates }: Reading): string[] => candidates.map(({ id }) => id)

function only(readings: Reading[]): Reading {
  const [reading, ...others] = readings
  if (!reading || others.length > 0) throw new Error(`${readings.length} readings`)
  return reading
}

void t.test('a code of WinHTTP can be written in many ways', (t) => {
  const secureFailure = only(explain('12175'))
  t.match(secureFailure, { kind: 'WinHTTP error', code: '12175', name: 'ERROR_WINHTTP_SECURE_FAILURE' })
  t.ok(ids(secureFailure).includes('server-certificate-expired'))
  t.notOk(ids(secureFailure).includes('client-certificate-expired'))
  for (const written of [
    'ERROR_WINHTTP_SECURE_FAILURE',
    'winhttp_secure_failure',
    '0x80072F8F',
    '0x80072f8f',
    '0x2f8f',
    '2147954575',
    '-2147012721',
    ' 12175 ',
  ]) {
    t.strictSame(explain(written), [secureFailure], written)
  }
  // winhttp.h and wininet.h: several flags of the callback can be set at once.
  const flagsOf = (code: string): (string | null)[] => explain(code).map(({ name }) => name)
  const prefix = 'WINHTTP_CALLBACK_STATUS_FLAG_'
  t.strictSame(flagsOf('0x18'), [`${prefix}INVALID_CA`, `${prefix}CERT_CN_INVALID`])
  t.strictSame(flagsOf('0x80000000'), [`${prefix}SECURITY_CHANNEL_ERROR`])
  t.strictSame(flagsOf('0x80000001'), [`${prefix}CERT_REV_FAILED`, `${prefix}SECURITY_CHANNEL_ERROR`])
  t.strictSame(flagsOf('0x80'), [], 'no such flag')
  const names = only(explain(`${prefix}CERT_CN_INVALID`))
  t.strictSame(explain('cert_cn_invalid'), [names])
  t.equal(ids(names)[0], 'server-certificate-wrong-host')
  t.strictSame(ids(only(explain('12038'))), ids(names), 'an error of its own says the same as the flag')
  t.end()
})

void t.test('the other codes of the product', (t) => {
  t.strictSame(ids(only(explain('403.17'))).sort(), [
    'client-certificate-authority-expired',
    'client-certificate-expired',
    'client-certificate-not-yet-valid',
  ])
  t.strictSame(ids(only(explain('403.4'))), [
    'ssl-required',
    // What a client gets that does not know the mode of its site.
    'mode-never-told',
    'mode-not-told-yet',
    'mode-told-otherwise',
  ])
  t.ok(ids(only(explain('403'))).includes('ssl-required'))
  t.ok(ids(only(explain('404.0'))).includes('not-served-by-this-protocol'))

  const untrustedRoot = only(explain('0x800B0109'))
  t.match(untrustedRoot, { kind: 'Windows status', name: 'CERT_E_UNTRUSTEDROOT' })
  t.equal(ids(untrustedRoot)[0], 'server-certificate-untrusted')
  t.ok(ids(untrustedRoot).includes('client-certificate-untrusted'))
  for (const written of ['2148204809', '-2146762487', 'cert_e_untrustedroot']) {
    t.strictSame(explain(written), [untrustedRoot], written)
  }
  t.ok(ids(only(explain('2148081683'))).includes('revocation-list-unreachable'))
  t.equal(only(explain('0x80070005')).name, 'ERROR_ACCESS_DENIED')

  t.strictSame(ids(only(explain('0x87D00282'))), ['client-certificate-several-matching'])
  t.strictSame(ids(only(explain('-2016411006'))), ['client-certificate-several-matching'])
  t.strictSame(ids(only(explain('1001/2'))).includes('client-certificate-none-matching'), true)
  t.ok(ids(only(explain('1000/2'))).includes('nothing-listens'))
  t.strictSame(ids(only(explain('1000/1'))), [], 'nothing has failed')
  t.end()
})

void t.test('one code, reported by either end, means two things', (t) => {
  const [byClient, byServer] = explain('cert_has_expired')
  t.match(byClient, { kind: 'seen by the client', code: 'CERT_HAS_EXPIRED' })
  t.strictSame(byClient && ids(byClient), [
    'server-certificate-expired',
    'server-certificate-authority-expired',
    'client-clock-ahead',
  ])
  t.match(byServer, { kind: 'seen by the server' })
  t.strictSame(byServer && ids(byServer), [
    'client-certificate-expired',
    'client-certificate-authority-expired',
  ])
  const [cutOff, gone] = explain('ECONNRESET')
  t.ok(cutOff && ids(cutOff).includes('client-certificate-expired'))
  t.ok(gone && ids(gone).includes('server-certificate-expired'))
  const alert = only(explain('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR'))
  t.match(alert, { means: /alert "internal error"/, candidates: [] })
  t.end()
})

void t.test('every code of an entry is explained, and leads back to it', (t) => {
  for (const {
    id,
    sightings,
    elsewhere,
    winHttp,
    webServer,
    httpSys,
    clientError,
    stateMessage,
  } of catalogue) {
    const seen = [
      ...sightings.flatMap(({ client, server }) => [client, ...(server ? [server] : [])]),
      ...(elsewhere?.client ?? []),
      ...(elsewhere?.server ?? []),
    ]
    const codes = [
      ...seen.flatMap((one) => one.codes),
      ...(winHttp ? [String(winHttp.code), winHttp.name, ...(winHttp.flags ?? [])] : []),
      ...(webServer ? [`${webServer.status}`] : []),
      ...(webServer?.substatus === undefined ? [] : [`${webServer.status}.${webServer.substatus}`]),
      ...(webServer?.win32 === undefined ? [] : [`${webServer.win32}`]),
      ...(httpSys ?? []),
      ...(clientError === undefined ? [] : [clientError]),
      ...(stateMessage ? [`${stateMessage.topic}/${stateMessage.id}`] : []),
    ]
    const unexplained = [...new Set(codes)].filter((code) => !explain(code).flatMap(ids).includes(id))
    t.strictSame(unexplained, [], id)
  }
  t.end()
})

void t.test('every code that is offered can be explained, and no other', (t) => {
  const offered = explainableCodes()
  t.ok(offered.length > 150)
  t.strictSame(
    offered.filter((code) => explain(code).length === 0 || explain(code).some(({ means }) => means === '')),
    [],
  )
  for (const unknown of ['', 'EFOO', '99999', '-1', '0x1234567890', '403.99', '1/1', 'toString', '__proto__'])
    t.strictSame(explain(unknown), [], unknown)
  t.equal(new Set(winHttpErrors.map(({ code }) => code)).size, winHttpErrors.length)
  t.end()
})

void t.test('a failure stands at each end where it shows a code of Node or OpenSSL, and at no other', (t) => {
  const sighted = catalogue.flatMap(({ id, sightings }) =>
    sightings.flatMap(({ client, server }) => [
      ...client.codes.map((code) => ({ id, end: 'client' as const, code })),
      ...(server?.codes ?? []).map((code) => ({ id, end: 'server' as const, code })),
    ]),
  )
  const byEnd = (code: string, end: 'client' | 'server'): string[] =>
    explain(code).flatMap(({ ends }) => ends[end].map((entry) => entry.id))
  for (const { id, end, code } of sighted) {
    // Where the connection is cut off, a server sees no more than that.
    if (end === 'server' && explain(code).some(({ means }) => means.includes('before it should have')))
      continue
    t.ok(byEnd(code, end).includes(id), `${id} shows ${code} at the ${end}`)
  }
  t.ok(sighted.length > 300, `${sighted.length} sightings`)
  t.strictSame(
    byEnd('ERR_TLS_CERT_ALTNAME_INVALID', 'server'),
    [],
    'a client alone checks the name of a server',
  )
  t.strictSame(byEnd('403.7', 'server').sort(), byEnd('403.7', 'client').sort(), 'a reply is seen by both')
  t.strictSame(byEnd('12175', 'server'), [], 'WinHTTP is the library of the client')
  t.strictSame(byEnd('ERR_CERT_DATE_INVALID', 'server'), [], 'a browser is a client')
  t.strictSame(byEnd('Verb', 'client'), [], 'HTTP.sys is in the server')
  t.end()
})
