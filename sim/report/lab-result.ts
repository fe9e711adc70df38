import type { ClientEvidence, EndEvidence } from '../evidence/attempt.ts'

/** What provoking the failure catalogue gave; `lab --json` prints this. */
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
  protocol: 'http' | 'https' | 'pxe'
  /** null but for HTTPS. */
  tls: '1.2' | '1.3' | null
  refusal: 'handshake' | 'iis'
  outcome: string
  client_end: ClientEvidence | null
  server_end: EndEvidence | null
  /** From both ends. */
  diagnosis: string | null
  /** From the client's end alone, most likely first. */
  candidates: string[]
}
