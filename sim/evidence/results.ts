import type { DiagnosisId } from './catalogue.ts'
import type { OpenId, RuleId } from '../vocabulary/ids.ts'
/** A client's actions, in sentences. */
export type Story = readonly StoryLine[]

/** One thing that a client did, found out or was told. */
export interface StoryLine {
  /** For people, in the past tense. */
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
  /** What to do about it, where the hierarchy tells more than the entry of a failure does. */
  remedy?: string
}

/** The outcome of one step of a scenario. */
export interface StepResult {
  /** Its name in the file, or what it does in words. */
  name: string
  /** The client that acted; null where something happened to the hierarchy. */
  client: string | null
  /** The line of the scenario's file where the step begins; absent where that is not known. */
  line?: number
  /** Every expectation held; true as well where nothing was expected and the step could be carried out. */
  passed: boolean
  /** The fields that the step expects; `observed` has the same fields with the observed values. */
  expected: Record<string, unknown>
  /** What came of the fields that `expected` has. */
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
  /** All that took the step. */
  count: number
  /** How many of them it ended for as expected; where nothing is expected, how many succeeded. */
  held: number
  /** How many ended with each outcome; empty for a step without outcomes, such as a move. */
  outcomes: Record<string, number>
  /** The first of the others. */
  first: {
    /** Its name. */
    client: string
    /** What came of the fields that the step expects. */
    observed: Record<string, unknown>
    /** Ids of its attempts. */
    attempts: string[]
  }[]
}

/** A table of the source text, with the observation over sockets beside each cell. */
export interface TableResult {
  /** `within-assigned-site`. */
  id: string
  /** As it stands in the source text. */
  title: string
  /** Ids of the columns, in their order: `mixed`. */
  columns: string[]
  /** Their headings, in the same order. */
  columnTitles: string[]
  /** One for each site system, in the order of the source text. */
  rows: {
    /** Id of the row: `management-point`. */
    siteSystem: string
    /** By the id of the column. */
    cells: Record<string, CellResult>
  }[]
}

/** A cell, with what was observed of it over sockets. */
export interface CellResult {
  /** The protocols that the cell names; empty where the cell says no. */
  documented: string[]
  /** The protocols by which a client that followed its rules was answered. */
  observed: string[]
  /** Observed is what is documented, and every protocol that the cell leaves out was refused as it has to be. */
  agrees: boolean
  /** Ids of the attempts, in the order in which they were made. */
  attempts: string[]
  /** The protocols that the cell leaves out, each tried by force. */
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
  /** The one that was tried. */
  protocol: string
  /** `wire`: the listener does not serve it; `client`: only the client's rule stands in the way. */
  refused_by: 'wire' | 'client'
  /** Id of the forced attempt. */
  attempt: string
  /** How it ended; `failed` is what `wire` asks, and `answered` what `client` does. */
  outcome: string
}
