import type { X509Certificate } from 'node:crypto'
import type { TLSSocket } from 'node:tls'

/** The certificates that the other end sent, the leaf first, as it sent them; none when it sent none. */
export function peerChain(socket: TLSSocket): X509Certificate[] {
  const chain: X509Certificate[] = []
  let next = socket.getPeerX509Certificate()
  // A root that was sent along is its own issuer.
  while (next && next.fingerprint256 !== chain.at(-1)?.fingerprint256) {
    chain.push(next)
    next = next.issuerCertificate
  }
  return chain
}
