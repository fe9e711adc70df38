import type { DiagnosisId, FailureId } from '../evidence/catalogue.ts'
import type { OpenId } from '../vocabulary/ids.ts'
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
  /** In the order of the source text. */
  tables: TableResult[]
  /** All that the cells name. */
  attempts: readonly Attempt[]
  /** All cells in numbers. */
  summary: {
    /** All of the tables, skipped ones included. */
    cells: number
    /** Observed as documented. */
    agree: number
    /** Observed otherwise than documented. */
    disagree: number
    /** Not exercised, since this hierarchy lacks what they need. */
    skipped: number
    /** When the process stood still or the machine's clock was set; absent where neither was noticed. */
    timeLost?: Pick<TimeLost, 'cause' | 'milliseconds'>[]
  }
}

/** The results of provoking every failure of the catalogue; `lab --json` prints this. */
export interface LabResult {
  /** In the order of the catalogue. */
  entries: LabEntry[]
  /** The whole lab in numbers. */
  summary: {
    /** Failures that were provoked. */
    entries: number
    /** Attempts that provoked them. */
    runs: number
    /** Failures that were diagnosed as themselves in every run. */
    agree: number
  }
}

/** A failure of the catalogue, provoked in every way in which it exists. */
export interface LabEntry {
  /** In the failure catalogue. */
  id: FailureId
  /** The failure in an administrator's words. */
  title: string
  /** Every run was diagnosed as this entry. */
  agrees: boolean
  /** One for each protocol, version of TLS and style of refusal. */
  runs: LabRun[]
}

/** One attempt that provoked a failure. */
export interface LabRun {
  /** By which the attempt was made. */
  protocol: Protocol | LookupProtocol
  /** null for every protocol but HTTPS. */
  tls: '1.2' | '1.3' | null
  /** How the site system refused clients. */
  refusal: 'handshake' | 'iis'
  /** `failed`, `answered`. */
  outcome: string
  /** What the client saw; null when it saw nothing wrong. */
  client_end: ClientEvidence | null
  /** What the server saw; null when it saw nothing wrong. */
  server_end: EndEvidence | null
  /** From the evidence of both ends. */
  diagnosis: OpenId<DiagnosisId> | null
  /** From the client's evidence alone, most likely first. */
  candidates: FailureId[]
}

/** One attempt at an endpoint, seen from the client alone; `probe --json` prints this. */
export interface ProbeResult {
  /** As it was asked, normalised. */
  url: string
  /** The address of the connection; null when the name was not resolved. */
  address: string | null
  /** `failed` where it broke off, or the status is a refusal. */
  outcome: 'answered' | 'failed'
  /** What happened, in order. */
  steps: ProbeStep[]
  /** The server's certificates as it sent them, the leaf first; empty for plain HTTP and where it sent none. */
  chain: CertificateEvidence[]
  /** Distinguished names; empty when any authority will do, null when the server did not ask for a certificate. */
  acceptableAuthorities: string[] | null
  /** The completed handshake; null where there was none. */
  tls: Pick<TlsEvidence, 'version' | 'cipher'> | null
  /** Of the reply; null where there was none. */
  status: number | null
  /** Of IIS, where the page tells it; null otherwise. */
  substatus: number | null
  /** Of the reply, in lower case; null where there was none. */
  headers: Headers | null
  /** Where a redirect leads, as the server wrote it; null for any other reply. Nobody went there. */
  redirect: string | null
  /** What went wrong; null where it was answered. */
  client_end: ClientEvidence | null
  /** What else is to be known of the server's chain, the trusted authorities and the handshake, whether or not it failed. */
  warnings: ProbeWarning[]
  /** The failures that it can be, most likely first. */
  candidates: {
    /** In the failure catalogue. */
    id: string
    /** The failure in an administrator's words. */
    title: string
    /** How to tell it from the others. */
    look: string
    /** What to do about it. */
    remedy: string
  }[]
  /** The server's certificate itself shows that it is the one candidate, and no other failure. */
  proven: boolean
}

/** Something that is to be known of an endpoint besides the outcome. */
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
  /** What to do about it. */
  remedy: string
}

/** Something that happened in the course of a probe. */
export interface ProbeStep {
  /** Milliseconds from the start. */
  at: number
  /** `resolved`, `connected`, `client-hello`... */
  step: string
  /** For people. */
  text: string
}
