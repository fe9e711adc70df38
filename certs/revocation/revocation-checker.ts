import type { X509Certificate } from 'node:crypto'

/** Why a chain's revocation status speaks against it; `code` is OpenSSL's for the same finding. */
export interface RevocationFault {
  code:
    | 'CERT_REVOKED'
    | 'UNABLE_TO_GET_CRL'
    | 'CRL_NOT_FOUND'
    | 'CRL_NOT_YET_VALID'
    | 'CRL_HAS_EXPIRED'
    | 'CRL_SIGNATURE_FAILURE'
  /** For people. */
  message: string
  /** The certificate that is revoked, or whose status nobody can tell. */
  certificate: X509Certificate
}

/** One machine's look at revocation lists, which it fetches when it needs them and keeps until their next update. */
export interface RevocationChecker {
  /** The leaf first, each followed by its issuer; without the trusted root, which nobody can revoke. */
  check(chain: readonly X509Certificate[]): Promise<RevocationFault | undefined>
  /** Lets go of the lists kept: the next check fetches them anew. */
  forget(): void
}
