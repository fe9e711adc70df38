import type { X509Certificate } from 'node:crypto'
import { certificateFacts } from '../../certs/certificate-facts.ts'
import { isIssuedBy, isSelfSigned, isSignedBy, pathUp } from '../../certs/certificates.ts'
import { readKeyIdentifiers } from '../../certs/x509.ts'
import type { ProbeWarning } from '../report/command-results.ts'

/**
 * What is wrong with the chain that a server sent, or with the authorities that are trusted here, whether or not the
 * attempt failed over it.
 */
export function chainWarnings(
  chain: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): ProbeWarning[] {
  return [...incompleteChain(chain, anchors), ...anotherKey(chain, anchors), ...uselessAnchors(anchors)]
}

/** The certificate in a sentence. */
export function certificateName(certificate: X509Certificate): string {
  return certificateFacts(certificate).subject || 'a holder without a name'
}

/** The authority above a certificate, by the name that it has there. */
export function issuerName(certificate: X509Certificate): string {
  return certificateFacts(certificate).issuer || 'an authority without a name'
}

/** A client that knows the root alone cannot link the chain; one that knows the authority does not notice. */
function incompleteChain(
  chain: readonly X509Certificate[],
  anchors: readonly X509Certificate[],
): ProbeWarning[] {
  const top = topOf(chain)
  const issuer = top && anchors.find((anchor) => isIssuedBy(top, anchor))
  if (!top || !issuer || isSelfSigned(top) || isSelfSigned(issuer)) return []
  return [
    {
      code: 'incomplete-chain',
      message:
        `The server sent ${certificateName(top)} without ${certificateName(issuer)}, which issued it. ` +
        'The authorities given here complete the chain; a client that has only the root refuses it.',
      remedy:
        'Install the certificate of the issuing authority on the site system, so that it is sent along.',
    },
  ]
}

/** The highest certificate that the server's own certificate leads to. */
function topOf([leaf, ...others]: readonly X509Certificate[]): X509Certificate | undefined {
  return leaf && pathUp(leaf, others).at(-1)
}

/** An authority that was renewed with another key keeps its name, and did not issue what the former key signed. */
function anotherKey(chain: readonly X509Certificate[], anchors: readonly X509Certificate[]): ProbeWarning[] {
  const top = topOf(chain)
  if (!top || isSelfSigned(top) || anchors.some((anchor) => isIssuedBy(top, anchor))) return []
  const isNamesake = (other: X509Certificate): boolean =>
    other.subject === top.issuer && !isSignedBy(top, other)
  const [sent, trusted] = [chain.find(isNamesake), anchors.find(isNamesake)]
  const namesake = sent ?? trusted
  if (!namesake) return []
  const where = sent ? 'that the server sent' : 'that is trusted here'
  const [{ issuer: wanted }, { own }] = [readKeyIdentifiers(top.raw), readKeyIdentifiers(namesake.raw)]
  const known = wanted !== undefined && own !== undefined
  // The signature is damaged, then.
  if (known && wanted === own) return []
  return [
    {
      code: 'issuer-of-another-key',
      message:
        `${certificateName(namesake)} ${where} has the name of the issuer of ${certificateName(top)}, but another ` +
        `key${known ? ` (key identifier ${own}, not ${wanted})` : ''}: it did not sign that certificate.`,
      remedy:
        `${sent ? 'Install on the site system' : 'Trust'} the certificate that the authority has for the other key: ` +
        'it was renewed with a new one.',
    },
  ]
}

/** OpenSSL follows a chain up to a root: an authority is trusted by way of its own. */
function uselessAnchors(anchors: readonly X509Certificate[]): ProbeWarning[] {
  return anchors.flatMap((anchor) => {
    const top = topOf([anchor, ...anchors]) ?? anchor
    if (isSelfSigned(top)) return []
    return anchor.ca ? rootMissing(anchor, top) : noAuthority(anchor)
  })
}

function noAuthority(anchor: X509Certificate): ProbeWarning[] {
  return [
    {
      code: 'no-authority',
      message: `${certificateName(anchor)} is among the authorities to trust, but is none: nothing is trusted by it.`,
      remedy: `Give the authority that issued it: ${issuerName(anchor)}.`,
    },
  ]
}

/** `top`: the highest authority that is known above the anchor; the anchor itself if there is none. */
function rootMissing(anchor: X509Certificate, top: X509Certificate): ProbeWarning[] {
  const missing = issuerName(top)
  const below = top === anchor ? 'which issued it' : `which issued ${certificateName(top)}`
  return [
    {
      code: 'root-missing',
      message: `${certificateName(anchor)} is to be trusted without ${missing}, ${below}: nothing is trusted by it.`,
      remedy: `Add the certificate of ${missing} to the file: ${whereToGet(top)}.`,
    },
  ]
}

/** The address that a certificate names for its issuer's (RFC 5280, section 4.2.2.1), or where Windows keeps it. */
function whereToGet({ infoAccess }: X509Certificate): string {
  const [, url] = /^CA Issuers - URI:(\S+)$/m.exec(infoAccess ?? '') ?? []
  return url === undefined
    ? 'export it from the Trusted Root Certification Authorities of a computer that trusts it, or run certutil -ca.cert on the authority'
    : `it is published at ${url}`
}
