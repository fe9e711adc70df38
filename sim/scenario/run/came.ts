import type { Story } from '../../evidence/results.ts'
import type { Observed } from './observed.ts'

/** What came of a step. */
export interface Came {
  observed: Observed
  story: Story
  /** Why it could not be carried out. */
  problem?: string
}

/** Something that happened of which no client has a rule or an attempt. */
export function happened(sentence: string, observed: Observed = {}): Came {
  return { observed, story: [{ sentence, rule: null, attempt: null }] }
}
