import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { opensslReasons } from '../../sim/evidence/codes/openssl-codes.ts'
import { explainAlone, pickCodes } from '../../sim/evidence/explanation/pick-codes.ts'
import { codeReader } from '../../sim/logs/code-reader.ts'
import type { Reading } from '../../sim/evidence/explanation/reading.ts'
import type { RefusalReason } from '../../sim/wire/http/refusal.ts'
import { openssl, withoutOpenssl } from '../certs/openssl.ts'
import { notUnderstood, understood } from './pasted.ts'

function read(text: string): readonly Reading[] {
  const alone = explainAlone(text)
  return alone.length > 0 ? alone : pickCodes(text).found.flatMap(({ readings }) => readings)
}

const meanings = (text: string): string[] => [...new Set(read(text).map(({ name, code }) => name ?? code))]

void t.test('what people paste is understood, and the rest is said to be unknown', (t) => {
  t.equal(understood.flatMap(({ lines }) => lines).length + notUnderstood.length, 288)
  for (const { source, lines } of understood) {
    t.match(source, /\w{4}/)
    for (const [text, ...expected] of lines) t.strictSame(meanings(text), expected, text)
  }
  for (const text of notUnderstood) t.strictSame(meanings(text), [], text)
  const all = understood.flatMap(({ lines }) => lines).flatMap(([text]) => read(text))
  t.strictSame(
    all.filter(({ source, means }) => source === '' || means === ''),
    [],
    'each meaning has its source',
  )
  t.end()
})

