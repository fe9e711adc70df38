import type { Description } from './description.ts'
import { issueWithSelfsigned } from './issue-with-selfsigned.ts'
import { issueWithX509 } from './issue-with-x509.ts'
import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import type { KeyedCredential } from '../pki.ts'

/** Makes a certificate with a new key; it signs itself when there is no issuer. */
export function issue(
  description: Description,
  keys: KeyKind,
  issuer?: KeyedCredential,
): Promise<KeyedCredential> {
  // `selfsigned` cannot say where a revocation list is, draws its serial numbers itself, and knows five purposes.
  return issuer ? issueWithX509(description, keys, issuer) : issueWithSelfsigned(description, keys)
}
