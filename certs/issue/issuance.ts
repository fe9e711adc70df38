import { createHash } from 'node:crypto'
import type { Description } from './description.ts'
import { issue } from './issue.ts'
import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import { parseCredential } from '../pem.ts'
import type { KeyedCredential } from '../pki.ts'
import { issueRevocationList, type RevocationList } from './revocation-list.ts'
import type { Store } from '../cache/store.ts'

/** Issues what was not issued before. */
export interface Issuance {
  /** A certificate without its chain; it signs itself when there is no issuer. */
  certificate(description: Description, issuer?: KeyedCredential): Promise<KeyedCredential>
  /** PEM. `signer` is the authority itself unless the list is to be wrong. */
  revocationList(list: RevocationList, authority: KeyedCredential, signer?: KeyedCredential): Promise<string>
}

/** Raise it when certificates come out different for the same description. */
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

/** The issuer's certificate is part of the key: what another root of the same name has issued is never picked up. */
function keyOf(
  content: Description | RevocationList,
  keys: KeyKind,
  ...issuers: (KeyedCredential | undefined)[]
): string {
  const everything = JSON.stringify([version, keys, content, ...issuers.map((issuer) => issuer?.certificate)])
  return createHash('sha256').update(everything).digest('hex')
}
