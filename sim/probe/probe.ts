import { statusInWords, type ProbedVersion } from '../vocabulary/network.ts'
import { constants, type X509Certificate } from 'node:crypto'
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import {
  createSecureContext,
  rootCertificates,
  type SecureContextOptions,
  type SecureVersion,
  type TLSSocket,
} from 'node:tls'
import { certificateFacts } from '../../certs/certificate-facts.ts'
import { culpritOf, examine } from '../../certs/certificates.ts'
import { certificatesIn } from '../../certs/credential.ts'
import { readIssuerName } from '../../certs/x509.ts'
import { lackOfDescriptors } from '../descriptors.ts'
import { machineError, machineFaultOf } from '../errors.ts'
import { ServerCertificateError } from '../client/transports/certificates.ts'
import { ask, exchange, type Request } from '../client/transports/http.ts'
import type { BareEvidence } from '../client/transports/transport.ts'
import type { ClientEvidence, OwnCertificate } from '../evidence/end-evidence.ts'
import type { HttpExchange } from '../evidence/connection.ts'
import type { ProbeResult, ProbeStep } from '../report/command-results.ts'
import { chainWarnings } from './chain-warnings.ts'
import { handshakeWarnings } from './handshake-warnings.ts'
import { possibleCauses } from './possible-causes.ts'
import { tapHandshake } from './tap-handshake.ts'

/** Versions of TLS that one probe can offer alone, by what Node calls them. */
const versions = {
  '1.0': 'TLSv1',
  '1.1': 'TLSv1.1',
  '1.2': 'TLSv1.2',
  '1.3': 'TLSv1.3',
} as const satisfies Readonly<Record<ProbedVersion, SecureVersion>>

export interface ProbeOptions extends ProbeCredentials {
  url: URL
  request: Request
  /** By default any version from 1.2 that both ends share. */
  tls?: ProbedVersion
  /** Milliseconds of silence until the probe gives up. */
  timeout: number
  /** Address of the host, used instead of the machine's name service. */
  address?: string
}

/**
 * Makes one attempt at an endpoint, ours or not. It contacts only the machine's name service and the endpoint: it
 * fetches no revocation list and follows no redirect. Throws an `EnvironmentError` where the machine keeps it from that.
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
    exchanges = [],
  } = await exchange(
    `${url.protocol}//${url.host}`,
    {
      fqdn: host,
      port,
      resolve: () => address,
      timeout,
      ...(context && {
        secure: { context, tap, judge: (socket) => judge(socket, () => tap.read().chain, host, anchors) },
      }),
    },
    (say) => ask(say, request),
  )
  // A route may be missing in the server's network as well as in this machine's.
  if (end && end.code !== 'ENETUNREACH') throwMachineFault(`cannot connect to ${url.host}`, end)
  if (ends)
    steps.push({
      at: tap.connectedAt() ?? since(),
      step: 'connected',
      text: `connected to ${address}:${port}`,
    })
  const handshake = tap.read()
  const answer = exchanges[0]?.answer ?? null
  const redirect = redirectIn(answer)
  steps.push(...handshake.steps)
  if (status !== null) {
    const code = statusInWords(status, substatus)
    const leads = redirect === null ? '' : `, and refers to ${redirect} (not followed)`
    steps.push({ at: since(), step: 'answer', text: `the server answered ${code}${leads}` })
  }
  const client_end = end && {
    ...end,
    own: secure ? lookAtOwn(own, anchors, handshake.acceptableAuthorities) : null,
  }
  const chain = handshake.chain.map(certificateFacts)
  const possible = client_end ? possibleCauses(client_end, tls, handshake) : []
  return {
    url: url.href,
    address: address ?? null,
    outcome: end ? 'failed' : 'answered',
    steps: [...steps, ...(end ? [broken(end, since())] : [])],
    chain,
    acceptableAuthorities: handshake.acceptableAuthorities,
    tls: tls && { version: tls.version, cipher: tls.cipher },
    status,
    substatus,
    headers: answer?.headers ?? null,
    redirect,
    client_end,
    warnings: [
      ...(secure ? chainWarnings(handshake.chain, anchors) : []),
      ...handshakeWarnings({
        ...handshake,
        ownIssuers: (own ?? []).map(({ raw }) => readIssuerName(raw)),
        chain,
        version: tls?.version,
        offered: options.tls,
        status,
        page: answer?.body.text,
        end: client_end,
        first: possible[0]?.id,
      }),
    ],
    candidates: possible.map(({ id, title, look, remedy }) => ({ id, title, look, remedy })),
    proven: possible.length === 1 && client_end !== null && showsItself(client_end),
  }
}

const redirects: readonly (number | undefined)[] = [301, 302, 303, 307, 308]

function redirectIn(answer: HttpExchange['answer']): string | null {
  if (!redirects.includes(answer?.status)) return null
  return answer?.headers.find(([name]) => name === 'location')?.[1] ?? null
}

/** More than the machine's name service opens for a question. */
const openInLookup = 16

