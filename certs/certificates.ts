import { X509Certificate, type KeyObject } from 'node:crypto'
import { TLSSocket, type DetailedPeerCertificate } from 'node:tls'
import { readSignatureHash, readValidity } from './x509.ts'

/** The DNS names of the subject alternative name. Node has null in place of one that is damaged, against its type. */
export function dnsNames(certificate: X509Certificate): string[] {
  const names: unknown = certificate.subjectAltName
  if (typeof names !== 'string') return []
  return names.split(', ').flatMap((name) => /^DNS:(.*)$/.exec(name)?.[1] ?? [])
}

/** Empty for a certificate that may be used for anything: Node then leaves `keyUsage` undefined, against its type. */
export function extendedKeyUsage({ keyUsage }: X509Certificate): string[] {
  const usages: unknown = keyUsage
  return Array.isArray(usages) ? usages.map(String) : []
}

/** Node writes a distinguished name as lines, and an empty one as undefined, against its type. */
export function nameInOneLine(name: string | undefined): string {
  return (name ?? '').split('\n').reverse().join(', ')
}

/** The key of a certificate; undefined where OpenSSL cannot read it. */
function publicKeyOf(certificate: X509Certificate): KeyObject | undefined {
  try {
    return certificate.publicKey
  } catch {
    return undefined
  }
}

/** Whether a certificate is for a host; one is for none whose names OpenSSL cannot compare. */
function isForHost(certificate: X509Certificate, host: string): boolean {
  try {
    return certificate.checkHost(host) !== undefined
  } catch {
    return false
  }
}

/** Object identifiers of extended key usages (RFC 5280, section 4.2.1.12; document signing is Microsoft's). */
export const purposes = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  'document-signing': '1.3.6.1.4.1.311.10.3.12',
} as const

/**
 * The certificates of the peer, the leaf first, as far as one issued the one before; empty if it sent none. Node takes the rest
 * from what the peer sent or, a root for the most part, from what this end trusts. `getPeerX509Certificate` would give what was
 * sent as it was sent, but loses the memory of each issuer for good: 4 KiB a connection (Node 20.20, 22.23 and 24.21).
 */
export function peerChain(socket: TLSSocket): X509Certificate[] {
  const chain = new Map<string, X509Certificate>()
  // The prototype's, since the socket of a client describes the leaf alone. It is empty where the peer sent none.
  let next: Partial<DetailedPeerCertificate> | undefined = TLSSocket.prototype.getPeerCertificate.call(
    socket,
    true,
  )
  // A root is its own issuer.
  while (next?.raw && !chain.has(next.fingerprint256 ?? '')) {
    const fingerprint = next.fingerprint256 ?? ''
    chain.set(fingerprint, readOnce(fingerprint, next.raw))
    next = next.issuerCertificate
  }
  return [...chain.values()]
}

/** Certificates of peers by their fingerprints: few issuers are in all chains, and a peer connects again and again. */
const known = new Map<string, X509Certificate>()
const mostKnown = 256

function readOnce(fingerprint: string, raw: Buffer): X509Certificate {
  const certificate = known.get(fingerprint) ?? new X509Certificate(raw)
  if (known.size >= mostKnown) known.clear()
  known.set(fingerprint, certificate)
  return certificate
}

/** A reason to refuse a chain, with the code that OpenSSL or Node has for it. */
export interface Finding {
  code: string
  certificate: X509Certificate
}

export interface Expected {
  /** The roots that are trusted. */
  anchors: readonly X509Certificate[]
  purpose: 'server' | 'client'
  /** Time by the clock that the certificates are dated by. */
  at: Date
  /** Name by which the server is addressed. */
  host?: string
}

/**
 * Every reason to refuse a chain, given leaf first. OpenSSL decides, and reports only a code; the findings show which
 * certificate of the chain the code is about, and let the owner of a certificate check it.
 */
