import type { X509Certificate } from 'node:crypto'
import type { CertificateEvidence } from '../sim/vocabulary/certificate.ts'
import { readSignatureHash } from './der/certificate.ts'

export function certificateFacts(certificate: X509Certificate): CertificateEvidence {
  const { subject, issuer, serialNumber, validFrom, validTo, ca } = certificate
  return {
    subject: inOneLine(subject),
    issuer: inOneLine(issuer),
    serialNumber,
    notBefore: new Date(validFrom).toISOString(),
    notAfter: new Date(validTo).toISOString(),
    names: dnsNames(certificate),
    usages: extendedKeyUsage(certificate),
    authority: ca,
    key: keyInWords(certificate),
    hash: readSignatureHash(certificate.raw),
  }
}

/** The DNS names of the subject alternative name. */
export function dnsNames({ subjectAltName = '' }: X509Certificate): string[] {
  return subjectAltName.split(', ').flatMap((name) => /^DNS:(.*)$/.exec(name)?.[1] ?? [])
}

/** Empty for a certificate that may be used for anything: Node then leaves `keyUsage` undefined, against its type. */
export function extendedKeyUsage(certificate: X509Certificate): string[] {
  const usages: unknown = certificate.keyUsage
  return Array.isArray(usages) ? usages.map(String) : []
}

/** Node writes a distinguished name as lines, and an empty one as undefined, against its type. */
function inOneLine(name: string | undefined): string {
  return (name ?? '').split('\n').reverse().join(', ')
}

const curves: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
}

function keyInWords({ publicKey }: X509Certificate): string {
  const { modulusLength, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {}
  if (modulusLength !== undefined) return `RSA ${modulusLength}`
  return publicKey.asymmetricKeyType === 'ec'
    ? `EC ${curves[namedCurve] ?? namedCurve}`
    : String(publicKey.asymmetricKeyType)
}

/** Object identifiers of extended key usages (RFC 5280, section 4.2.1.12; document signing is Microsoft's). */
export const purposes = {
  server: '1.3.6.1.5.5.7.3.1',
  client: '1.3.6.1.5.5.7.3.2',
  'document-signing': '1.3.6.1.4.1.311.10.3.12',
} as const
