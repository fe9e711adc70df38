import { createPrivateKey, webcrypto } from 'node:crypto'
import { algorithms, type KeyKind } from '../keys.ts'
import type { Credential } from '../pki.ts'

/** An authority's key in the form that `@peculiar/x509` signs with. */
export function importSigningKey(authority: Credential, keys: KeyKind): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(authority.key).export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', der, algorithms[keys], false, ['sign'])
}
