import type { TLSSocket } from 'node:tls'
import type { EndEvidence } from '../../evidence/attempt.ts'

/** What the revocation lists have against a client that OpenSSL has nothing against. */
export type Refused = Omit<EndEvidence, 'stage'>

const refused = new WeakMap<TLSSocket, Refused>()

/** The web server lets the handshake pass and refuses the request. */
export function refuseOnRequest(socket: TLSSocket, why: Refused): void {
  refused.set(socket, why)
}

export function refusedOnRequest(socket: TLSSocket): Refused | undefined {
  return refused.get(socket)
}
