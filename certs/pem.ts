import { X509Certificate } from 'node:crypto'
import type { KeyedCredential } from './pki.ts'

export type PemLabel = 'CERTIFICATE' | 'X509 CRL' | 'PRIVATE KEY'

/** The blocks of one label in a text, each ending in a newline: `selfsigned` forgets it, and joined PEM then breaks. */
export function pemBlocks(text: string, label: PemLabel): string[] {
  // Keys that people bring along may be an `EC PRIVATE KEY` or an `RSA PRIVATE KEY`.
  const block = new RegExp(`-----BEGIN ((?:[A-Z]+ )?${label})-----[^-]+-----END \\1-----`, 'g')
  return Array.from(text.matchAll(block), ([found]) => `${found}\n`)
}

/** The certificates of a text, parsed; throws when one cannot be. */
export function certificatesIn(text: string): X509Certificate[] {
  return pemBlocks(text, 'CERTIFICATE').map((pem) => new X509Certificate(pem))
}

/** The certificates and the key of a text that holds both. */
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
