import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import type { Reading } from '../evidence/explanation/reading.ts'
import type { LogKind } from '../logs/log-reader.ts'
import type { End, LogLine } from '../logs/statement.ts'
import type { RulesForFailure } from './rules-for-failure.ts'

/** What some files tell of failures, and what that amounts to. */
export interface LogDiagnosis {
  files: readonly ReadFile[]
  /** The most frequent first. */
  failures: readonly LoggedFailure[]
  /** Lines that were not understood. */
  unread: number
  /** Failures that were met when no more distinct ones could be kept; 0 where nothing was left out. */
  leftOut: number
  /** How the clocks of the two ends differ; null where nothing could be joined. */
  clocks: ClockDifference | null
}

export interface ReadFile {
  file: string
  kind: LogKind
  lines: number
}

/** The client's clock less the server's, as the joined lines show it. */
export interface ClockDifference {
  /** Whole quarters of an hour, where a zone was not told or told wrongly. */
  zoneMinutes: number
  skewMs: number
  /** The pairs of lines that bear it out. */
  pairs: number
}

/** A failure that shows in the logs, with all its repetitions. */
export interface LoggedFailure {
  count: number
  /** ISO 8601; null where no line has a time. Without a `Z` where the zone is not known. */
  first: string | null
  last: string | null
  url: string | null
  hosts: readonly string[]
  port: number | null
  path: string | null
  /** The clients that had it, by address, name or the folder of their logs; the first of them. */
  clients: readonly string[]
  clientCount: number
  ends: End
  /** The web server's log covers the time, and has no line of it. */
  serverIsSilent: boolean
  /** Another line of the web server would fit as well, and says something else. */
  ambiguous: boolean
  /** The lines of the first occurrence, from each end that has any. */
  lines: readonly LogLine[]
  codes: readonly LoggedCode[]
  /** The most likely first. */
  candidates: readonly FailureCandidate[]
  /** Both ends say the same, and only one failure shows like this: it is the first candidate. */
  certain: boolean
  /** What clients should have done there, where a hierarchy is known. */
  rules?: RulesForFailure
}

export interface LoggedCode {
  /** The end whose log has it. */
  end: End
  written: string
  readings: readonly Reading[]
}

export interface FailureCandidate {
  entry: CatalogueEntry
  /** What speaks for it: codes as they are written, `no line at the web server`. */
  by: readonly string[]
}
