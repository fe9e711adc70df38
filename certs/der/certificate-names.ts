import type { BerValue } from '../../sim/encoding/ber.ts'
import { identifierOf, inside, isTagged, readDer } from './read-der.ts'

/** What Node does not tell of a certificate: where its issuer publishes revocation lists, and whose list that is. */
export interface CertificateNames {
  /** Hexadecimal DER of the distinguished name. */
  issuer: string
  subject: string
  /** Only those by HTTP: nothing here speaks LDAP. */
  listUrls: string[]
}

const distributionPoints = '2.5.29.31'

/** RFC 5280, sections 4.1 and 4.2.1.13. */
export function readCertificateNames(certificate: Buffer): CertificateNames {
  const [body] = inside(readDer(certificate))
  const fields = inside(body).filter((field) => !isTagged(field, 0))
  const [, , issuer, , subject] = fields
  const extensions = inside(inside(fields.find((field) => isTagged(field, 3)))[0])
  const points = extensions.find((extension) => identifierOf(inside(extension)[0]) === distributionPoints)
  const value = inside(points).at(-1)
  return {
    issuer: nameOf(issuer),
    subject: nameOf(subject),
    listUrls: value ? urlsIn(readDer(value.content)) : [],
  }
}

function nameOf(name: BerValue | undefined): string {
  return name?.bytes.toString('hex') ?? ''
}

/** A URL is a general name: context-specific, number 6. */
function urlsIn(value: BerValue): string[] {
  if (isTagged(value, 6)) {
    const url = value.content.toString('latin1')
    return url.startsWith('http://') ? [url] : []
  }
  return inside(value).flatMap(urlsIn)
}
