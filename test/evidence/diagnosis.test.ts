import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { ClientEvidence, EndEvidence, OwnCertificate } from '../../sim/evidence/end-evidence.ts'
import { catalogue, catalogueSections } from '../../sim/evidence/catalogue.ts'
import { candidates, candidatesOfServer, diagnose } from '../../sim/evidence/diagnosis.ts'
import { reachedByClient } from '../../sim/evidence/reached.ts'
import { faults, revocationListFaults } from '../../sim/vocabulary/fault.ts'
import { clientSeeing, leaf, modesWhereTold, serverSeeing } from './synthetic-evidence.ts'

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** One end's view by stage and code: `tls ECONNRESET`. */
function end(words: string, more: Partial<ClientEvidence> = {}): ClientEvidence {
  const [stage = '', code = ''] = words.split(' ')
  const message = code === 'ECONNRESET' ? 'socket disconnected' : 'seen'
  return { stage: stage as EndEvidence['stage'], code, message, received: 0, own: null, ...more }
}

const presented: OwnCertificate = { certificate: leaf, fault: null }
const authority = { ...leaf, authority: true }

void t.test('the views of both ends lead to the failure', (t) => {
  const cases: [client: ClientEvidence, server: EndEvidence | null, diagnosis: string][] = [
    [end('resolve ENOTFOUND'), null, 'name-not-resolved'],
    [end('tls ERR_TLS_CERT_ALTNAME_INVALID'), end('tls OTHER_NAME_ASKED'), 'wrong-name-resolved'],
    [end('tls ERR_TLS_CERT_ALTNAME_INVALID'), null, 'server-certificate-wrong-host'],
    [end('connect ECONNREFUSED'), null, 'nothing-listens'],
    [end('connect ECONNREFUSED'), end('connect LISTENS_ELSEWHERE'), 'listens-on-another-port'],
    [end('tls ERR_SSL_WRONG_VERSION_NUMBER'), end('http HPE_INVALID_METHOD'), 'https-to-http-port'],
    [end('tls ECONNRESET'), end('http HPE_INVALID_METHOD'), 'https-to-http-port'],
    [end('http UND_ERR_SOCKET'), end('tls ERR_SSL_HTTP_REQUEST'), 'http-to-https-port'],
    [end('http UND_ERR_SOCKET'), end('tls ERR_SSL_WRONG_VERSION_NUMBER'), 'http-to-https-port'],
    [end('tls ECONNRESET'), end('connect SENT_CLOSE'), 'connection-closed'],
    [end('tls ECONNRESET'), end('tls SENT_CLOSE'), 'handshake-closed'],
    [end('tls UND_ERR_CONNECT_TIMEOUT'), end('connect SENT_NOTHING'), 'server-silent'],
    [end('tls UND_ERR_CONNECT_TIMEOUT'), end('tls SENT_NOTHING'), 'handshake-silent'],
    [end('http UND_ERR_HEADERS_TIMEOUT'), end('http SENT_NOTHING'), 'no-answer'],
    [end('http UND_ERR_BODY_TIMEOUT'), end('http STALLED'), 'answer-stalled'],
    [end('http UND_ERR_SOCKET'), end('http CUT_SHORT'), 'answer-truncated'],
    [end('http ECONNRESET'), end('http CUT_BY_RESET'), 'answer-reset'],
    [end('http 403.4'), end('http 403.4'), 'ssl-required'],
    [end('http 404'), end('http 404'), 'not-served-by-this-protocol'],
    [end('tls CERT_HAS_EXPIRED'), end('tls ECONNRESET'), 'server-certificate-expired'],
    [
      end('tls CERT_HAS_EXPIRED', { certificate: authority }),
      end('tls ECONNRESET'),
      'server-certificate-authority-expired',
    ],
    [end('tls ECONNRESET', { own: presented }), end('tls CERT_HAS_EXPIRED'), 'client-certificate-expired'],
    [end('http 403.13', { own: presented }), end('tls CERT_REVOKED'), 'client-certificate-revoked'],
    [
      end('http UND_ERR_SOCKET', { own: presented }),
      end('tls CERT_REVOKED', { certificate: authority }),
      'client-certificate-authority-revoked',
    ],
    [
      end('tls ECONNRESET', { own: presented }),
      end('tls UNSPECIFIED', { certificate: { ...leaf, hash: 'SHA-1' } }),
      'client-certificate-weak-hash',
    ],
    [
      end('tls UNSPECIFIED', { certificate: { ...leaf, key: 'RSA 1024' } }),
      null,
      'server-certificate-weak-key',
    ],
    [
      end('http UND_ERR_SOCKET', { own: { certificate: null, fault: '0x87D00282' } }),
      end('tls ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'),
      'client-certificate-several-matching',
    ],
    [end('tls CRL_NOT_FOUND', { own: presented }), end('tls CRL_NOT_FOUND'), 'revocation-list-missing'],

    // The ends contradict each other: the server's view comes first, then the client's.
    [end('tls CERT_HAS_EXPIRED'), end('tls CERT_REVOKED'), 'client-certificate-revoked'],
    [
      end('tls ECONNRESET'),
      end('tls ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'),
      'client-certificate-missing',
    ],
    [end('tls CERT_HAS_EXPIRED'), end('tls ERR_SSL_SOMETHING_NEW'), 'server-certificate-expired'],
    // A client that has given up still knows why it presented no certificate.
    ...(
      [
        ['0x87D00281', 'client-certificate-none-matching'],
        ['0x87D00282', 'client-certificate-several-matching'],
        ['0x87D00283', 'client-certificate-without-private-key'],
        [null, 'client-certificate-missing'],
      ] as const
    ).map(([fault, diagnosis]): [ClientEvidence, EndEvidence, string] => [
      end('tls UND_ERR_CONNECT_TIMEOUT', { own: { certificate: null, fault } }),
      end('tls ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'),
      diagnosis,
    ]),
    // A client's alert only repeats the client's view.
    [
      end('tls CERT_HAS_EXPIRED'),
      end('tls ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED'),
      'server-certificate-expired',
    ],

    // One end alone is not enough: the other may have done what it looks like.
    [end('tls ECONNRESET'), null, 'unexplained'],
    [end('http HPE_INVALID_METHOD'), null, 'unexplained'],
    [end('http CERT_HAS_EXPIRED'), null, 'unexplained'],
    [end('http 402'), end('http 402'), 'unexplained'],
    [end('tls UNSPECIFIED'), null, 'unexplained'],
  ]
  for (const [client, server, diagnosis] of cases) {
    const told = `${client.stage} ${client.code}, ${server ? `${server.stage} ${server.code}` : 'nothing'}`
    t.equal(diagnose(client, server), diagnosis, told)
  }
  t.end()
})

