/** A table of the source text, with what sockets showed beside each cell. */
export interface TableResult {
  id: string
  title: string
  columns: string[]
  columnTitles: string[]
  rows: { siteSystem: string; cells: Record<string, CellResult> }[]
}

export interface CellResult {
  /** The protocols that the cell names; empty where it says no. */
  documented: string[]
  /** The protocols by which a client that followed its rules got an answer. */
  observed: string[]
  agrees: boolean
  /** Ids, in the order in which they were made. */
  attempts: string[]
  left_out: LeftOutResult[]
  /** What the same systems did with a client that kept its certificate back; where mutual TLS is asked for. */
  without_certificate: LeftOutResult[]
  sentence: string
  /** Why the cell could not be exercised on this hierarchy; it neither agrees nor disagrees then. */
  skipped?: string
}

/** A try that the cell leaves out, made by force: what stands in its way, and what happened. */
export interface LeftOutResult {
  protocol: string
  refused_by: 'wire' | 'client'
  attempt: string
  outcome: string
}
