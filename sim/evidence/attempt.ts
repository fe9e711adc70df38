import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { LookupProtocol, Protocol, Stage } from '../vocabulary/protocol.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'

export type { CertificateEvidence, Stage }

export const outcomes = ['answered', 'failed', 'withheld'] as const

/** `withheld`: the client's rules forbade the try and no socket was opened. */
export type Outcome = (typeof outcomes)[number]

/** What one end of a connection saw go wrong. `code` is Node's, OpenSSL's or llhttp's, or an HTTP status with substatus. */
export interface EndEvidence {
  stage: Stage
  code: string
  message: string
  /** The certificate that this end did not accept: the other's own, or that of an authority above it. */
  certificate?: CertificateEvidence
}

/** What the client knows of its own failure, apart from the server. */
export interface ClientEvidence extends EndEvidence {
  /** Bytes that had come from the other end; 0: it had not said anything at all. */
  received: number
  /** An answer had begun. */
  answering?: true
  /** A name in the server's certificate, which is not the one asked for, leads to the same address. */
  otherNameLeadsHere?: true
  /** null where certificates play no part: plain HTTP. */
  own: OwnCertificate | null
}

/** The client's own certificate, looked at by the client itself. */
export interface OwnCertificate {
  /** null when it presented none. */
  certificate: CertificateEvidence | null
  /**
   * What a client that looks at its own certificate finds wrong with it, as OpenSSL's code; or why it had none to
   * present, as the client's own code (`0x87D00282`). null when it finds nothing.
   */
  fault: string | null
  /** What is wrong is not with the certificate itself, but with that of an authority above it. */
  ofAuthority?: true
}

/** A handshake that came to its end. */
export interface TlsEvidence {
  version: string
  cipher: string
  resumed: boolean
  /** The server asked for the client's certificate and got one. */
  clientCertificate: boolean
}

/** One client's try at one site system by one protocol: the unit of evidence. This is its JSON shape as well. */
export interface Attempt {
  id: string
  client: string
  clientMode: SiteMode
  /** Made although the client's rules forbid it, to see what the wire does. */
  forced: boolean
  role: string
  relation: 'assigned' | 'resident'
  /** null when the client found no site to turn to. */
  site: string | null
  /** FQDN of the site system. */
  system: string | null
  protocol: Protocol | LookupProtocol
  url: string | null
  outcome: Outcome
  /** The rule's sentence that led to this try or withheld it. */
  why: string
  rule: string
  /** HTTP status, when one was received. */
  status: number | null
  substatus: number | null
  /** null when this end saw nothing wrong. */
  client_end: ClientEvidence | null
  server_end: EndEvidence | null
  /** Id of a catalogue entry; null unless the attempt failed. */
  diagnosis: string | null
  tls: TlsEvidence | null
  /** Id of the attempt that this one follows up: same client, same system, other port. */
  after: string | null
  /** ISO 8601, by the simulation's clock. */
  startedAt: string
  durationMs: number
}
