import type { SslSettings } from '../../vocabulary/site-mode.ts'
import type { Attempt } from '../attempt.ts'
import type { ServerView } from '../server-view.ts'
import type { ForeignConnection } from '../foreign-connection.ts'
import type { ConnectionEnds, ConnectionTimes, HttpExchange, ServedRequest } from '../connection.ts'
import type { FleetResult } from '../fleet-result.ts'
import type { StepResult, TableResult } from '../results.ts'
import type { ClientShown, HierarchyShown, SiteShown } from './hierarchy-shown.ts'

/** Version of the shapes below; a reader refuses a higher one. */
export const recordingFormat = 2

/** Everything that is recorded of a run, in the order in which it happened. */
export type RecordedEvent =
  | RunBegan
  | ScenarioBegan
  | HierarchyOpened
  | StepBegan
  | AttemptEnded
  | RequestServed
  | ForeignConnectionEnded
  | RevocationListFetched
  | ClientChanged
  | SitesChanged
  | FaultChanged
  | MisbehaviourScripted
  | ClockMoved
  | CertificateRevoked
  | TimeLost
  | StepEnded
  | ScenarioEnded
  | TablesExercised
  | FleetLived
  | RunEnded

/** An event as a line of a recording. */
export type RecordedLine = RecordedEvent & {
  /** The run's id, in each line, so that recordings can be joined. */
  run: string
  /** From 0, without gaps. */
  sequence: number
  /** Milliseconds since the run began, by a clock that never goes back. */
  ms: number
}

/** Takes events one by one. */
export type Journal = (event: RecordedEvent) => void

/** The first line of a recording: what was run, when, and by which versions. */
export interface RunBegan {
  type: 'run'
  /** Version of the recording's format; docs/reference/recording.md tells what each brought. */
  format: number
  /** The command line as it was typed: `run`, `scenarios/x.yaml`. */
  command: string[]
  /** ISO 8601, by the machine's clock. */
  startedAt: string
  /** What it was run by. */
  versions: {
    /** Of this package. */
    sitemode: string
    /** As `node --version` prints it. */
    node: string
    /** Of the OpenSSL within that Node.js. */
    openssl: string
  }
}

/** A scenario begins; its hierarchy opens next. */
export interface ScenarioBegan {
  type: 'scenario'
  /** As it was named. */
  file: string
  /** As the file has it. */
  name: string
  /** The sentence of the source text that it exercises; null where it names none. */
  cites: string | null
  /** That sentence in other languages. */
  quotes: readonly Quote[]
}

/** A sentence of the source text in its own words. */
export interface Quote {
  /** Language tag: `ja`. */
  lang: string
  /** The sentence. */
  text: string
}

/** All listeners are open; later events belong to this hierarchy, until the next one is opened. */
interface HierarchyOpened {
  type: 'opened'
  /** As it stands with every listener open. */
  hierarchy: HierarchyShown
  /** ISO 8601, by the simulation's clock. */
  now: string
}

/** A step of the scenario begins. */
interface StepBegan {
  type: 'step'
  /** Its name in the file, or what it does in words. */
  name: string
  /** Who acts; null where something happens to the hierarchy. */
  client: string | null
}

/** An attempt is over, with everything that was seen of it. */
export interface AttemptEnded {
  type: 'attempt'
  /** What it came to. */
  attempt: Attempt
  /** null where no connection was made. */
  ends: ConnectionEnds | null
  /** How long each part of its connection took. */
  times: ConnectionTimes
  /** The HTTP requests over the connection; empty for other protocols. */
  exchanges: HttpExchange[]
  /** The client's settings at that time; absent where it opened no socket. */
  sslSettings?: SslSettings
  /**
   * The listener's view of the connection, besides the failure that it saw; null where no connection was made, or where
   * another program had been put in the listener's place.
   */
  server: Omit<ServerView, 'end' | 'failure' | 'awaitsScript' | 'handshake'> | null
}

/** A web server has answered a request, or given up on it. */
interface RequestServed {
  type: 'request'
  /** What the server saw of it. */
  request: ServedRequest
}

/** A connection that no simulated client made is over. Its requests have events of their own. */
export interface ForeignConnectionEnded {
  type: 'connection'
  /** What the server saw of it. */
  connection: ForeignConnection
}

/** A client or site system fetched a revocation list, to judge a certificate: a connection that no attempt lists. */
export interface RevocationListFetched {
  type: 'revocation-list'
  /** The address of the machine that fetched it. */
  by: string
  /** Where the list was asked for. */
  url: string
  /** null where no connection was made. */
  ends: ConnectionEnds | null
  /** The HTTP status; null where none was received. */
  status: number | null
  /** Why nothing was received, as Node's code; null where there was a reply. */
  code: string | null
  /** Milliseconds from the connection to the end of the reply. */
  durationMs: number
}

/** The client moved, or has another assigned site or mode. */
interface ClientChanged {
  type: 'client'
  /** As it is now. */
  client: ClientShown
}

/** The sites switched to another mode. */
interface SitesChanged {
  type: 'sites'
  /** As they are now. */
  sites: SiteShown[]
}

/** A site system was broken or repaired. */
interface FaultChanged {
  type: 'fault'
  /** Name or FQDN of a host. */
  system: string
  /** null when the system was repaired. */
  fault: string | null
}

/** Web servers begin to do what a script has them do, or are done with it. */
interface MisbehaviourScripted {
  type: 'misbehaviour'
  /** null: all of them end. */
  name: string | null
  /** Names of the systems that it is of from now on; null where it ends. */
  systems: string[] | null
}

/** The simulation's clock was moved on. */
interface ClockMoved {
  type: 'clock'
  /** ISO 8601, by the simulation's clock. */
  now: string
}

/** The authority has revoked somebody's certificates, and published a new list. */
interface CertificateRevoked {
  type: 'revoked'
  /** Name of the client or site system. */
  holder: string
}

export const timeLostCauses = ['stood-still', 'clock-ahead', 'clock-back'] as const

/** The machine's doing, and nothing about a site system: the times around it are longer, or in another order, for its sake. */
export interface TimeLost {
  type: 'time-lost'
  /** The process stood still, or the machine's clock was set ahead or back. */
  cause: (typeof timeLostCauses)[number]
  /** How long it stood still, or how far the clock was set. */
  milliseconds: number
}

/** A step of the scenario is over. */
interface StepEnded {
  type: 'step-ended'
  /** What came of it. */
  step: StepResult
}

/** The scenario is over; its hierarchy closes next. */
interface ScenarioEnded {
  type: 'scenario-ended'
  /** Every step did. */
  passed: boolean
}

/** Every cell of the tables was exercised. */
export interface TablesExercised {
  type: 'tables'
  /** The hierarchy's file. */
  hierarchy: string
  /** In the order of the source text. */
  tables: TableResult[]
}

/** The clients of a fleet have lived through their days; the attempts of a few acts stand before it. */
export interface FleetLived {
  type: 'fleet'
  /** What became of them. */
  fleet: FleetResult
}

/** The last line of a recording; without it the run was cut short. */
interface RunEnded {
  type: 'ended'
  /** Milliseconds of the whole run. */
  durationMs: number
}
