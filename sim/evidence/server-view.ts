import type { EndEvidence } from './end-evidence.ts'
import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { LookupProtocol, Protocol } from '../vocabulary/network.ts'
import type { UnusualBehaviour } from '../vocabulary/unusual.ts'
import type { ConnectionEnds } from './connection.ts'

/** The server's view of one connection, or of one client's datagrams. Written before the client can have the reply. */
export interface ServerView {
  /** The listener that accepted it; null where none did. */
  listener: {
    /** FQDN of the system. */
    fqdn: string
    /** 1 to 65535. */
    port: number
  } | null
  /** The failure that the server saw, or the script that it followed, whichever came first; null where it saw nothing wrong. */
  end: EndEvidence | null
  /** The first failure, which a script that lets the server answer is not; null where it saw nothing wrong. */
  failure: EndEvidence | null
  /** A script is due, and has not yet let the server answer. */
  awaitsScript: boolean
  /** Replies that the server has given. */
  replies: number
  /** HTTP status and substatus of the last reply; null for other protocols, and before the first reply. */
  status: number | null
  /** The substatus of IIS; null without one. */
  substatus: number | null
  /** A fault took the connection over after the last reply. */
  spoilt: boolean
  /** What the handshake showed of the client's certificate; null where none was completed. */
  clientCertificate: SeenCertificate | null
  /** null before a TLS handshake has got anywhere, and for other protocols. */
  handshake: SeenHandshake | null
  /** What the server did that is legal and unusual, each once; absent where it did nothing of the kind. */
  unusual?: UnusualBehaviour[]
}

/** What a handshake told the server, whether it was completed or not. */
export interface SeenHandshake {
  /** `TLSv1.3`; null where the two ends have agreed on none. */
  version: string | null
  /** The client's own certificate as far as it can be read; undefined where it sent none. Reading it takes time. */
  certificate(): CertificateEvidence | undefined
  /** What a client that trusts the server's root and goes by its clock finds wrong with the server's certificate. */
  wrongWithOwn(): EndEvidence[]
}

/**
 * What a completed handshake showed the server of the client's certificate: it asked for none, got none, or got one and
 * verified by the client's signature that it has the key. Whether the certificate is good is another matter.
 */
export type SeenCertificate = 'not-asked' | 'none' | 'verified'

/** The server's side of the recording for one connection. */
export interface ServerSide {
  /** A TLS handshake has got as far as this. */
  shook(handshake: SeenHandshake): void
  /** A TLS handshake is complete. */
  secured(clientCertificate: SeenCertificate): void
  /** A reply is about to be sent, in HTTP with this status. */
  replied(status?: number, substatus?: number): void
  /** Only the first failure counts: later ones are its consequences. */
  sawWrong(end: EndEvidence): void
  /** A fault has taken the connection over, in place of a reply. */
  tookOver(end: EndEvidence): void
  /** A script is due for a request; `fails`: its answer is a failure, and not only the want of one. */
  followsScript(end: EndEvidence, fails: boolean): void
  /** The server does something legal and unusual, as it was asked to. */
  behavedUnusually(behaviour: UnusualBehaviour): void
  /** The listener could not do its work, which counts where it is the machine's fault. */
  failed(error: unknown): void
  closed(): void
}

/** The listener that accepts a connection. */
export interface Accepting {
  /** FQDN of the system that listens. */
  fqdn: string
  protocol: Protocol | LookupProtocol
  /** By UDP nothing is established: a client's datagrams are one connection. */
  transport: 'tcp' | 'udp'
}

/** A connection that is over. */
export interface ClosedConnection extends Accepting {
  ends: ConnectionEnds
  view: Readonly<ServerView>
  durationMs: number
}

/** A connection that a listener accepted. */
export interface AcceptedConnection {
  /** FQDN of the system that listens. */
  fqdn: string
  /** Both ends of it. */
  ends: ConnectionEnds
}
