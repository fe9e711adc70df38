import { createPrivateKey, webcrypto, X509Certificate } from 'node:crypto'
import type { CertificateRecipe, KeyKind } from '../sim/vocabulary/certificate.ts'

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

/** A certificate and its private key, as TLS listeners and clients take them. */
export interface Credential {
  /** PEM: the leaf, then the chain it sends along; each ends in a newline. */
  certificate: string
  /** PKCS#8 PEM; absent if the key is lost, another certificate's if the two were mixed up. */
  key?: string
}

export interface KeyedCredential extends Credential {
  key: string
}

/** The owner of a certificate: certificates carry the FQDN, the files of a directory the short name. */
export interface Holder {
  name: string
  fqdn: string
}

/** Identifies a certificate by its purpose, its holder and its recipe. */
export interface Issued {
  purpose: 'server' | 'client'
  fqdn: string
  recipe: CertificateRecipe
}

export type PemLabel = 'CERTIFICATE' | 'X509 CRL' | 'PRIVATE KEY'

/** The blocks of one label in a text, each ending in a newline: `selfsigned` forgets it, and joined PEM then breaks. */
export function pemBlocks(text: string, label: PemLabel): string[] {
  // Keys from elsewhere may be labelled `EC PRIVATE KEY` or `RSA PRIVATE KEY`.
  const block = new RegExp(`-----BEGIN ((?:[A-Z]+ )?${label})-----[^-]+-----END \\1-----`, 'g')
  return Array.from(text.matchAll(block), ([found]) => `${found}\n`)
}

/** Parses the certificates of a text; throws if one is malformed. */
export function certificatesIn(text: string): X509Certificate[] {
  return pemBlocks(text, 'CERTIFICATE').map((pem) => new X509Certificate(pem))
}

/** Splits a text that holds certificates and their key. */
export function parseCredential(text: string): KeyedCredential {
  return {
    certificate: pemBlocks(text, 'CERTIFICATE').join(''),
    key: pemBlocks(text, 'PRIVATE KEY').join(''),
  }
}

/** The bytes of a PEM block. */
export function pemToDer(pem: string): Buffer {
  return Buffer.from(pem.replaceAll(/-----[^-]+-----/g, ''), 'base64')
}

/** Bytes as a PEM block, which ends in a newline. */
export function derToPem(der: Buffer, label: PemLabel): string {
  const lines = der.toString('base64').replaceAll(/.{64}(?=.)/g, '$&\n')
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`
}
