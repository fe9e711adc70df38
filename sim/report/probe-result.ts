import type { CertificateEvidence, ClientEvidence, TlsEvidence } from '../evidence/attempt.ts'

/** One attempt at an endpoint, seen from the client alone; `probe --json` prints this. */
export interface ProbeResult {
  url: string
  /** The address that was connected to; null when the name led to none. */
  address: string | null
  outcome: 'answered' | 'failed'
  steps: ProbeStep[]
  /** The server's certificates as it sent them, the leaf first; empty for plain HTTP and where it sent none. */
  chain: CertificateEvidence[]
  /** Distinguished names; empty: any will do. null: the server did not ask for a certificate. */
  acceptableAuthorities: string[] | null
  tls: Pick<TlsEvidence, 'version' | 'cipher'> | null
  status: number | null
  substatus: number | null
  client_end: ClientEvidence | null
  /** What the failure can be, most likely first. */
  candidates: { id: string; title: string; look: string; remedy: string }[]
}

export interface ProbeStep {
  /** Milliseconds from the start. */
  at: number
  /** `resolved`, `connected`, `client-hello`... */
  step: string
  /** For people. */
  text: string
}
