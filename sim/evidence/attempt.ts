import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { LookupProtocol, Protocol, Stage } from '../vocabulary/network.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'

/** The ways in which an attempt ends where both ends bear each other out. */
export const witnessedOutcomes = ['answered', 'failed', 'withheld'] as const

export const outcomes = [...witnessedOutcomes, 'contradicted'] as const

/**
 * `answered`: the role's own answer came over a connection that a listener accepted and answered. `withheld`: the client's
 * rules forbade the attempt, and no listener heard of it. `contradicted`: the two ends do not bear each other out.
 */
export type Outcome = (typeof outcomes)[number]

/** One end's view of a failure. `code` is Node's, OpenSSL's or llhttp's, or an HTTP status with its substatus. */
export interface EndEvidence {
  stage: Stage
  code: string
  message: string
  /** The certificate that this end did not accept: the other end's own, or an authority's above it. */
  certificate?: CertificateEvidence
  /** The client had signed in with no account; at the server, only where that is what it refuses. */
  anonymous?: true
  /** Nobody saw this at that end: the simulator knows it from its own state. */
  witnessed?: false
  /** The mode of the server's site; only where the client took the site for one of the other mode. */
  siteMode?: SiteModeSeen
}

/** A site's own word on its mode. */
export interface SiteModeSeen {
  mode: SiteMode
  /** When it switched: ISO 8601, by the simulation's clock; null where it has been so from the beginning. */
  since: string | null
  /** It publishes its settings in Active Directory. */
  published: boolean
}

/** The mode that a client took a site to be in, and acted by. */
export interface BelievedMode {
  mode: SiteMode
  /** The source; null where nobody told. */
  told: Told | null
  /** Who tells it again without anybody's help; null where nobody does. */
  toldAgainBy: Teller | null
}

/** The client's own view of a failure, apart from the server's. */
export interface ClientEvidence extends EndEvidence {
  /** Bytes that had come from the other end; 0 when it had sent nothing at all. */
  received: number
  /** The reply that could not be read as HTTP begins like a record of TLS. */
  firstBytes?: 'tls'
  /** The failure came after the first byte of the response. */
  answering?: true
  /** Only where the site is in the other mode. */
  believed?: BelievedMode
  /** A name in the server's certificate, other than the one asked for, resolves to the same address. */
  otherNameLeadsHere?: true
  /**
   * The client's clock is wrong, and the server's certificate is within its dates by everybody else's. The client itself does
   * not know that.
   */
  clock?: 'behind' | 'ahead'
  /** null where certificates play no part: plain HTTP. */
  own: OwnCertificate | null
}

/** The client's own certificate, as the client itself checks it. */
export interface OwnCertificate {
  /** null when it presented none. */
  certificate: CertificateEvidence | null
  /**
   * The fault that the client finds in its own certificate, as OpenSSL's code; or the reason why it had none to
   * present, as the client's own code (`0x87D00282`). null when it finds no fault.
   */
  fault: string | null
  /** The fault is not in the certificate itself, but in an authority's above it. */
  ofAuthority?: true
  /** The server has named one of its authorities among those that it accepts. */
  acceptable?: true
}

/** A completed handshake. */
export interface TlsEvidence {
  version: string
  cipher: string
  resumed: boolean
  /** The server asked for the client's certificate, got one, and verified the client's signature with it. */
  clientCertificate: boolean
}

/** The sources from which a client can learn where a site system is. `experiment`: the order to make the attempt. */
export const tellers = [
  'experiment',
  'installation',
  'active-directory',
  'dns',
  'wins',
  'server-locator-point',
  'management-point',
  'policy',
] as const

export type Teller = (typeof tellers)[number]

/** The source of a fact that a client knows, and when it was told. */
export interface Told {
  by: Teller
  /** Id of the attempt that brought it; null where no message did. */
  attempt: string | null
  /** ISO 8601, by the simulation's clock. */
  at: string
}

/** One client's attempt at one site system by one protocol: the unit of evidence. This is its JSON shape as well. */
export interface Attempt {
  id: string
  client: string
  clientMode: SiteMode
  /** The attempt was made against the client's rules, to see what happens on the wire. */
  forced: boolean
  /** The role that was contacted: `management-point`. Lookups name `domain-controller` or `name-server`. */
  role: string
  /** `assigned`: the site is the one the client is assigned to; `resident`: the one it is in now. */
  relation: 'assigned' | 'resident'
  /** null when the client found no site to contact. */
  site: string | null
  /** FQDN of the site system. */
  system: string | null
  protocol: Protocol | LookupProtocol
  url: string | null
  /** The source from which the client knows where this system is; null where nobody told, and no socket was opened. */
  told: Told | null
  outcome: Outcome
  /** What the client says and what the servers say, where they contradict each other; null unless `contradicted`. */
  contradiction: string | null
  /** The sentence of the rule that led to this attempt or withheld it. */
  why: string
  /** Id of that rule. */
  rule: string
  /** HTTP status, when one was received. */
  status: number | null
  /** The substatus of IIS: 7 in 403.7. */
  substatus: number | null
  /** null when this end saw nothing wrong. */
  client_end: ClientEvidence | null
  server_end: EndEvidence | null
  /** Id of a catalogue entry; null unless the attempt failed. */
  diagnosis: string | null
  tls: TlsEvidence | null
  /** Id of the attempt that this one follows up: same client and system, another port. */
  after: string | null
  /** ISO 8601, by the simulation's clock. */
  startedAt: string
  durationMs: number
}
