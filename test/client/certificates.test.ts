import t, { type Test } from 'tap'
import type { Attempt, EndEvidence, HierarchyInput } from '../../sim/index.ts'
import { certificateRecipes, type CertificateRecipe } from '../../sim/vocabulary/certificate.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'

const cache = newFolder(t)

/** A site system's judgement of a client's certificate: its evidence, the substatus of its 403, and the diagnosis. */
type Refusal = [code: string, substatus: number, diagnosis: string]

const missing = ['ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'] as const

const refusals: Record<string, Refusal> = {
  none: ['ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', 7, 'client-certificate-missing'],
  expired: ['CERT_HAS_EXPIRED', 17, 'client-certificate-expired'],
  'not-yet-valid': ['CERT_NOT_YET_VALID', 17, 'client-certificate-not-yet-valid'],
  'wrong-usage': ['INVALID_PURPOSE', 16, 'client-certificate-wrong-usage'],
  'untrusted-root': ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 16, 'client-certificate-untrusted'],
  'self-signed': ['DEPTH_ZERO_SELF_SIGNED_CERT', 16, 'client-certificate-self-signed'],
  'incomplete-chain': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 16, 'client-certificate-incomplete-chain'],
  revoked: ['CERT_REVOKED', 13, 'client-certificate-revoked'],
  'revoked-intermediate': ['CERT_REVOKED', 13, 'client-certificate-authority-revoked'],
  'expired-intermediate': ['CERT_HAS_EXPIRED', 17, 'client-certificate-authority-expired'],
  'superseded-intermediate': ['CERT_SIGNATURE_FAILURE', 16, 'client-certificate-authority-renewed'],
  'unreachable-list': ['UNABLE_TO_GET_CRL', 13, 'revocation-list-unreachable'],
  'weak-hash': ['UNSPECIFIED', 16, 'client-certificate-weak-hash'],
  'weak-key': ['UNSPECIFIED', 16, 'client-certificate-weak-key'],
  // The client has no use for these, and goes on without a certificate.
  'no-private-key': [...missing, 7, 'client-certificate-without-private-key'],
  'subject-without-name': [...missing, 7, 'client-certificate-without-subject'],
}

/** Stores out of which nothing is presented. */
const unpresented = ['none', 'no-private-key', 'subject-without-name']

/** Servers do not check the name in a client's certificate. */
const taken = ['good', 'another-good', 'wrong-host', 'attribute-with-spaces']

/** All recipes but the one with which a client cannot begin a handshake. */
const stores = ['none', ...certificateRecipes.filter((recipe) => recipe !== 'key-mismatch')] as const

function twoStyles(
  version: '1.2' | '1.3',
  keys: 'ec' | 'rsa',
  clients: HierarchyInput['clients'],
): HierarchyInput {
  const systems = (['handshake', 'iis'] as const).map((refusal) => ({
    name: refusal,
    roles: ['management-point' as const],
    listen: { refusal },
  }))
  return { tls: { version, keys }, sites: [{ code: 'NAT', mode: 'native', systems }], clients: clients ?? [] }
}

const ends = ({ outcome, status, substatus, diagnosis, server_end }: Attempt): unknown => ({
  outcome,
  status,
  substatus,
  diagnosis,
  server_end: server_end && { stage: server_end.stage, code: server_end.code },
})

function isRefused(t: Test, attempt: Attempt, refusal: Refusal, style: string): void {
  const [code, substatus, diagnosis] = refusal
  const byStatus = style === 'iis'
  t.strictSame(
    ends(attempt),
    {
      outcome: 'failed',
      status: byStatus ? 403 : null,
      substatus: byStatus ? substatus : null,
      diagnosis,
      server_end: { stage: 'tls', code },
    },
    `${attempt.client}, ${style}`,
  )
  if (byStatus) t.match(attempt.client_end, { stage: 'http', code: `403.${substatus}` })
}

for (const { version, keys } of [
  { version: '1.2', keys: 'ec' },
  { version: '1.3', keys: 'ec' },
  { version: '1.2', keys: 'rsa' },
] as const) {
  // Keys of RSA take long to make.
  const tried = keys === 'ec' ? stores : (['none', 'good', 'expired', 'revoked'] as const)

  void t.test(
    `TLS ${version}, ${keys}: each fault of a client's certificate, seen from both ends`,
    async (t) => {
      const clients = tried.map((certificate) => ({ name: certificate, assignedSite: 'NAT', certificate }))
      const { running } = await open(t, twoStyles(version, keys, clients), { cache })
      for (const store of tried) {
        for (const style of ['handshake', 'iis']) {
          const attempt = await running.client(store).contact('management-point', { system: style })
          const refusal = refusals[store]
          if (refusal) isRefused(t, attempt, refusal, style)
          else {
            t.ok(taken.includes(store))
            t.match(attempt, {
              outcome: 'answered',
              status: 200,
              client_end: null,
              server_end: null,
              diagnosis: null,
            })
          }
          const wholeHandshake = attempt.tls !== null
          // Revocation is looked into once the handshake is over.
          const byList = ['CERT_REVOKED', 'UNABLE_TO_GET_CRL'].includes(refusal?.[0] ?? '')
          const whole = version === '1.3' || style === 'iis' || !refusal || byList
          t.equal(wholeHandshake, whole, 'when the client thought it through')
          if (attempt.tls) {
            t.match(attempt.tls, {
              version: `TLSv${version}`,
              resumed: false,
              clientCertificate: !unpresented.includes(store),
            })
          }
          if (refusal && style === 'handshake') isCutOff(t, attempt.client_end, wholeHandshake, store)
        }
      }
    },
  )
}

