import type { Attempt } from '../evidence/attempt.ts'
import type { RecordedHierarchy, Recording } from '../evidence/recording/recording.ts'
import type { StepResult } from '../evidence/results.ts'

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
    /** The recording ends before the run did. */
    cutShort?: true
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

export function runResultOf({ hierarchies, durationMs, ended }: Recording): RunResult {
  const scenarios = hierarchies.flatMap(scenarioResult)
  const ofScenarios = hierarchies.filter(({ scenario }) => scenario !== null)
  const attempts = ofScenarios.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  const passed = scenarios.filter((scenario) => scenario.passed).length
  return {
    scenarios,
    attempts,
    summary: {
      scenarios: scenarios.length,
      passed,
      failed: scenarios.length - passed,
      steps: scenarios.reduce((sum, { steps }) => sum + steps.length, 0),
      attempts: attempts.length,
      durationMs: Math.round(durationMs),
      ...(!ended && { cutShort: true }),
    },
  }
}

/** One that was cut short has not passed. */
function scenarioResult({ scenario, passed, steps }: RecordedHierarchy): ScenarioResult[] {
  if (!scenario) return []
  const { file, name, cites } = scenario
  return [{ file, name, cites, passed: passed ?? false, steps }]
}
