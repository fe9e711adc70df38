import type { ClientEvidence } from '../attempt.ts'

/** The client presented a certificate. */
export function presentedCertificate({ own }: ClientEvidence): boolean {
  return own !== null && own.certificate !== null
}

/** Certificates played no part. */
export function spokeHttp({ own }: ClientEvidence): boolean {
  return own === null
}
