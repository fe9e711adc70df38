import { createHash } from 'node:crypto'
import type { Description } from './description.ts'
import { issue } from './issue.ts'
import type { KeyKind } from '../keys.ts'
import { parseCredential } from '../pem.ts'
import type { Credential } from '../pki.ts'
import { issueRevocationList, type RevocationList } from './revocation.ts'
import type { Store } from '../cache/store.ts'

/** Issues what was not issued before. */
export interface Issuance {
  /** A certificate without its chain; it signs itself when there is no issuer. */
  certificate(description: Description, issuer?: Credential): Promise<Credential>
  revocationList(list: RevocationList, authority: Credential): Promise<string>
}

/** Raise it when certificates come out different for the same description. */
const version = 1

export function createIssuance(store: Store, keys: KeyKind): Issuance {
  return {
    async certificate(description, issuer) {
      const text = await store(keyOf(description, keys, issuer), async () => {
        const made = await issue(description, keys, issuer)
        return made.certificate + made.key
      })
      return parseCredential(text)
    },
    revocationList: (list, authority) =>
      store(keyOf(list, keys, authority), () => issueRevocationList(list, keys, authority)),
  }
}

/** The issuer's certificate is part of the key: what another root of the same name has issued is never picked up. */
function keyOf(content: Description | RevocationList, keys: KeyKind, issuer?: Credential): string {
  const everything = JSON.stringify([version, keys, content, issuer?.certificate])
  return createHash('sha256').update(everything).digest('hex')
}