// The first entry that fits is taken: if two fitted, the later one would be diagnosed as the earlier.
void t.test('no two entries look alike at both ends, whatever else is known', (t) => {
  const mistaken = new Set<string>()
  const missed = new Set<string>()
  for (const { id, sightings, elsewhere } of catalogue) {
    t.ok(sightings.length > 0, id)
    for (const sighting of sightings) {
      const clients = clientSeeing(sighting.client)
      const servers = sighting.server ? serverSeeing(sighting.server) : [null]
      t.ok(clients.length > 0 && servers.length > 0, `${id} can be seen`)
      const modes = sighting.told === undefined ? [undefined] : modesWhereTold[sighting.told]
      for (const mode of modes) {
        for (const seen of clients) {
          const client = mode ? { ...seen, believed: mode.believed } : seen
          const entries = candidates(client)
          if (!entries.some((entry) => entry.id === id)) missed.add(`${id} of ${client.stage} ${client.code}`)
          for (const atServer of servers) {
            const server = atServer && mode ? { ...atServer, siteMode: mode.siteMode } : atServer
            const diagnosis = diagnose(client, server)
            if (diagnosis === id) continue
            mistaken.add(`${id}, ${client.code} and ${server?.code ?? 'nothing'}: ${diagnosis}`)
          }
        }
      }
      for (const server of servers) {
        if (server && !candidatesOfServer(server).some((entry) => entry.id === id))
          missed.add(`${id} of the server's ${server.code}`)
      }
    }
    for (const client of elsewhere?.client?.flatMap(clientSeeing) ?? []) {
      if (!candidates(client).some((entry) => entry.id === id))
        missed.add(`${id} elsewhere of ${client.code}`)
    }
    for (const server of elsewhere?.server?.flatMap(serverSeeing) ?? []) {
      if (!candidatesOfServer(server).some((entry) => entry.id === id)) missed.add(`${id} of ${server.code}`)
    }
  }
  t.strictSame([...mistaken], [])
  t.strictSame([...missed], [])
  t.end()
})

