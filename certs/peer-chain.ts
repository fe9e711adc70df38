import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'

/** The certificates that the other end sent, the leaf first, as far as Node links them; none when it sent none. */
export function peerChain(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  let next = socket.getPeerX509Certificate()
  // A root that was sent along is its own issuer; some programs send a certificate twice.
  while (next && next.fingerprint256 !== chain.at(-1)?.fingerprint256) {
    chain.push(next)
    next = next.issuerCertificate
  }
  return chain
}
