import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { TlsOptions } from 'node:tls'
import type { EndEvidence } from '../../../evidence/attempt.ts'
import type { TlsProfile } from '../../../model/hierarchy.ts'

/** How a listener misbehaves: hooks in the order of a connection's life, of which a fault has one. */
export interface FaultBehaviour {
  /** Whether this listener speaks the protocol that the fault needs. */
  needs?: 'http' | 'https'
  /** Where it listens instead. */
  port?: 'none' | 'another'
  /** A client may never get to know that the connection stood: what one sees on the machine itself, all the same. */
  refuses?: EndEvidence
  /** It speaks the other protocol. */
  otherProtocol?: true
  /** Takes the connection over when it stands. */
  connected?(socket: Socket): EndEvidence
  /** Takes the connection over when the first bytes of the client have come. */
  greeted?(socket: Socket): EndEvidence
  /** Lets the server behind the port hear the first bytes of the client alone. */
  deaf?: EndEvidence
  /** Changes what the server offers in the handshake. */
  tls?(profile: TlsProfile): Pick<TlsOptions, 'minVersion' | 'maxVersion' | 'ciphers'>
  /** Whether a request on this connection is answered as if nothing were wrong. */
  spares?(socket: Socket): boolean
  /** Takes the connection over when the request has been read. */
  asked?(exchange: Asked): EndEvidence
  /** What is wrong once it has taken a connection over. */
  afterwards?: FaultBehaviour
}

export interface Asked {
  request: IncomingMessage
  response: ServerResponse
  /** The TCP socket, below TLS. */
  socket: Socket
}
