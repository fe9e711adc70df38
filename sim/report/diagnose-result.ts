import type { LogDiagnosis, LoggedFailure } from '../diagnose/failure.ts'
import type { End } from '../logs/statement.ts'

/** The document of `diagnose --json`. */
export interface DiagnoseResult extends Omit<LogDiagnosis, 'failures'> {
  failures: readonly FailureResult[]
}

/** A failure of the logs, with its codes and candidates written out. */
interface FailureResult extends Omit<LoggedFailure, 'codes' | 'candidates'> {
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
