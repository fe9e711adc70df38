import type { Filterable } from '../report/filter.ts'

/** The server-sent events of the live page, each with its data. */
export interface LiveEvents {
  /** The pieces of the picture's markup, sent to a page that connects. */
  picture: string[]
  /** What has changed in them, from the first to the last. */
  changes: PictureChange[]
  /** The counters in the header, as markup. */
  counters: string
  /** The latest rows of the list, the oldest first; sent to a page that connects. */
  entries: { entries: Entry[]; leftOut: number }
  entry: Entry
  /** Steps that were carried out, the oldest first; sent to a page that connects. */
  marks: Mark[]
  mark: Mark
  /** The steps so far, as YAML. */
  steps: string
}

/** A row of the list: an attempt, or a connection of another program. */
export interface Entry extends Moment {
  /** `a17` of an attempt, `c3` of a connection. */
  id: string
  isForeign: boolean
  /** ISO 8601, by the simulation's clock. */
  at: string
  /** What a filter asks for, and what the list is sorted by. */
  fields: Filterable
  /** The row, as markup. */
  row: string
  /** Where the picture has the client, if it is one of many: the group, and the site where it is; empty outside all. */
  group: { name: string; site: string } | null
}

/** So many pieces of the picture, from one on, give way to others. */
export interface PictureChange {
  /** Counted among the pieces as they were before any of the changes. */
  at: number
  removed: number
  pieces: string[]
}

/** A step on the timeline. */
export interface Mark extends Moment {
  /** ISO 8601, by the simulation's clock, as it was set then. */
  at: string
  /** What happened, in words. */
  words: string
}

/** A moment to which the picture can go back. */
interface Moment {
  /** The number of its line in the recording. */
  sequence: number
  /** Milliseconds since 1970 by the machine's clock. */
  recordedAt: number
}

/** The step of a scenario in the panel. */
export interface PanelStep {
  name: string
  /** The line of the text at which it begins. */
  line: number
  /** As the scenario has it, to be sent. */
  written: unknown
}

/** What became of a scenario's text. */
export type PanelScenario =
  | { name: string; note: string; steps: PanelStep[] }
  | { problems: { line: number | null; message: string }[] }
