import type { X509Certificate } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { createSecureContext, rootCertificates, type TLSSocket } from 'node:tls'
import { certificateFacts, culpritOf, examine, peerChain } from '../../certs/certificates.ts'
import { certificatesIn } from '../../certs/credential.ts'
import { readIssuerName } from '../../certs/x509.ts'
import { ServerCertificateError } from '../client/transports/certificates.ts'
import { ask, exchange, type Request } from '../client/transports/http.ts'
import type { BareEvidence } from '../client/transports/transport.ts'
import type { ClientEvidence, OwnCertificate } from '../evidence/attempt.ts'
import { candidates } from '../evidence/diagnosis.ts'
import type { TlsVersion } from '../vocabulary/network.ts'
import type { ProbeResult, ProbeStep } from '../report/command-results.ts'
import { chainWarnings } from './chain-warnings.ts'
import { tapHandshake } from './tap-handshake.ts'

export interface ProbeOptions extends ProbeCredentials {
  url: URL
  request: Request
  /** By default any version that both ends share. */
  tls?: TlsVersion
  /** Milliseconds of silence until the probe gives up. */
  timeout: number
  /** Address of the host, used instead of the machine's name service. */
  address?: string
}

/**
 * Makes one attempt at an endpoint, ours or not. It contacts only the machine's name service and the endpoint: it
 * fetches no revocation list and follows no redirect.
 */
export async function probe(options: ProbeOptions): Promise<ProbeResult> {
  const { url, request, timeout } = options
  const startedAt = performance.now()
  const since = (): number => Math.round((performance.now() - startedAt) * 100) / 100
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (secure ? 443 : 80))
  const steps: ProbeStep[] = []

  const address = options.address ?? (await addressOf(host))
  if (address !== undefined) steps.push({ at: since(), step: 'resolved', text: `${host} is at ${address}` })
  const tap = tapHandshake(since)
  const own = options.own && certificatesIn(options.own.certificate)
  const anchors = certificatesIn(options.authorities ?? rootCertificates.join('\n'))
  const context = secure ? createSecureContext(contextOptions(options)) : undefined

  const {
    ends,
    secure: tls = null,
    status,
    substatus,
    end,
  } = await exchange(
    `${url.protocol}//${url.host}`,
    {
      fqdn: host,
      port,
      resolve: () => address,
      timeout,
      ...(context && {
        secure: { context, tap, judge: (socket) => judge(socket, host, anchors) },
      }),
    },
    (say) => ask(say, request),
  )
  if (ends)
    steps.push({
      at: tap.connectedAt() ?? since(),
      step: 'connected',
      text: `connected to ${address}:${port}`,
    })
  const handshake = tap.read()
  steps.push(...handshake.steps)
  if (status !== null) {
    const code = substatus === null ? `${status}` : `${status}.${substatus}`
    steps.push({ at: since(), step: 'answer', text: `the server answered ${code}` })
  }
  const client_end = end && {
    ...end,
    own: secure ? lookAtOwn(own, anchors, handshake.acceptableAuthorities) : null,
  }
  const possible = client_end ? candidatesOf(client_end, tls) : []
  return {
    url: url.href,
    address: address ?? null,
    outcome: end ? 'failed' : 'answered',
    steps: [...steps, ...(end ? [broken(end, since())] : [])],
    chain: handshake.chain.map(certificateFacts),
    acceptableAuthorities: handshake.acceptableAuthorities,
    tls: tls && { version: tls.version, cipher: tls.cipher },
    status,
    substatus,
    client_end,
    warnings: secure ? chainWarnings(handshake.chain, anchors) : [],
    candidates: possible,
    proven: possible.length === 1 && client_end !== null && showsItself(client_end),
  }
}

async function addressOf(host: string): Promise<string | undefined> {
  if (isIP(host) !== 0) return host
  return lookup(host).then(
    ({ address }) => address,
    () => undefined,
  )
}

function contextOptions({ own, authorities, tls }: ProbeOptions) {
  const version = tls && (`TLSv${tls}` as const)
  return {
    ...(authorities !== undefined && { ca: authorities }),
    ...(own && { cert: own.certificate, key: own.key }),
    ...(version ? { minVersion: version, maxVersion: version } : { minVersion: 'TLSv1.2' as const }),
  }
}

/** Refuses what OpenSSL refuses in the chain, or Node in the name. */
function judge(socket: TLSSocket, host: string, anchors: readonly X509Certificate[]): void {
  if (socket.authorized) return
  const code = String(socket.authorizationError)
  const expected = { anchors, purpose: 'server', at: new Date(), host } as const
  const culprit = culpritOf(peerChain(socket), code, expected)
  const message = `refused the server's certificate: ${code}`
  throw new ServerCertificateError(code, message, culprit && certificateFacts(culprit))
}

/** Examines the prober's own certificate, also against the authorities that the server accepts. */
function lookAtOwn(
  own: readonly X509Certificate[] | undefined,
  anchors: readonly X509Certificate[],
  acceptable: readonly string[] | null,
): OwnCertificate {
  const [leaf] = own ?? []
  if (!own || !leaf) return { certificate: null, fault: null }
  const certificate = certificateFacts(leaf)
  const [finding] = examine(own, { anchors, purpose: 'client', at: new Date() })
  if (finding) {
    return { certificate, fault: finding.code, ...(finding.certificate.ca && { ofAuthority: true as const }) }
  }
  const issuers = own.map((one) => readIssuerName(one.raw))
  const unwanted =
    acceptable && acceptable.length > 0 && !issuers.some((issuer) => acceptable.includes(issuer))
  return { certificate, fault: unwanted ? 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' : null }
}

function broken({ stage, code, message }: BareEvidence, at: number): ProbeStep {
  // OpenSSL's own messages name its source files, and say no more than the code.
  const detail = code.startsWith('ERR_SSL_') ? '' : `, ${message}`
  return { at, step: 'broken', text: `it broke off (${stage}): ${code}${detail}` }
}

function candidatesOf(end: ClientEvidence, tls: ProbeResult['tls']): ProbeResult['candidates'] {
  return candidates(end, tls).map(({ id, title, look, remedy }) => ({ id, title, look, remedy }))
}

/** OpenSSL's codes for faults that a certificate has whatever the one who looks at it trusts. */
const shownByCertificate = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'INVALID_PURPOSE',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'CA_MD_TOO_WEAK',
  'EE_KEY_TOO_SMALL',
]

function showsItself({ code, certificate }: ClientEvidence): boolean {
  return certificate !== undefined && shownByCertificate.includes(code)
}

/** The certificates that the prober uses in a handshake. */
export interface ProbeCredentials {
  /** PEM of a certificate with the chain to send, and of its key. */
  own?: { certificate: string; key: string }
  /** PEM of the authorities to trust, instead of the machine's own list. */
  authorities?: string
}
