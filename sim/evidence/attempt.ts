/** `withheld`: the client's rules forbade the try and no socket was opened. */
export type Outcome = 'answered' | 'failed' | 'withheld'

/** How far a connection had come at one end when that end saw it fail. */
export type Stage = 'resolve' | 'connect' | 'tls' | 'http'

/** What one end of a connection saw go wrong. `code` is Node's, OpenSSL's or llhttp's, or an HTTP status with substatus. */
export interface EndEvidence {
  stage: Stage
  code: string
  message: string
}

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
  clientMode: 'mixed' | 'native'
  /** Made although the client's rules forbid it, to see what the wire does. */
  forced: boolean
  role: string
  relation: 'assigned' | 'resident'
  /** null when the client found no site to turn to. */
  site: string | null
  /** FQDN of the site system. */
  system: string | null
  protocol: 'http' | 'https' | 'smb'
  url: string | null
  outcome: Outcome
  /** The rule's sentence that led to this try or withheld it. */
  why: string
  rule: string
  /** HTTP status, when one was received. */
  status: number | null
  substatus: number | null
  /** null when this end saw nothing wrong. */
  client_end: EndEvidence | null
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
