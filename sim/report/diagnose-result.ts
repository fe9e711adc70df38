import type { LogDiagnosis, LoggedFailure } from '../diagnose/failure.ts'
import type { End } from '../logs/statement.ts'

/** The document of `diagnose --json`. */
export interface DiagnoseResult extends Omit<LogDiagnosis, 'failures'> {
  /** The most frequent first. */
  failures: readonly FailureResult[]
}

/** A failure of the logs, with its codes and candidates written out. */
interface FailureResult extends Omit<LoggedFailure, 'codes' | 'candidates'> {
  /** What the logs say went wrong, one entry for each meaning. */
  codes: readonly {
    /** The end whose log has it. */
    end: End
    /** As the log spells it. */
    written: string
    /** The owner of the code: `WinHTTP error`. */
    kind: string
    /** In the spelling of its owner. */
    code: string
    /** The constant's name; null where it has none. */
    name: string | null
    /** One sentence. */
    means: string
  }[]
  /** The failures that it can be, the most likely first. */
  candidates: readonly {
    /** In the failure catalogue. */
    id: string
    /** What speaks for it: codes as they are written, `no line at the web server`. */
    by: readonly string[]
    /** The failure in an administrator's words. */
    title: string
    /** Who has to act. */
    party: string
    /** How to tell it from the others. */
    look: string
    /** What to do about it. */
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
