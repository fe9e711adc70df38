import type { X509Certificate } from 'node:crypto'
import { certificateFacts, extendedKeyUsage } from './certificate-facts.ts'
import { purposes } from './purposes.ts'

/** Something that speaks against a chain; `code` is OpenSSL's, or Node's, for the same. */
export interface Finding {
  code: string
  certificate: X509Certificate
}

export interface Expected {
  /** The roots that are trusted. */
  anchors: readonly X509Certificate[]
  purpose: 'server' | 'client'
  /** By the clock that the certificates are dated by. */
  at: Date
  /** Name that a server goes by. */
  host?: string
}

/**
 * Everything that speaks against a chain, the leaf first in it. This decides nothing: OpenSSL does, and tells a code.
 * It tells which certificate of the chain is meant, and lets somebody look at a certificate of their own.
 */
export function examine(
  chain: readonly X509Certificate[],
  { anchors, purpose, at, host }: Expected,
): Finding[] {
  const [leaf] = chain
  if (!leaf) return []
  const findings = [...issuerFindings(chain, anchors)]
  for (const certificate of chain) {
    if (at > new Date(certificate.validTo)) findings.push({ code: 'CERT_HAS_EXPIRED', certificate })
    if (at < new Date(certificate.validFrom)) findings.push({ code: 'CERT_NOT_YET_VALID', certificate })
  }
  const usages = extendedKeyUsage(leaf)
  if (usages.length > 0 && !usages.includes(purposes[purpose])) {
    findings.push({ code: 'INVALID_PURPOSE', certificate: leaf })
  }
  if (host !== undefined && leaf.checkHost(host) === undefined) {
    findings.push({ code: 'ERR_TLS_CERT_ALTNAME_INVALID', certificate: leaf })
  }
  findings.push(...weaknesses(leaf))
  return findings
}

/** The certificate of a refused chain that a code of OpenSSL's is about: the leaf where nothing tells. */
export function culpritOf(
  chain: readonly X509Certificate[],
  code: string,
  expected: Expected,
): X509Certificate | undefined {
  const findings = examine(chain, expected)
  const { certificate = chain[0] } = findings.find((finding) => finding.code === code) ?? findings[0] ?? {}
  return certificate
}

/** Follows the chain up from the leaf, to one of the roots or to where it ends. */
function issuerFindings(chain: readonly X509Certificate[], anchors: readonly X509Certificate[]): Finding[] {
  const [leaf] = chain
  let top = leaf
  for (let height = 0; top && height < chain.length; height++) {
    const certificate = top
    if (anchors.some((anchor) => certificate.checkIssued(anchor))) return []
    if (isSelfSigned(certificate)) {
      return [
        { code: height === 0 ? 'DEPTH_ZERO_SELF_SIGNED_CERT' : 'SELF_SIGNED_CERT_IN_CHAIN', certificate },
      ]
    }
    top = chain.find((other) => other !== certificate && certificate.checkIssued(other))
    if (top) continue
    const code = height === 0 ? 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' : 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'
    return [{ code, certificate }]
  }
  return []
}

const brokenHashes = ['SHA-1', 'MD5']
/** Bits. */
const shortestRsaKey = 2048

function weaknesses(certificate: X509Certificate): Finding[] {
  const { hash } = certificateFacts(certificate)
  const { modulusLength = shortestRsaKey } = certificate.publicKey.asymmetricKeyDetails ?? {}
  return [
    ...(brokenHashes.includes(hash) ? [{ code: 'CA_MD_TOO_WEAK', certificate }] : []),
    ...(modulusLength < shortestRsaKey ? [{ code: 'EE_KEY_TOO_SMALL', certificate }] : []),
  ]
}

/** Whether it may sign certificates at all does not matter here, as it does to Node's `checkIssued`. */
function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.subject === certificate.issuer && certificate.verify(certificate.publicKey)
}
