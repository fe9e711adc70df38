import { X509Certificate } from 'node:crypto'
import type { CertificateRecipe } from '../sim/vocabulary/certificate.ts'

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
