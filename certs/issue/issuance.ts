import { createHash } from 'node:crypto'
import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import type { Store } from '../cache.ts'
import { parseCredential, type KeyedCredential } from '../credential.ts'
import { issueCertificate, issueRevocationList, type RevocationList } from './by-authority.ts'
import type { Description } from './description.ts'
import { issueSelfSigned } from './self-signed.ts'

/** Issues certificates and lists that are not in the store yet. */
export interface Issuance {
  /** A certificate without its chain; self-signed if there is no issuer. */
  certificate(description: Description, issuer?: KeyedCredential): Promise<KeyedCredential>
  /** PEM. `signer` is the authority itself, unless the list is meant to be wrong. */
  revocationList(list: RevocationList, authority: KeyedCredential, signer?: KeyedCredential): Promise<string>
}

/** Raise it when the same description yields a different certificate than before. */
const version = 2

export function createIssuance(store: Store, keys: KeyKind): Issuance {
  return {
    async certificate(description, issuer) {
      const text = await store(keyOf(description, keys, issuer), async () => {
        const made = await issue(description, keys, issuer)
        return made.certificate + made.key
      })
      return parseCredential(text)
    },
    revocationList: (list, authority, signer) =>
      store(keyOf(list, keys, authority, signer), () => issueRevocationList(list, keys, authority, signer)),
  }
}

/** The issuer's certificate is part of the key, so that one issued by another root of the same name is never taken. */
function keyOf(
  content: Description | RevocationList,
  keys: KeyKind,
  ...issuers: (KeyedCredential | undefined)[]
): string {
  const everything = JSON.stringify([version, keys, content, ...issuers.map((issuer) => issuer?.certificate)])
  return createHash('sha256').update(everything).digest('hex')
}

/** Makes a certificate with a new key; self-signed if there is no issuer. */
function issue(description: Description, keys: KeyKind, issuer?: KeyedCredential): Promise<KeyedCredential> {
  // `selfsigned` cannot name a revocation list, chooses its own serial numbers, and knows only five purposes.
  return issuer ? issueCertificate(description, keys, issuer) : issueSelfSigned(description, keys)
}
