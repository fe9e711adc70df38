/** A certificate, as far as it matters to whether somebody accepts it. */
export interface CertificateFacts {
  subject: string
  issuer: string
  serialNumber: string
  /** ISO 8601. */
  notBefore: string
  notAfter: string
  /** DNS names of the subject alternative name. */
  names: string[]
  /** Object identifiers of the extended key usage. */
  usages: string[]
  /** It may issue certificates. */
  authority: boolean
  /** `EC P-256`, `RSA 2048`. */
  key: string
  /** `SHA-256`: of its signature. */
  hash: string
}