async function addressOf(host: string): Promise<string | undefined> {
  if (isIP(host) !== 0) return host
  return lookup(host).then(
    ({ address }) => address,
    (error: unknown) => {
      // A name service that lacks descriptors says that it knows no such name, or has no answer yet.
      throwMachineFault(
        `cannot look up ${host}`,
        machineFaultOf(error) ? error : lackOfDescriptors(openInLookup),
      )
      return undefined
    },
  )
}

/** What the machine keeps us from says nothing of the server. */
function throwMachineFault(what: string, error: unknown): void {
  const fault = machineError(what, error)
  if (fault) throw fault
}

function contextOptions({ own, authorities, tls }: ProbeOptions): SecureContextOptions {
  const version = tls && versions[tls]
  return {
    ...(authorities !== undefined && { ca: authorities }),
    ...(own && { cert: own.certificate, key: own.key }),
    ...(version ? { minVersion: version, maxVersion: version } : { minVersion: 'TLSv1.2' }),
    ...((tls === '1.0' || tls === '1.1') && asOf2007),
  }
}

/**
 * OpenSSL 3 speaks these versions only at its lowest level of security (SSL_CTX_set_security_level), which takes SHA-1 and
 * short keys as well. Servers of that time may not know RFC 5746. The prober has no secret to lose.
 */
const asOf2007 = {
  ciphers: 'DEFAULT@SECLEVEL=0',
  secureOptions: constants.SSL_OP_LEGACY_SERVER_CONNECT | constants.SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION,
} as const satisfies SecureContextOptions

/** Refuses what OpenSSL refuses in the chain, or Node in the name. */
function judge(
  socket: TLSSocket,
  sent: () => readonly X509Certificate[],
  host: string,
  anchors: readonly X509Certificate[],
): void {
  if (socket.authorized) return
  const code = String(socket.authorizationError)
  const expected = { anchors, purpose: 'server', at: new Date(), host } as const
  const culprit = culpritOf(sent(), code, expected)
  const message = `refused the server's certificate: ${code}`
  throw new ServerCertificateError(code, message, { certificate: culprit && certificateFacts(culprit) })
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
  if (!acceptable || acceptable.length === 0) return { certificate, fault: null }
  return issuers.some((issuer) => acceptable.includes(issuer))
    ? { certificate, fault: null, acceptable: true }
    : { certificate, fault: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }
}

function broken({ stage, code, message }: BareEvidence, at: number): ProbeStep {
  // OpenSSL's own messages name its source files, and say no more than the code.
  const detail = code.startsWith('ERR_SSL_') ? '' : `, ${message}`
  return { at, step: 'broken', text: `it broke off (${stage}): ${code}${detail}` }
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
  own?: {
    /** PEM; the leaf first, then what is to be sent along. */
    certificate: string
    /** PEM, not encrypted. */
    key: string
  }
  /** PEM of the authorities to trust, instead of the machine's own list. */
  authorities?: string
}
