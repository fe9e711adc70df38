import type { LogDiagnosis, LoggedFailure, ReadFile, ClockDifference } from '../diagnose/failure.ts'
import type { RulesForFailure } from '../diagnose/rules-for-failure.ts'
import type { LogLine, End } from '../logs/statement.ts'

/** The document of `diagnose --json`. */
export interface DiagnoseResult {
  files: readonly ReadFile[]
  failures: readonly FailureResult[]
  /** Lines that were not understood. */
  unread: number
  /** Failures that were met when no more distinct ones could be kept. */
  leftOut: number
  clocks: ClockDifference | null
}

interface FailureResult {
  count: number
  first: string | null
  last: string | null
  url: string | null
  hosts: readonly string[]
  port: number | null
  path: string | null
  clients: readonly string[]
  clientCount: number
  ends: End
  /** The web server's log covers the time, and has no line of it. */
  serverIsSilent: boolean
  /** Another line of the web server would fit as well. */
  ambiguous: boolean
  /** Both ends say the same, and only one failure shows like this: it is the first candidate. */
  certain: boolean
  lines: readonly LogLine[]
  codes: readonly {
    end: End
    written: string
    kind: string
    code: string
    name: string | null
    means: string
  }[]
  candidates: readonly {
    id: string
    by: readonly string[]
    title: string
    party: string
    look: string
    remedy: string
  }[]
  /** What clients should have done there; only with a hierarchy. */
  rules?: RulesForFailure
}

export function diagnoseResult({ failures, ...diagnosis }: LogDiagnosis): DiagnoseResult {
  return { ...diagnosis, failures: failures.map(failureResult) }
}

function failureResult({ codes, candidates, ...failure }: LoggedFailure): FailureResult {
  return {
    ...failure,
    codes: codes.flatMap(({ end, written, readings }) =>
      readings.map(({ kind, code, name, means }) => ({ end, written, kind, code, name, means })),
    ),
    candidates: candidates.map(({ entry: { id, title, party, look, remedy }, by }) => ({
      ...{ id, by, title, party, look, remedy },
    })),
  }
}