void t.test('texts of other programs', (t) => {
  for (const [text, ...expected] of [
    [
      'curl: (60) SSL certificate problem: unable to get local issuer certificate',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CURLE_PEER_FAILED_VERIFICATION',
    ],
    [
      'curl: (7) Failed to connect to mp port 443: Connection refused',
      'CURLE_COULDNT_CONNECT',
      'ECONNREFUSED',
    ],
    ['curl: (22) The requested URL returned error: 403', 'CURLE_HTTP_RETURNED_ERROR', '403'],
    [
      'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007)',
      'CERT_HAS_EXPIRED',
      'ERR_SSL_CERTIFICATE_VERIFY_FAILED',
    ],
    ['ConnectionResetError: [Errno 104] Connection reset by peer', 'ECONNRESET'],
    ['BrokenPipeError: [Errno 32] Broken pipe', 'EPIPE'],
    ['[WinError 10054] An existing connection was forcibly closed by the remote host', 'WSAECONNRESET'],
    [
      'schannel: next InitializeSecurityContext failed: SEC_E_UNTRUSTED_ROOT (0x80090325)',
      'SEC_E_UNTRUSTED_ROOT',
    ],
    [
      'The TLS protocol defined fatal error code is 40. The Windows SChannel error state is 1205.',
      'handshake_failure',
    ],
    [
      'A fatal alert was received from the remote endpoint. The TLS protocol defined fatal alert code is 46.',
      'certificate_unknown',
    ],
    ['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'],
    [
      '140:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl/record.c:354:',
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
    [
      '    verify return code: 21 (unable to verify the first certificate)',
      'verify error 21',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    ],
    ['remote error: tls: bad certificate', 'bad_certificate'],
    ['x509: certificate signed by unknown authority', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
    ['SSL_connect: SSL_ERROR_SYSCALL in connection to mp:443', 'SSL_ERROR_SYSCALL'],
    ['errorCode: 12029', 'ERROR_WINHTTP_CANNOT_CONNECT'],
    ['400 The SSL certificate error', '400'],
    ['800/607', '800/607'],
    ['E_ACCESSDENIED', 'ERROR_ACCESS_DENIED'],
  ] as const) {
    t.strictSame(meanings(text), expected, text)
  }
  t.end()
})

void t.test('OpenSSL itself has these reasons at these numbers', { skip: withoutOpenssl }, (t) => {
  for (const [library, reasons] of Object.entries(opensslReasons))
    for (const [reason, code] of Object.entries(reasons)) {
      const packed = Number(library) * 2 ** 23 + Number(reason)
      const words = openssl('errstr', packed.toString(16)).stdout.trim().split('::').at(-1) ?? ''
      t.match(code, new RegExp(`_${words.toUpperCase().replaceAll(' ', '_')}$`), packed.toString(16))
    }
  t.end()
})

void t.test('numbers that are no codes are left alone', (t) => {
  for (const text of [
    'thread 0x18, 403 bytes in 12 parts, port 443, took 5 ms',
    'Options=63, SSLOptions=31, Port=403, Code=0',
    'exit code 1',
    '{80072F8F-1234-4321-8009-800B0109AAAA} and a80072f8f',
    'GetDPLocations done 19/02/2019 13:49:35 ccmsetup 12044 (0x2F0C)',
    '<![LOG[Started.]LOG]!><time="10:11:12.123-060" date="03-04-2010" component="CcmExec" context="" type="3" thread="12175" file="error:12175">',
    '2010-03-04 10:11:12 10.1.0.5 GET /error/12175 - 443 - 10.1.4.20 ccmhttp 200 0 0 15',
    'the server answered HTTP/1.1 200 OK',
    'internal_error, access_denied',
    'serial 14094410, an HTTP_REQUEST, {0A000412-1234-4321-8009-800B0109AAAA}, 50a000412',
    'URL=https://mp/, Header, Hostname, Number, Verb and QueueFull are words, Internal as well',
    '10.1.403.7',
  ])
    t.strictSame(pickCodes(text).found, [], text)
  t.strictSame(pickCodes('hr = 0x8badf00d, ERR_SOMETHING_ELSE, 0x80072f8f').unknown, [
    '0x8badf00d',
    'ERR_SOMETHING_ELSE',
  ])
  t.end()
})

void t.test('a mask is read as flags where flags are meant, and nowhere else', (t) => {
  const kinds = (text: string): string[] => read(text).map(({ kind }) => kind)
  t.strictSame(kinds('error 0x18'), [])
  t.strictSame(kinds('failed with 0x00000008'), ['Windows status'])
  t.strictSame(kinds('lpvStatusInformation is 0x9'), ['callback flag of WinHTTP', 'callback flag of WinHTTP'])
  for (const { kind, means } of read('0x00000008')) {
    if (kind === 'callback flag of WinHTTP') t.match(means, /^where the number is the status information/)
  }
  t.ok(kinds('0x00000008').includes('Windows status'), 'alone it can be either')
  t.end()
})

void t.test('a code has every cause that it can have', (t) => {
  const ids = (text: string): string[] =>
    read(text).flatMap(({ candidates }) => candidates.map(({ id }) => id))
  const others = (text: string): string =>
    read(text)
      .flatMap(({ otherCauses }) => otherCauses.map(({ cause }) => cause))
      .join('; ')
  for (const id of [
    'nothing-listens',
    'server-certificate-expired',
    'ssl-required',
    'server-error',
    'client-certificate-missing',
    'name-not-resolved',
  ])
    t.ok(ids('0x87D00231').includes(id), id)
  t.notOk(ids('0x87D00231').includes('computer-unknown'))
  t.strictSame(ids('12044'), ids('403.7'))
  t.equal(ids('12044').length, 7)
  t.match(others('12186'), /may not read the private key.*CNG/)
  t.match(others('403.16'), /not self-signed stands among the trusted roots/)
  const [atClient, atServer] = read('UNABLE_TO_GET_ISSUER_CERT')
  t.match(atClient, { kind: 'seen by the client', candidates: [{ id: 'server-certificate-untrusted' }] })
  t.match(atServer, { kind: 'seen by the server' })
  t.match(read('500.19')[0], { remedy: /locked section/ })
  t.match(read('404.15')[0], { remedy: /maxQueryString/ })
  t.strictSame(ids('0x80190193'), ids('403'))
  t.end()
})

void t.test('a text rules out what a client that speaks TLS cannot have met', (t) => {
  const plain = 'http-to-https-port'
  const ids = (text: string): string[] =>
    read(text).flatMap(({ candidates }) => candidates.map(({ id }) => id))
  t.ok(ids('socket hang up').includes(plain))
  for (const text of [
    'Client network socket disconnected before secure TLS connection was established',
    'write EPROTO 140',
    'SSL_ERROR_SYSCALL',
    'unexpected eof while reading',
    'curl: (35)',
    'net::ERR_SSL_PROTOCOL_ERROR',
    '0x80090318',
  ]) {
    t.ok(ids(text).includes('https-to-http-port'), text)
    t.notOk(ids(text).includes(plain), text)
  }
  const [early, ...others] = read(
    'Client network socket disconnected before secure TLS connection was established',
  )
  t.match(early, { kind: 'seen by the client', ends: { server: [] } })
  t.strictSame(others, [], 'a server does not say so')
  t.notOk(early?.candidates.some(({ id }) => id === 'closed-in-conversation'))
  t.ok(ids('ERR_SSL_UNKNOWN_PROTOCOL').includes(plain), 'a server that speaks TLS may be told HTTP')
  t.end()
})

void t.test('a code that leaves the rest to the text beside it comes behind the codes of that text', (t) => {
  const alert =
    'error:0A000410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure:SSL alert number 40'
  for (const [text, ...expected] of [
    [`write EPROTO 00:${alert}`, 'handshake_failure', 'EPROTO'],
    [`curl: (35) ${alert}`, 'handshake_failure', 'CURLE_SSL_CONNECT_ERROR'],
    ['write EPROTO, then ECONNREFUSED, then 403.7', 'ECONNREFUSED', '403.7', 'EPROTO'],
  ] as const)
    t.strictSame(meanings(text), expected, text)
  t.end()
})

void t.test("the product's own lines of a failure lead back to it", (t) => {
  const candidates = (line: string): string[] =>
    pickCodes(line).found.flatMap(({ readings }) =>
      readings.flatMap((reading) => reading.candidates.map(({ id }) => id)),
    )
  for (const { id, clientLog, webServer, clientError, stateMessage } of catalogue) {
    const lines = [
      ...(clientLog && /\d|[A-Z]_/.test(clientLog.line)
        ? [
            `<![LOG[${clientLog.line}]LOG]!><time="10:11:12.123-060" date="03-04-2010" component="CcmExec" context="" type="3" thread="5" file="a.cpp:64">`,
          ]
        : []),
      ...(webServer
        ? [
            `2010-03-04 10:11:12 10.1.0.5 GET /403.1 - 443 - 10.1.4.20 ccmhttp ${webServer.status} ${webServer.substatus ?? 0} ${webServer.win32 ?? 0} 15`,
          ]
        : []),
      ...(clientError === undefined ? [] : [`failed with ${clientError.toLowerCase()}.`]),
      ...(stateMessage ? [`TopicType=${stateMessage.topic}, StateID=${stateMessage.id}`] : []),
    ]
    for (const line of lines) t.ok(candidates(line).includes(id), `${id}: ${line}`)
  }
  t.end()
})

void t.test('a log is read once, however long it is', (t) => {
  const reader = codeReader()
  reader.read('#Software: Microsoft Internet Information Services 6.0', 1)
  reader.read('#Fields: date time sc-win32-status sc-status cs-uri-stem sc-substatus', 2)
  for (let line = 3; line < 1003; line++)
    reader.read(`2010-03-04 10:11:12 2148204809 403 /error-12175 ${line % 2 === 0 ? 16 : 7}`, line)
  for (let line = 1003; line < 1103; line++) reader.read(`hr = 0x8badf${line}`, line)
  const { found, unknown, lines } = reader.understood()
  t.equal(lines, 1102)
  t.strictSame(
    found.map(({ line, times, readings }) => [line, times, ...readings.map(({ code }) => code)]),
    [
      [3, 500, '403.7', '0x800B0109'],
      [4, 500, '403.16', '0x800B0109'],
    ],
  )
  t.ok(unknown.length <= 20)
  t.end()
})

void t.test('of the error log of HTTP.sys the reason is read, not the status beside it', (t) => {
  const reader = codeReader()
  reader.read('#Software: Microsoft HTTP API 1.0', 1)
  reader.read(
    '#Fields: date time c-ip c-port s-ip s-port cs-version cs-method cs-uri sc-status s-siteid s-reason s-queuename',
    2,
  )
  reader.read('2010-03-04 10:11:12 10.1.4.20 1094 10.1.0.5 80 - - - 400 - Verb -', 3)
  reader.read('2010-03-04 10:13:12 10.1.4.20 1095 10.1.0.5 80 - - - - - Timer_ConnectionIdle -', 4)
  const { found } = reader.understood()
  t.strictSame(
    found.flatMap(({ readings }) => readings.map(({ code }) => code)),
    ['Verb', 'Timer_ConnectionIdle'],
  )
  const reasons: Readonly<Record<RefusalReason, true>> = {
    ...{ BadRequest: true, EntityTooLarge: true, Header: true, Hostname: true, 'Invalid_CR/LF': true },
    ...{ 'N/I': true, Number: true, RequestLength: true, URL: true, URL_Length: true, Verb: true },
    'Version_N/S': true,
  }
  for (const reason of Object.keys(reasons))
    t.match(pickCodes(`400 - ${reason} -`).found, [{ readings: [{ code: reason }] }], reason)
  t.end()
})
