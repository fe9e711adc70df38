import type { X509Certificate } from 'node:crypto'
import type { CertificateEvidence } from '../sim/vocabulary/certificate.ts'
import { dnsNames, extendedKeyUsage, nameInOneLine } from './certificates.ts'
import { hasExtension, readSignatureHash, readValidity, type ReadDate } from './x509.ts'

/**
 * What a certificate says, whoever made it: OpenSSL parses many of which Node or this program cannot read every field. A fact
 * that cannot be read is a sentence, which begins with `unreadable` and says why.
 */
export function certificateFacts(certificate: X509Certificate): CertificateEvidence {
  const { subject, issuer, serialNumber, ca, raw } = certificate
  const { from, to } = readValidity(raw)
  return {
    subject: nameInOneLine(subject),
    issuer: nameInOneLine(issuer),
    serialNumber,
    notBefore: dateInWords(from),
    notAfter: dateInWords(to),
    names: orDamaged(dnsNames(certificate), certificate.subjectAltName, raw, subjectAltName),
    usages: orDamaged(extendedKeyUsage(certificate), certificate.keyUsage, raw, extendedKeyUsages),
    authority: ca,
    key: keyInWords(certificate),
    hash: readSignatureHash(raw) ?? unreadable('there is no algorithm'),
  }
}

const subjectAltName = '2.5.29.17'
const extendedKeyUsages = '2.5.29.37'

function unreadable(why: string): string {
  return `unreadable: ${why}`
}

/** A list from an extension, of which Node has no text when it is damaged. */
function orDamaged(list: string[], text: unknown, raw: Buffer, identifier: string): string[] {
  const isMissing = text === undefined || text === null
  return isMissing && hasExtension(raw, identifier) ? [unreadable('the extension is damaged')] : list
}

function dateInWords({ date, written }: ReadDate): string {
  return date?.toISOString() ?? unreadable(written === '' ? 'there is no date' : `${written} is no date`)
}

const curves: Readonly<Record<string, string>> = {
  prime256v1: 'P-256',
  secp384r1: 'P-384',
  secp521r1: 'P-521',
}

function keyInWords(certificate: X509Certificate): string {
  try {
    const { asymmetricKeyType, asymmetricKeyDetails = {} } = certificate.publicKey
    const { modulusLength, namedCurve = '' } = asymmetricKeyDetails
    if (modulusLength !== undefined) return `RSA ${modulusLength}`
    return asymmetricKeyType === 'ec' ? `EC ${curves[namedCurve] ?? namedCurve}` : String(asymmetricKeyType)
  } catch (error) {
    // OpenSSL names its library before the reason: `error:03000072:digital envelope routines::decode error`.
    return unreadable((error as Error).message.replace(/^error:.*:/, ''))
  }
}
