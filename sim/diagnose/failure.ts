import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import type { Reading } from '../evidence/explanation/reading.ts'
import type { LogKind } from '../logs/log-reader.ts'
import type { End, LogLine } from '../logs/statement.ts'
import type { RulesForFailure } from './rules-for-failure.ts'

/** What some files tell of failures, and what that amounts to. */
export interface LogDiagnosis {
  /** In the order in which they were named, as far as they could be read. */
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

/** A file that was read. */
export interface ReadFile {
  /** As it was named. */
  file: string
  /** What it turned out to be. */
  kind: LogKind
  /** How many it has. */
  lines: number
}

/** The client's clock less the server's, as the joined lines show it. */
export interface ClockDifference {
  /** Whole quarters of an hour, where a zone was not told or told wrongly. */
  zoneMinutes: number
  /** Milliseconds beyond those quarters. */
  skewMs: number
  /** The pairs of lines that bear it out. */
  pairs: number
}

/** A failure that shows in the logs, with all its repetitions. */
export interface LoggedFailure {
  /** How often it shows. */
  count: number
  /** ISO 8601; null where no line has a time. Without a `Z` where the zone is not known. */
  first: string | null
  /** Written like `first`. */
  last: string | null
  /** Of the request, where a log tells it. */
  url: string | null
  /** Names or addresses of the server, as the logs write them. */
  hosts: readonly string[]
  /** 1 to 65535; null where no log tells it. */
  port: number | null
  /** Of the request, without its query; null where no log tells it. */
  path: string | null
  /** The clients that had it, by address, name or the folder of their logs; the first of them. */
  clients: readonly string[]
  /** All of them. */
  clientCount: number
  /** Whose logs show it. */
  ends: End
  /** The web server's log covers the time, and has no line of it. */
  serverIsSilent: boolean
  /** Another line of the web server would fit as well, and says something else. */
  ambiguous: boolean
  /** The lines of the first occurrence, from each end that has any. */
  lines: readonly LogLine[]
  /** What the logs say went wrong, as they spell it. */
  codes: readonly LoggedCode[]
  /** The most likely first. */
  candidates: readonly FailureCandidate[]
  /** Both ends say the same, and only one failure shows like this: it is the first candidate. */
  certain: boolean
  /** What clients should have done there, where a hierarchy is known. */
  rules?: RulesForFailure
}

/** A code that stands in a log. */
export interface LoggedCode {
  /** The end whose log has it. */
  end: End
  /** As the log spells it. */
  written: string
  /** What it can mean. */
  readings: readonly Reading[]
}

/** A failure that it can be. */
export interface FailureCandidate {
  /** Its entry in the failure catalogue. */
  entry: CatalogueEntry
  /** What speaks for it: codes as they are written, `no line at the web server`. */
  by: readonly string[]
}
