import { createPrivateKey } from 'node:crypto'
import { certificatesIn } from '../../certs/credential.ts'

/** What the prober brings to a handshake. */
export interface ProbeCredentials {
  /** PEM of a certificate and the chain to send with it, and of its key. */
  own?: { certificate: string; key: string }
  /** PEM of the authorities to trust; the machine's own list where there are none. */
  authorities?: string
}

/** What is wrong with a certificate and key that somebody names; undefined: nothing. */
export function unusable({ certificate, key }: { certificate: string; key: string }): string | undefined {
  try {
    const [leaf] = certificatesIn(certificate)
    if (!leaf) return 'there is no certificate in it'
    return leaf.checkPrivateKey(createPrivateKey(key)) ? undefined : 'the key is not that of the certificate'
  } catch {
    // Not the parser's own words: they may quote what they could not read.
    return 'the certificate or the key cannot be read'
  }
}
