import t, { type Test } from 'tap'
import type { Attempt, EndEvidence, HierarchyInput } from '../../sim/index.ts'
import { certificateRecipes, type CertificateRecipe } from '../../sim/model/certificate-recipe.ts'
import { open } from '../network/opened.ts'

const cache = t.testdir()

/** What a site system says of a client's certificate: its evidence, the substatus of its 403, and the diagnosis. */
type Refusal = [code: string, substatus: number, diagnosis: string]

const refusals: Record<string, Refusal> = {
  none: ['ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE', 7, 'client-certificate-missing'],
  expired: ['CERT_HAS_EXPIRED', 17, 'client-certificate-expired'],
  'not-yet-valid': ['CERT_NOT_YET_VALID', 17, 'client-certificate-not-yet-valid'],
  'wrong-usage': ['INVALID_PURPOSE', 16, 'client-certificate-wrong-usage'],
  'untrusted-root': ['UNABLE_TO_GET_CRL', 16, 'client-certificate-untrusted'],
  'self-signed': ['UNABLE_TO_GET_CRL', 16, 'client-certificate-untrusted'],
  'incomplete-chain': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 16, 'client-certificate-untrusted'],
  revoked: ['CERT_REVOKED', 13, 'client-certificate-revoked'],
}

/** Nobody looks at the name in a client's certificate. */
const taken = ['good', 'wrong-host']

const stores = ['none', ...certificateRecipes] as const

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
          t.equal(
            wholeHandshake,
            version === '1.3' || style === 'iis' || !refusal,
            'when the client thought it through',
          )
          if (attempt.tls) {
            t.match(attempt.tls, {
              version: `TLSv${version}`,
              resumed: false,
              clientCertificate: store !== 'none',
            })
          }
          if (refusal && style === 'handshake') isCutOff(t, attempt.client_end, version, store)
        }
      }
    },
  )
}

/** A client is told only that it lacks a certificate; otherwise the connection ends, under TLS 1.3 after the handshake. */
function isCutOff(t: Test, end: EndEvidence | null, version: string, store: string): void {
  if (version === '1.3')
    t.match(end?.code, /^(UND_ERR_SOCKET|ECONNRESET|EPIPE|ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)$/)
  else {
    const code = store === 'none' ? 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' : 'ECONNRESET'
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

/** What a client says of a site system's certificate, when it checks revocation and when it does not. */
const serverFaults: Record<CertificateRecipe, [checking: string | null, unchecking: string | null]> = {
  good: [null, null],
  expired: ['CERT_HAS_EXPIRED', 'CERT_HAS_EXPIRED'],
  'not-yet-valid': ['CERT_NOT_YET_VALID', 'CERT_NOT_YET_VALID'],
  'wrong-host': ['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  'wrong-usage': ['INVALID_PURPOSE', 'INVALID_PURPOSE'],
  'untrusted-root': ['UNABLE_TO_GET_CRL', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'],
  'self-signed': ['UNABLE_TO_GET_CRL', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
  'incomplete-chain': ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'],
  revoked: ['CERT_REVOKED', null],
}

const serverDiagnoses: Record<string, string> = {
  CERT_HAS_EXPIRED: 'server-certificate-expired',
  CERT_NOT_YET_VALID: 'server-certificate-not-yet-valid',
  ERR_TLS_CERT_ALTNAME_INVALID: 'server-certificate-wrong-host',
  INVALID_PURPOSE: 'server-certificate-wrong-usage',
  UNABLE_TO_GET_CRL: 'server-certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'server-certificate-untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'server-certificate-self-signed',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'server-certificate-untrusted',
  CERT_REVOKED: 'server-certificate-revoked',
}

for (const version of ['1.2', '1.3'] as const) {
  void t.test(`TLS ${version}: each fault of a site system's certificate`, async (t) => {
    const systems = certificateRecipes.map((certificate) => ({
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
    for (const recipe of certificateRecipes) {
      for (const [index, name] of ['CHECKING', 'UNCHECKING'].entries()) {
        const attempt = await running.client(name).contact('management-point', { system: recipe })
        const code = serverFaults[recipe][index] ?? null
        if (code === null)
          t.match(attempt, { outcome: 'answered', diagnosis: null, tls: { clientCertificate: true } })
        else {
          t.match(
            attempt,
            { outcome: 'failed', status: null, client_end: { stage: 'tls', code } },
            `${name}, ${recipe}`,
          )
          t.equal(attempt.diagnosis, serverDiagnoses[code])
          // Under TLS 1.2 the server's handshake is whole before the client judges; under 1.3 it breaks off.
          t.equal(attempt.server_end?.code ?? null, version === '1.2' ? null : 'ECONNRESET')
        }
      }
    }
  })
}
