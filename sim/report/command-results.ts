import type { Attempt } from '../evidence/attempt.ts'
import type { ClientEvidence, EndEvidence, TlsEvidence } from '../evidence/end-evidence.ts'
import type { TimeLost } from '../evidence/recording/event.ts'
import type { Headers } from '../evidence/connection.ts'
import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { LookupProtocol, Protocol } from '../vocabulary/network.ts'
import type { TableResult } from '../evidence/results.ts'

/** The tables of the source text with the observation beside each cell; `matrix --json` prints this. */
export interface MatrixResult {
  /** The hierarchy's file. */
  hierarchy: string
  tables: TableResult[]
  attempts: readonly Attempt[]
  summary: {
    cells: number
    agree: number
    disagree: number
    skipped: number
    /** When the process stood still or the machine's clock was set; absent where neither was noticed. */
    timeLost?: Pick<TimeLost, 'cause' | 'milliseconds'>[]
  }
}

/** The results of provoking every failure of the catalogue; `lab --json` prints this. */
export interface LabResult {
  entries: LabEntry[]
  summary: { entries: number; runs: number; agree: number }
}

export interface LabEntry {
  id: string
  title: string
  /** Every run was diagnosed as this entry. */
  agrees: boolean
  runs: LabRun[]
}

export interface LabRun {
  protocol: Protocol | LookupProtocol
  /** null for every protocol but HTTPS. */
  tls: '1.2' | '1.3' | null
  refusal: 'handshake' | 'iis'
  outcome: string
  client_end: ClientEvidence | null
  server_end: EndEvidence | null
  /** From the evidence of both ends. */
  diagnosis: string | null
  /** From the client's evidence alone, most likely first. */
  candidates: string[]
}

/** One attempt at an endpoint, seen from the client alone; `probe --json` prints this. */
export interface ProbeResult {
  url: string
  /** The address of the connection; null when the name was not resolved. */
  address: string | null
  outcome: 'answered' | 'failed'
  steps: ProbeStep[]
  /** The server's certificates as it sent them, the leaf first; empty for plain HTTP and where it sent none. */
  chain: CertificateEvidence[]
  /** Distinguished names; empty when any authority will do, null when the server did not ask for a certificate. */
  acceptableAuthorities: string[] | null
  tls: Pick<TlsEvidence, 'version' | 'cipher'> | null
  status: number | null
  substatus: number | null
  /** Of the reply, in lower case; null where there was none. */
  headers: Headers | null
  /** Where a redirect leads, as the server wrote it; null for any other reply. Nobody went there. */
  redirect: string | null
  client_end: ClientEvidence | null
  /** What else is to be known of the server's chain, the trusted authorities and the handshake, whether or not it failed. */
  warnings: ProbeWarning[]
  /** The failures that it can be, most likely first. */
  candidates: { id: string; title: string; look: string; remedy: string }[]
  /** The server's certificate itself shows that it is the one candidate, and no other failure. */
  proven: boolean
}

export interface ProbeWarning {
  /** Stable, for programs: `incomplete-chain`. */
  code:
    | 'incomplete-chain'
    | 'issuer-of-another-key'
    | 'root-missing'
    | 'no-authority'
    | 'certificate-wanted-late'
    | 'issuer-not-named'
    | 'old-version-not-offered'
    | 'old-ciphers-not-offered'
    | 'weak-hash'
    | 'weak-key'
  /** Both are sentences. */
  message: string
  remedy: string
}

export interface ProbeStep {
  /** Milliseconds from the start. */
  at: number
  /** `resolved`, `connected`, `client-hello`... */
  step: string
  /** For people. */
  text: string
}
