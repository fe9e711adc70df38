import type { StoryLine } from './story.ts'

/** What came of one step of a scenario. */
export interface StepResult {
  name: string
  /** Who did it; null where something happened to the hierarchy. */
  client: string | null
  passed: boolean
  /** What the step expects, and the same fields as they were observed. */
  expected: Record<string, unknown>
  observed: Record<string, unknown>
  /** Ids, in the order in which they were made. */
  attempts: string[]
  /** What happened, in sentences. */
  story: StoryLine[]
  /** Why the step could not be carried out at all. */
  problem?: string
}
