import type { KeyKind } from '../sim/vocabulary/certificate.ts'

/** SHA-256 unless a weak certificate is wanted: both libraries would otherwise fall back on SHA-1. */
export type Hash = 'SHA-256' | 'SHA-1'

const publicExponent = new Uint8Array([1, 0, 1])

/** Parameters of Web Crypto for a new key, whose generation runs in the thread pool. */
export const keyAlgorithms = {
  ec: { name: 'ECDSA', namedCurve: 'P-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent, hash: 'SHA-256' },
  /** Below what anybody takes today; in 2007 many still did. */
  weak: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 1024, publicExponent, hash: 'SHA-256' },
} as const

/** The same for signing with a key of an authority. */
export function signingAlgorithm(keys: KeyKind, hash: Hash) {
  return { ...keyAlgorithms[keys], hash }
}
