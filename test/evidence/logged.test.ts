import t from 'tap'
import type { ClientEvidence } from '../../sim/evidence/end-evidence.ts'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { explain } from '../../sim/evidence/explanation/explain.ts'
import { clientLogOf, clientLogsOf, win32StatusOf } from '../../sim/evidence/logged.ts'
import { refusalOf } from '../../sim/points/listener/tls-receiver.ts'
import { isWebProtocol } from '../../sim/vocabulary/network.ts'
import { clientSeeing, leaf } from './synthetic-evidence.ts'

function candidatesOf(code: string | number): string[] {
  return explain(String(code)).flatMap(({ candidates }) => candidates.map(({ id }) => id))
}

/** At other stages a client speaks another protocol. */
function isOfWeb({ stage }: ClientEvidence): boolean {
  return ['resolve', 'connect', 'tls', 'http'].includes(stage)
}

void t.test('whatever a client sees of a failure, its log leads to it', (t) => {
  for (const entry of catalogue) {
    const { id, sightings, elsewhere, provocation } = entry
    const seen = [...sightings.map(({ client }) => client), ...(elsewhere?.client ?? [])]
    const logs = seen.flatMap(clientSeeing).filter(isOfWeb).map(clientLogOf)
    const codes = logs.flatMap(({ winHttp, lines }) =>
      winHttp
        ? [winHttp.code, winHttp.name, ...(winHttp.flags ?? [])]
        : lines.length > 0
          ? ['0x87D0027E']
          : [],
    )
    if (isWebProtocol(provocation.protocol ?? 'https')) {
      const astray = [...new Set(codes)].filter((code) => !candidatesOf(code).includes(id))
      t.strictSame(astray, [], id)
      t.ok(clientLogsOf(entry).length > 0, id)
    } else t.strictSame(clientLogsOf(entry), [], id)
    for (const { winHttp, lines } of logs) {
      const texts = lines.map(({ line }) => line).join()
      t.equal(texts.includes('CCM_E_BAD_HTTP_STATUS_CODE'), winHttp === null && lines.length > 0, id)
    }
  }
  t.end()
})

void t.test('what a web server logs beside a refusal leads to its cause', (t) => {
  for (const { id, sightings, webServer } of catalogue) {
    if (!webServer) continue
    const causes = sightings.flatMap(({ server }) => (server?.stage === 'tls' ? server.codes : []))
    for (const refused of causes) {
      // Of a client without a certificate only where the handshake is refused, which no web server logs.
      if (refused === 'UNABLE_TO_GET_ISSUER_CERT') continue
      const { status, substatus = 0 } = refusalOf(refused)
      t.strictSame(
        { status, substatus },
        { status: webServer.status, substatus: webServer.substatus ?? 0 },
        id,
      )
      const win32 = win32StatusOf({ status, substatus, refused, aborted: false })
      t.equal(win32, webServer.win32, `${id}: ${refused}`)
      t.ok(candidatesOf(win32).includes(id), id)
    }
  }
  t.end()
})

void t.test('without the cause it is that of the most frequent failure', (t) => {
  const win32 = (status: number, substatus = 0, refused?: string): number =>
    win32StatusOf({ status, substatus, aborted: false, ...(refused !== undefined && { refused }) })
  t.equal(win32(200), 0)
  t.equal(win32(401), 5)
  t.equal(win32(404), 2)
  t.equal(win32(403), 5)
  t.equal(win32(403, 4), 5)
  t.equal(win32(403, 13), 0x80092013)
  t.equal(win32(403, 16, 'ERR_TLS_CERT_REFUSED'), 0x800b0109)
  t.equal(win32(418), 0)
  t.equal(win32StatusOf({ status: 200, substatus: 0, aborted: true }), 64)
  t.end()
})

void t.test('a client that was asked in vain for a certificate knows what was wanted', (t) => {
  const end: ClientEvidence = {
    ...{ stage: 'tls', code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', message: '', received: 2000 },
    own: { certificate: null, fault: '0x87D00282' },
  }
  const codeOf = (more: Partial<ClientEvidence>): number | undefined =>
    clientLogOf({ ...end, ...more }).winHttp?.code
  t.equal(codeOf({}), 12044)
  t.equal(codeOf({ own: { certificate: null, fault: '0x87D00283' } }), 12185)
  t.equal(codeOf({ own: { certificate: leaf, fault: null } }), 12157)
  const refused = 'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'
  t.equal(codeOf({ code: refused }), 12044)
  t.equal(codeOf({ code: refused, received: 7 }), 12175, 'before it has shown its own')
  t.equal(codeOf({ code: 'ECONNRESET' }), 12030, 'it does not say why')
  t.strictSame(clientLogOf({ ...end, stage: 'http', code: 'UNEXPECTED_ANSWER' }).lines, [])
  t.end()
})
