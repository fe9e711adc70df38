import type { Attempt } from '../attempt.ts'
import type { ConnectionEnds } from '../connection.ts'
import type { StepResult } from '../step-result.ts'
import type { TableResult } from '../table-result.ts'
import type { ClientShown, HierarchyShown, SiteShown } from './hierarchy-shown.ts'
import type { ConnectionTimes, HttpExchange, ServedRequest } from './http-exchange.ts'

/** Of the shapes below; a reader refuses a higher one. */
export const recordingFormat = 1

/** Whatever a run has to tell, in the order in which it happened. */
export type RecordedEvent =
  | RunBegan
  | ScenarioBegan
  | HierarchyOpened
  | StepBegan
  | AttemptEnded
  | RequestServed
  | ClientChanged
  | SitesChanged
  | FaultChanged
  | ClockMoved
  | CertificateRevoked
  | StepEnded
  | ScenarioEnded
  | TablesExercised
  | RunEnded

/** An event as a line of a recording has it. */
export type RecordedLine = RecordedEvent & {
  /** The run's id, in each line: recordings can be joined. */
  run: string
  /** From 0, without gaps. */
  sequence: number
  /** Milliseconds since the run began, by a clock that never goes back. */
  ms: number
}

/** Where events go, one by one. */
export type Journal = (event: RecordedEvent) => void

export interface RunBegan {
  type: 'run'
  format: number
  /** As it was typed: `run`, `scenarios/x.yaml`. */
  command: string[]
  /** ISO 8601, by the machine's clock. */
  startedAt: string
  versions: { sitemode: string; node: string; openssl: string }
}

export interface ScenarioBegan {
  type: 'scenario'
  file: string
  name: string
  cites: string | null
}

/** All listeners are open; what follows happens on this hierarchy, until the next is opened. */
export interface HierarchyOpened {
  type: 'opened'
  hierarchy: HierarchyShown
  /** ISO 8601, by the simulation's clock. */
  now: string
}

export interface StepBegan {
  type: 'step'
  name: string
  client: string | null
}

export interface AttemptEnded {
  type: 'attempt'
  attempt: Attempt
  /** null where no connection came about. */
  ends: ConnectionEnds | null
  times: ConnectionTimes
  /** What was said by HTTP over the connection; empty for other protocols. */
  exchanges: HttpExchange[]
}

export interface RequestServed {
  type: 'request'
  request: ServedRequest
}

/** It moved, or has another assigned site or mode. */
export interface ClientChanged {
  type: 'client'
  client: ClientShown
}

/** They went into another mode. */
export interface SitesChanged {
  type: 'sites'
  sites: SiteShown[]
}

export interface FaultChanged {
  type: 'fault'
  /** Name or FQDN of a host. */
  system: string
  /** null: it was repaired. */
  fault: string | null
}

export interface ClockMoved {
  type: 'clock'
  /** ISO 8601, by the simulation's clock. */
  now: string
}

export interface CertificateRevoked {
  type: 'revoked'
  /** Name of the client or site system. */
  holder: string
}

export interface StepEnded {
  type: 'step-ended'
  step: StepResult
}

export interface ScenarioEnded {
  type: 'scenario-ended'
  passed: boolean
}

export interface TablesExercised {
  type: 'tables'
  /** The hierarchy's file. */
  hierarchy: string
  tables: TableResult[]
}

export interface RunEnded {
  type: 'ended'
  durationMs: number
}
