import type { Description } from './description.ts'
import { issueWithSelfsigned } from './issue-with-selfsigned.ts'
import { issueWithX509 } from './issue-with-x509.ts'
import type { KeyKind } from '../keys.ts'
import type { Credential } from '../pki.ts'

/** Makes a certificate with a new key; it signs itself when there is no issuer. */
export function issue(description: Description, keys: KeyKind, issuer?: Credential): Promise<Credential> {
  const { usage, serial } = description
  // `selfsigned` knows five extended key usages and draws its serial numbers itself.
  if (issuer && usage !== 'authority' && (usage === 'document-signing' || serial !== undefined)) {
    return issueWithX509({ ...description, usage }, keys, issuer)
  }
  return issueWithSelfsigned(description, keys, issuer)
}