void t.test('where client and site differ in mode, that is the failure, if it shows', (t) => {
  const [mode] = modesWhereTold.never
  const { believed, siteMode } = mode ?? {}
  if (!believed || !siteMode) throw new Error('there is no such case')
  const at = (words: string) => ({ ...end(words), siteMode })
  const here = (words: string) => ({ ...end(words), believed })
  t.equal(diagnose(here('connect ECONNREFUSED'), at('connect NOT_LISTENING')), 'mode-never-told')
  t.equal(diagnose(here('http 403.4'), at('http 403.4')), 'mode-never-told')
  // Other failures are what they are, whatever the client believes.
  t.equal(diagnose(here('connect ECONNREFUSED'), at('connect LISTENS_ELSEWHERE')), 'listens-on-another-port')
  t.equal(diagnose(here('http 503'), at('http 503')), 'service-unavailable')
  t.equal(diagnose(here('resolve ENOTFOUND'), null), 'name-not-resolved')
  // Where they agree, nothing is said of it.
  const agreed = { ...end('connect ECONNREFUSED'), believed: { ...believed, mode: siteMode.mode } }
  t.equal(diagnose(agreed, at('connect NOT_LISTENING')), 'nothing-listens')
  t.equal(diagnose(here('connect ECONNREFUSED'), end('connect NOT_LISTENING')), 'nothing-listens')
  // From the client alone: whether it would be told again it knows.
  const ids = candidates(here('connect ECONNREFUSED')).map(({ id }) => id)
  t.ok(ids.includes('mode-never-told') && ids.includes('mode-told-otherwise'))
  t.notOk(ids.includes('mode-not-told-yet'))
  t.end()
})

void t.test('from the client alone: the possible failures, most likely first', (t) => {
  const ids = (client: ClientEvidence, version?: string): string[] =>
    candidates(client, reachedByClient(client, version === undefined ? null : { version })).map(
      ({ id }) => id,
    )
  const first = (client: ClientEvidence): string | undefined => ids(client)[0]
  const cutOff = (fault: string | null, code = 'ECONNRESET'): ClientEvidence =>
    end(code === 'ECONNRESET' ? 'tls ECONNRESET' : `http ${code}`, {
      received: 2000,
      own: { certificate: fault?.startsWith('0x') ? null : leaf, fault },
    })

  // A fault that the client finds in its own certificate comes first.
  t.equal(first(cutOff('CERT_HAS_EXPIRED')), 'client-certificate-expired')
  t.ok(ids(cutOff('CERT_HAS_EXPIRED')).includes('client-certificate-authority-expired'))
  t.equal(first(cutOff('INVALID_PURPOSE', 'UND_ERR_SOCKET')), 'client-certificate-wrong-usage')
  t.equal(first(cutOff('0x87D00282')), 'client-certificate-several-matching')
  t.equal(first(cutOff('CRL_HAS_EXPIRED')), 'revocation-list-expired')
  t.equal(
    first(end('tls ECONNRESET', { received: 2000, own: { certificate: null, fault: null } })),
    'client-certificate-missing',
  )
  // It finds none: first a server that closes, then the faults that the client would have found.
  const nothingWrong = ids(cutOff(null, 'UND_ERR_SOCKET'))
  const placeOf = (id: string): number => nothingWrong.indexOf(id)
  t.equal(nothingWrong[0], 'request-closed')
  t.ok(placeOf('request-closed') < placeOf('revocation-list-unreachable'))
  t.ok(placeOf('request-closed') < placeOf('client-certificate-untrusted'))
  // Under TLS 1.2 a certificate is refused before the handshake is over, unless it was revoked.
  t.equal(ids(cutOff(null, 'UND_ERR_SOCKET'), 'TLSv1.2').includes('client-certificate-revoked'), true)
  t.equal(ids(cutOff(null, 'UND_ERR_SOCKET'), 'TLSv1.3').includes('client-certificate-expired'), true)
  t.equal(ids(cutOff(null, 'UND_ERR_SOCKET'), 'TLSv1.2').includes('client-certificate-expired'), false)

  // The other end had sent nothing yet: certificates played no part.
  const early = end('tls ECONNRESET', { own: presented })
  t.equal(first(early), 'connection-closed')
  t.ok(ids(early).includes('https-to-http-port'), 'not every server answers a handshake that it cannot read')
  t.equal(first({ ...early, message: 'read ECONNRESET' }), 'handshake-reset')
  t.equal(first(end('connect ECONNRESET', { message: 'connect ECONNRESET 127.0.0.1:1' })), 'connection-reset')
  // One alert for two failures, told apart by the bytes before it.
  const alert = 'tls ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE'
  const bare: OwnCertificate = { certificate: null, fault: null }
  t.equal(first(end(alert, { own: bare, received: 7 })), 'cipher-not-shared')
  t.equal(first(end(alert, { own: bare, received: 2000 })), 'client-certificate-missing')
  t.equal(first(end('http UND_ERR_SOCKET')), 'http-to-https-port')
  t.equal(first(end('tls ERR_TLS_CERT_ALTNAME_INVALID')), 'server-certificate-wrong-host')

  // Other programs' codes for it.
  t.equal(first(end('http 400')), 'http-to-https-port')
  t.equal(
    first(end('http 400', { received: 2000, own: { ...presented, fault: 'CERT_HAS_EXPIRED' } })),
    'client-certificate-expired',
  )
  t.ok(
    ids(end('tls ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', { own: presented })).includes(
      'client-certificate-untrusted',
    ),
  )
  t.ok(ids(end('tls ERR_SSL_WRONG_VERSION_NUMBER')).includes('https-to-http-port'))
  t.equal(first(end('tls ERR_SSL_WRONG_VERSION_NUMBER', { received: 168 })), 'https-to-http-port')
  t.equal(first(end('http 404.0')), 'not-served-by-this-protocol')
  t.strictSame(ids(end('http 299')), [])
  t.end()
})

