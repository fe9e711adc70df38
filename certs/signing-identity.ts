import { createPrivateKey, type KeyObject } from 'node:crypto'
import { pemToDer } from './pem.ts'

export interface SigningIdentity {
  signingKey: KeyObject
  /** DER. */
  certificate: Buffer
}

/** What a client signs its messages with: an RSA key, and a certificate that it made for it, with SHA-1 as of 2007. */
export async function signingIdentity(keySize = 2048): Promise<SigningIdentity> {
  // Loaded only here: it takes longer than a run that finds everything in the cache.
  const { generate } = await import('selfsigned')
  const made = await generate([{ name: 'commonName', value: 'SMS' }], { keySize, algorithm: 'sha1' })
  return { signingKey: createPrivateKey(made.private), certificate: pemToDer(made.cert) }
}
