import { createPrivateKey, webcrypto } from 'node:crypto'
import type { KeyKind } from '../sim/vocabulary/certificate.ts'

/** SHA-256 unless a weak certificate is wanted: both libraries would otherwise fall back on SHA-1. */
export type Hash = 'SHA-256' | 'SHA-1'

const publicExponent = new Uint8Array([1, 0, 1])

/** Web Crypto's parameters for a new key; it generates keys in the thread pool. */
export const keyAlgorithms = {
  ec: { name: 'ECDSA', namedCurve: 'P-256' },
  rsa: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent, hash: 'SHA-256' },
  /** Too short for anybody today; in 2007 many still accepted it. */
  weak: { name: 'RSASSA-PKCS1-v1_5', modulusLength: 1024, publicExponent, hash: 'SHA-256' },
} as const

/** Web Crypto's parameters for a signature with an authority's key. */
export function signingAlgorithm(keys: KeyKind, hash: Hash) {
  return { ...keyAlgorithms[keys], hash }
}

/** An authority's key in the form that `@peculiar/x509` signs with. */
export function importSigningKey(key: string, keys: KeyKind, hash: Hash): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(key).export({ type: 'pkcs8', format: 'der' })
  return webcrypto.subtle.importKey('pkcs8', der, signingAlgorithm(keys, hash), false, ['sign'])
}

/**
 * OpenSSL's level of 112 bits: no SHA-1 signatures, no RSA keys below 2048 bits, whatever this version of Node
 * accepts by default.
 */
const securityLevel = 2

/** A list of ciphers at that level; an endpoint that presents a weak certificate has to go below it. */
export function atSecurityLevel(ciphers: string, weak: boolean): string {
  return `${ciphers}:@SECLEVEL=${weak ? 0 : securityLevel}`
}