export function examine(
  chain: readonly X509Certificate[],
  { anchors, purpose, at, host }: Expected,
): Finding[] {
  const [leaf] = chain
  if (!leaf) return []
  const findings = [...issuerFindings(chain, anchors)]
  for (const certificate of chain)
    findings.push(...dateFaults(certificate, at).map((code) => ({ code, certificate })))
  const usages = extendedKeyUsage(leaf)
  if (usages.length > 0 && !usages.includes(purposes[purpose])) {
    findings.push({ code: 'INVALID_PURPOSE', certificate: leaf })
  }
  if (host !== undefined && !isForHost(leaf, host)) {
    findings.push({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', certificate: leaf })
  }
  findings.push(...weaknesses(leaf))
  return findings
}

function dateFaults({ raw }: X509Certificate, at: Date): string[] {
  const { from, to } = readValidity(raw)
  return [
    ...(to.date && at > to.date ? ['CERT_HAS_EXPIRED'] : []),
    ...(from.date && at < from.date ? ['CERT_NOT_YET_VALID'] : []),
    ...(from.date ? [] : ['ERROR_IN_CERT_NOT_BEFORE_FIELD']),
    ...(to.date ? [] : ['ERROR_IN_CERT_NOT_AFTER_FIELD']),
  ]
}

/** The certificate of a refused chain that OpenSSL's code is about; the leaf if there is no finding. */
export function culpritOf(
  chain: readonly X509Certificate[],
  code: string,
  expected: Expected,
): X509Certificate | undefined {
  const findings = examine(chain, expected)
  const { certificate = chain[0] } = findings.find((finding) => finding.code === code) ?? findings[0] ?? {}
  return certificate
}

/** Follows the chain up from the leaf to a trusted root, or to its end. */
function issuerFindings(chain: readonly X509Certificate[], anchors: readonly X509Certificate[]): Finding[] {
  const [leaf] = chain
  let top = leaf
  for (let height = 0; top && height < chain.length; height++) {
    const certificate = top
    if (anchors.some((anchor) => isIssuedBy(certificate, anchor))) return []
    if (isSelfSigned(certificate)) {
      return [
        { code: height === 0 ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : 'SELF_SIGNED_CERT_IN_CHAIN', certificate },
      ]
    }
    top = chain.find((other) => other !== certificate && isIssuedBy(certificate, other))
    if (top) continue
    // One that has the issuer's name and another key, as an authority that was renewed.
    const isNamesake = chain.some((other) => other !== certificate && certificate.checkIssued(other))
    const missing = height === 0 ? 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
    return [{ code: isNamesake ? 'CERT_SIGNATURE_FAILURE' : missing, certificate }]
  }
  return []
}

const brokenHashes = ['SHA-1', 'MD5']
/** Bits. */
const shortestRsaKey = 2048

function weaknesses(certificate: X509Certificate): Finding[] {
  const hash = readSignatureHash(certificate.raw) ?? ''
  const { modulusLength = shortestRsaKey } = publicKeyOf(certificate)?.asymmetricKeyDetails ?? {}
  return [
    ...(brokenHashes.includes(hash) ? [{ code: 'CA_MD_TOO_WEAK', certificate }] : []),
    ...(modulusLength < shortestRsaKey ? [{ code: 'EE_KEY_TOO_SMALL', certificate }] : []),
  ]
}

/**
 * Whether this very authority issued a certificate. An authority that was renewed with another key keeps its name: the
 * key identifiers tell it apart where both certificates have them, which Node compares, and the signature always.
 */
export function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  return certificate.checkIssued(authority) && isSignedBy(certificate, authority)
}

/** Unlike Node's `checkIssued`, this accepts a certificate that may not sign others. */
export function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && isSignedBy(certificate, certificate)
}

/** The certificates from this one up, in the order of issue, as far as the others reach; each once. */
export function pathUp(from: X509Certificate, others: readonly X509Certificate[]): X509Certificate[] {
  const path = [from]
  const isNew = ({ fingerprint256 }: X509Certificate): boolean =>
    !path.some((one) => one.fingerprint256 === fingerprint256)
  for (let top: X509Certificate | undefined = from; top;) {
    const below: X509Certificate = top
    top = others.find((other) => isNew(other) && isIssuedBy(below, other))
    if (top) path.push(top)
  }
  return path
}

/** Whether the signature is of this key, whatever the names are. OpenSSL throws over a key of a kind that it does not know. */
export function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.verify(authority.publicKey)
  } catch {
    return false
  }
}
