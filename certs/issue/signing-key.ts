import { createPrivateKey, webcrypto } from 'node:crypto'
import type { KeyKind } from '../../sim/vocabulary/certificate.ts'
import { signingAlgorithm, type Hash } from '../keys.ts'

/** An authority's key in the form that `@peculiar/x509` signs with. */
export function importSigningKey(key: string, keys: KeyKind, hash: Hash): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', der, signingAlgorithm(keys, hash), false, ['sign'])
}