void t.test('from the server alone: the possible failures', (t) => {
  const ids = (server: EndEvidence): string[] => candidatesOfServer(server).map(({ id }) => id)
  t.strictSame(ids(end('tls CERT_NOT_YET_VALID')), ['client-certificate-not-yet-valid'])
  t.equal(ids(end('tls ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'))[0], 'client-certificate-missing')
  t.ok(
    ids(end('tls ECONNRESET')).includes('server-certificate-expired'),
    'the client does not say why it went',
  )
  t.notOk(ids(end('tls ECONNRESET')).includes('client-certificate-expired'))
  t.ok(ids(end('tls ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED')).includes('server-certificate-expired'))
  t.notOk(ids(end('tls ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED')).includes('server-certificate-revoked'))
  t.strictSame(ids(end('tls ERR_SSL_SOMETHING_NEW')), [])
  t.end()
})

void t.test('an entry stands in one chapter, has every text, and says how to provoke it', (t) => {
  const folder = `${root}sim/evidence/catalogue`
  const chapters = readdirSync(folder).map((file) => readFileSync(`${folder}/${file}`, 'utf8'))
  const provocations = new Set<string>()
  const titles = new Set<string>()
  for (const entry of catalogue) {
    const { id, title, happens, remedy, look, reference, provocation } = entry
    const inChapters = chapters
      .flatMap((chapter) => chapter.split('\n'))
      .filter((line) => line === `  '${id}': {`)
    t.equal(inChapters.length, 1, `${id} has its entry`)
    t.notMatch(title, /^[A-Z]|\.$/, `${id}: the title reads on after a colon`)
    for (const sentence of [happens, remedy, look]) t.match(sentence, /^[A-Z].*\.$/, id)
    t.ok(reference, id)
    t.notOk(titles.has(title), title)
    titles.add(title)
    const { fault, revocationListFault, systemCertificate, clientCertificates = [] } = provocation
    const known = new Set<string>([...faults, ...revocationListFaults])
    if (fault !== undefined) t.ok(known.has(fault), `${id}: ${fault}`)
    if (revocationListFault !== undefined)
      t.ok(known.has(revocationListFault), `${id}: ${revocationListFault}`)
    provocations.add(
      JSON.stringify({ ...provocation, fault, revocationListFault, systemCertificate, clientCertificates }),
    )
  }
  t.equal(new Set(catalogue.map(({ id }) => id)).size, catalogue.length, 'each id is of one entry')
  t.equal(provocations.size, catalogue.length, 'no two are brought about in the same way')
  t.ok(catalogue.length >= 45)
  t.ok(catalogueSections.every(({ title, entries }) => title && entries.length > 0))
  const used = new Set(catalogue.flatMap(({ provocation: { fault = '' } }) => fault))
  t.strictSame(
    faults.filter((fault) => !used.has(fault)),
    ['reset-in-transfer', 'http-on-https-port', 'https-on-http-port', '403.4'],
    'the other faults show as entries that are brought about without them',
  )
  t.end()
})
