import type { Attempt, Outcome } from '../evidence/attempt.ts'
import type { StepResult, StoryLine } from '../evidence/results.ts'
import type { RunResult } from './run-result.ts'

/** The story of one client in a scenario; `trace --json` prints this. */
export interface TraceResult {
  file: string
  /** Of the scenario. */
  name: string
  client: string
  /** Every expectation of the scenario held, those of other clients among them. */
  passed: boolean
  story: TraceLine[]
  /** What the client did, and what happened to the hierarchy meanwhile. */
  steps: TracedStep[]
  /** The client's own. */
  attempts: Attempt[]
}

/** Its story is in that of the client. */
export type TracedStep = Omit<StepResult, 'story'>

export interface TraceLine extends StoryLine {
  /** Of the attempt; null where there is none. */
  outcome: Outcome | null
  /** Its place in `steps`. */
  step: number
}

/** The part of a run that one client saw. */
export function traceOf({ scenarios, attempts, summary }: RunResult, client: string): TraceResult {
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const steps = scenarios
    .flatMap((scenario) => scenario.steps)
    .filter((step) => step.client === null || step.client === client)
  const story = steps.flatMap((step, index) =>
    step.story.map((line) => ({
      ...line,
      outcome: byId.get(line.attempt ?? '')?.outcome ?? null,
      step: index,
    })),
  )
  const [scenario] = scenarios
  return {
    file: scenario?.file ?? '',
    name: scenario?.name ?? '',
    client,
    passed: summary.failed === 0,
    story,
    steps: steps.map(withoutStory),
    attempts: attempts.filter((attempt) => attempt.client === client),
  }
}

function withoutStory(step: StepResult): TracedStep {
  const { name, client, passed, expected, observed, attempts, problem } = step
  return { name, client, passed, expected, observed, attempts, ...(problem !== undefined && { problem }) }
}
