import type { Attempt } from '../evidence/attempt.ts'
import type { StoryLine } from '../evidence/story.ts'

/** What running scenarios gave; `run --json` prints this. */
export interface RunResult {
  scenarios: ScenarioResult[]
  /** Of all scenarios; ids are unique within the run. */
  attempts: Attempt[]
  summary: {
    scenarios: number
    passed: number
    failed: number
    steps: number
    attempts: number
    durationMs: number
  }
}

export interface ScenarioResult {
  file: string
  name: string
  /** The sentence of the source text that it exercises. */
  cites: string | null
  passed: boolean
  steps: StepResult[]
}

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
