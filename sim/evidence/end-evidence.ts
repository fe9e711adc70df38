import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { Stage } from '../vocabulary/network.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'

/** One end's view of a failure. `code` is Node's, OpenSSL's or llhttp's, or an HTTP status with its substatus. */
export interface EndEvidence {
  /** How far it had come: `resolve`, `connect`, `tls`, `http` and so on. */
  stage: Stage
  /** `ECONNRESET`, `ERR_SSL_WRONG_VERSION_NUMBER`, `HPE_INVALID_METHOD`, `403.7`. */
  code: string
  /** For people; its wording is that of the library that failed, and changes with its version. */
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

/**
 * What an error of Node or of OpenSSL says, without the end of line that OpenSSL's messages have. `otherwise`: the code of one
 * that has none.
 */
export function codeAndMessage(error: unknown, otherwise: string): Pick<EndEvidence, 'code' | 'message'> {
  const { code = otherwise, message } = error as Error & { code?: string }
  return { code, message: message.trimEnd() }
}

/** A site's own word on its mode. */
export interface SiteModeSeen {
  /** Its mode now. */
  mode: SiteMode
  /** When it switched: ISO 8601, by the simulation's clock; null where it has been so from the beginning. */
  since: string | null
  /** It publishes its settings in Active Directory. */
  published: boolean
}

/** The mode that a client took a site to be in, and acted by. */
export interface BelievedMode {
  /** The mode that it acted by. */
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
  /** `TLSv1.2` or `TLSv1.3`. */
  version: string
  /** Name of the cipher suite, as OpenSSL spells it. */
  cipher: string
  /** An earlier session was taken up again, without certificates. */
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

/** Where a client can learn of sites and site systems. */
export type Teller = (typeof tellers)[number]

/** The source of a fact that a client knows, and when it was told. */
export interface Told {
  /** Who told it. */
  by: Teller
  /** Id of the attempt that brought it; null where no message did. */
  attempt: string | null
  /** ISO 8601, by the simulation's clock. */
  at: string
}
