import type { X509Certificate } from 'node:crypto'
import type { RevocationChecker } from '../../../certs/revocation/revocation-checker.ts'
import type { CertificateEvidence } from '../../evidence/attempt.ts'
import type { ClientCertificatePolicy, RefusalStyle, TlsProfile } from '../../model/hierarchy.ts'

/** How a listener speaks TLS. */
export interface TlsOffer {
  clientCertificate: ClientCertificatePolicy
  refusal: RefusalStyle
  /** Is given the secrets of each connection, as lines of an NSS key log. */
  keyLog?(line: Buffer): void
  /** Asked for at the first connection, so that no unused certificates are made. */
  material(): Promise<TlsMaterial>
}

export interface TlsMaterial {
  profile: TlsProfile
  /** PEM of the certificate and the chain that is sent with it. */
  certificate: string
  /** Absent where it has been lost. */
  key?: string
  /** The certificate is below the security level that others are held to. */
  weak: boolean
  /** PEM of the authority that client certificates must lead to. */
  root: string
  /** The web server always checks revocation; Configuration Manager cannot change that. */
  revocation: RevocationChecker
  /** The clock by which certificates are dated. */
  now(): Date
  describe(certificate: X509Certificate): CertificateEvidence
}