/** A client is told only that it lacks a certificate; otherwise the connection ends, in the handshake or after it. */
function isCutOff(t: Test, end: EndEvidence | null, wholeHandshake: boolean, store: string): void {
  if (wholeHandshake)
    t.match(end?.code, /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)$/)
  else {
    const code = unpresented.includes(store) ? 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' : 'ECONNRESET'
    t.match(end, { stage: 'tls', code }, store)
  }
}

void t.test('of fifty clients at once, each is told its own fault', async (t) => {
  const clients = Array.from({ length: 50 }, (_, index) => {
    const certificate = stores[index % stores.length] ?? 'none'
    return { name: `PC-${index}-${certificate}`, assignedSite: 'NAT', certificate }
  })
  for (const version of ['1.2', '1.3'] as const) {
    const { running } = await open(t, twoStyles(version, 'ec', clients), { cache })
    for (const style of ['handshake', 'iis']) {
      const attempts = await Promise.all(
        clients.map(({ name }) => running.client(name).contact('management-point', { system: style })),
      )
      for (const [index, attempt] of attempts.entries()) {
        const { certificate = 'none', name = '' } = clients[index] ?? {}
        t.equal(attempt.client, name)
        const refusal = refusals[certificate]
        if (refusal) isRefused(t, attempt, refusal, style)
        else t.match(attempt, { outcome: 'answered', server_end: null })
      }
      t.equal(new Set(attempts.map(({ id }) => id)).size, 50)
    }
  }
})

/** A client's judgement of a site system's certificate, with and without a revocation check. */
type Verdict = [checking: string | null, unchecking: string | null, diagnosis: string | null]

const always = (code: string | null, diagnosis: string | null): Verdict => [code, code, diagnosis]

const serverFaults: Record<Exclude<CertificateRecipe, 'no-private-key' | 'key-mismatch'>, Verdict> = {
  good: always(null, null),
  'another-good': always(null, null),
  'attribute-with-spaces': always(null, null),
  expired: always('CERT_HAS_EXPIRED', 'server-certificate-expired'),
  'not-yet-valid': always('CERT_NOT_YET_VALID', 'server-certificate-not-yet-valid'),
  'wrong-host': always('ERR_TLS_CERT_ALTNAME_INVALID', 'server-certificate-wrong-host'),
  'subject-without-name': always('ERR_TLS_CERT_ALTNAME_INVALID', 'server-certificate-wrong-host'),
  'wrong-usage': always('INVALID_PURPOSE', 'server-certificate-wrong-usage'),
  'untrusted-root': always('UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'server-certificate-untrusted'),
  'self-signed': always('DEPTH_ZERO_SELF_SIGNED_CERT', 'server-certificate-self-signed'),
  'incomplete-chain': always('UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'server-certificate-incomplete-chain'),
  revoked: ['CERT_REVOKED', null, 'server-certificate-revoked'],
  'revoked-intermediate': ['CERT_REVOKED', null, 'server-certificate-authority-revoked'],
  'expired-intermediate': always('CERT_HAS_EXPIRED', 'server-certificate-authority-expired'),
  'superseded-intermediate': always('CERT_SIGNATURE_FAILURE', 'server-certificate-authority-renewed'),
  'unreachable-list': ['UNABLE_TO_GET_CRL', null, 'revocation-list-unreachable'],
  'weak-hash': always('UNSPECIFIED', 'server-certificate-weak-hash'),
  'weak-key': always('UNSPECIFIED', 'server-certificate-weak-key'),
}

for (const version of ['1.2', '1.3'] as const) {
  void t.test(`TLS ${version}: each fault of a site system's certificate`, async (t) => {
    const recipes = Object.keys(serverFaults) as (keyof typeof serverFaults)[]
    const systems = recipes.map((certificate) => ({
      name: certificate,
      roles: ['management-point' as const],
      listen: { certificate },
    }))
    const written: HierarchyInput = {
      tls: { version },
      sites: [
        { code: 'ONE', mode: 'native', systems },
        { code: 'TWO', mode: 'native', parent: 'ONE', crlChecking: false },
      ],
      clients: [
        { name: 'CHECKING', assignedSite: 'ONE' },
        { name: 'UNCHECKING', assignedSite: 'TWO' },
      ],
    }
    const { running } = await open(t, written, { cache })
    for (const recipe of recipes) {
      const [checking, unchecking, diagnosis] = serverFaults[recipe]
      for (const [name, code] of [
        ['CHECKING', checking],
        ['UNCHECKING', unchecking],
      ] as const) {
        const attempt = await running.client(name).contact('management-point', { system: recipe })
        if (code === null) {
          t.match(attempt, { outcome: 'answered', diagnosis: null, tls: { clientCertificate: true } })
          continue
        }
        const seen = { outcome: 'failed', status: null, diagnosis, client_end: { stage: 'tls', code } }
        t.match(attempt, seen, `${name}, ${recipe}`)
        // Its handshake is whole before the client judges.
        t.equal(attempt.server_end, null)
      }
    }
  })
}
