import type { Statement } from '../../sim/rules/rule.ts'
import type { Limit } from './limits.ts'

/** A statement of the documentation, in short and in our words, and what holds the simulation to it. */
export interface DocumentedStatement extends Statement {
  heldBy: HeldBy
}

type Names = readonly [string, ...string[]]

/** By file, the title of the test or of the step of a scenario in it. */
type Titles = Readonly<Record<string, string>>

export type HeldBy =
  /** Ids of rules in sim/rules. */
  | { rules: Names }
  /** Ids of failures in the catalogue. */
  | { failures: Names }
  /** Codes of findings by which a hierarchy is refused or warned of. */
  | { findings: Names }
  /** Tests of messages, codes and site systems. */
  | { tests: Titles }
  | { scenarios: Titles }
  /** It is not held, and docs/what-is-known.md says so. */
  | { limit: Limit }
