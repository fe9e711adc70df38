import type { DiagnosisId } from './catalogue.ts'
import type { OpenId, RuleId } from '../vocabulary/ids.ts'
/** A client's actions, in sentences. */
export type Story = readonly StoryLine[]

export interface StoryLine {
  sentence: string
  /** Id of the rule that the client followed; null where no rule was needed. */
  rule: OpenId<RuleId> | null
  /** Id of the attempt that shows it; null where no socket was opened. */
  attempt: string | null
}

/** Why something that a client set out to do did not succeed: a failure, or a rule. */
export interface Reason {
  /** The failure's title or the rule's sentence; written to follow a colon. */
  words: string
  /** Id of an entry of the failure catalogue; null where no attempt failed. */
  diagnosis: OpenId<DiagnosisId> | null
  /** Id of the rule that decided, or that led to the attempt or withheld it. */
  rule: OpenId<RuleId>
  /** Id of the attempt that shows it; null where a rule decided without one. */
  attempt: string | null
}

/** The outcome of one step of a scenario. */
export interface StepResult {
  name: string
  /** The client that acted; null where something happened to the hierarchy. */
  client: string | null
  /** The line of the scenario's file where the step begins; absent where that is not known. */
  line?: number
  passed: boolean
  /** The fields that the step expects; `observed` has the same fields with the observed values. */
  expected: Record<string, unknown>
  observed: Record<string, unknown>
  /** Ids of the attempts, in the order in which they were made. */
  attempts: string[]
  /** The actions and their results, in sentences. */
  story: StoryLine[]
  /** Why the step could not be carried out at all. */
  problem?: string
  /** Why the client did not succeed, what decided it first; absent where it did. */
  reasons?: Reason[]
  /** Where many clients took the step: how many, and how it ended for them. */
  clients?: ManyClients
}

/** How a step of many clients ended. */
export interface ManyClients {
  count: number
  /** How many of them it ended for as expected; where nothing is expected, how many succeeded. */
  held: number
  /** How many ended with each outcome; empty for a step without outcomes, such as a move. */
  outcomes: Record<string, number>
  /** The first of the others. */
  first: { client: string; observed: Record<string, unknown>; attempts: string[] }[]
}

/** A table of the source text, with the observation over sockets beside each cell. */
export interface TableResult {
  id: string
  title: string
  columns: string[]
  columnTitles: string[]
  rows: { siteSystem: string; cells: Record<string, CellResult> }[]
}

export interface CellResult {
  /** The protocols that the cell names; empty where the cell says no. */
  documented: string[]
  /** The protocols by which a client that followed its rules was answered. */
  observed: string[]
  agrees: boolean
  /** Ids of the attempts, in the order in which they were made. */
  attempts: string[]
  left_out: LeftOutResult[]
  /** The same systems tried by a client without its certificate, where mutual TLS is required. */
  without_certificate: LeftOutResult[]
  /** The source text's sentence behind the cell. */
  sentence: string
  /** Connections that listeners accepted from the cell's clients and that no attempt accounts for. */
  strays?: string[]
  /** Why the cell could not be exercised on this hierarchy; such a cell neither agrees nor disagrees. */
  skipped?: string
}

/** A forced attempt by a protocol that the cell leaves out: which side refused it, and the outcome. */
export interface LeftOutResult {
  protocol: string
  refused_by: 'wire' | 'client'
  attempt: string
  outcome: string
}
