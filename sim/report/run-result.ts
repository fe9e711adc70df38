import type { Attempt, Outcome } from '../evidence/attempt.ts'
import type { TimeLost } from '../evidence/recording/event.ts'
import type { Recorded, RecordedHierarchy, Recording } from '../evidence/recording/recording.ts'
import type { StepResult, StoryLine } from '../evidence/results.ts'
import { gotNothing } from './verdict.ts'

/** The results of running scenarios; `run --json` prints this. */
export interface RunResult {
  /** In the order in which they were named. */
  scenarios: ScenarioResult[]
  /** The attempts of all scenarios; ids are unique within the run. */
  attempts: Attempt[]
  /** All scenarios in numbers. */
  summary: {
    /** All that were run. */
    scenarios: number
    /** Scenarios in which every expectation held. */
    passed: number
    /** Scenarios in which one did not. */
    failed: number
    /** Of all scenarios. */
    steps: number
    /** Steps that did not succeed, although nothing was expected of them. */
    gotNothing: number
    /** Of all scenarios. */
    attempts: number
    /** From the beginning of the run to its last line, by the machine's clock. */
    durationMs: number
    /** The recording ends before the run did. */
    cutShort?: true
    /** When the process stood still or the machine's clock was set; absent where neither was noticed. */
    timeLost?: TimeLostInRun[]
  }
}

/** When in a run the process stood still, or the machine's clock was set. */
export interface TimeLostInRun extends Pick<TimeLost, 'cause' | 'milliseconds'> {
  /** Milliseconds from the beginning of the run until it was noticed. */
  ms: number
  /** Index of the scenario in progress; null where none was. */
  scenario: number | null
  /** How many of that scenario's steps had begun. */
  stepsBegun: number
}

/** What came of a scenario. */
export interface ScenarioResult {
  /** As it was named; `scenario` for one that a program described. */
  file: string
  /** As the file has it. */
  name: string
  /** The sentence of the source text that the scenario exercises. */
  cites: string | null
  /** Every step did. */
  passed: boolean
  /** In their order, as far as they were run. */
  steps: StepResult[]
}

export function runResultOf({ hierarchies, timeLost, durationMs, ended }: Recording): RunResult {
  const scenarios = hierarchies.flatMap(scenarioResult)
  const runs = hierarchies.filter(({ scenario }) => scenario !== null)
  const attempts = runs.flatMap((run) => run.attempts.map(({ attempt }) => attempt))
  const passed = scenarios.filter((scenario) => scenario.passed).length
  return {
    scenarios,
    attempts,
    summary: {
      scenarios: scenarios.length,
      passed,
      failed: scenarios.length - passed,
      steps: scenarios.reduce((sum, { steps }) => sum + steps.length, 0),
      gotNothing: scenarios.flatMap(({ steps }) => steps).filter(gotNothing).length,
      attempts: attempts.length,
      durationMs: Math.round(durationMs),
      ...(!ended && { cutShort: true }),
      ...(timeLost.length > 0 && {
        timeLost: timeLost.map((lost) => inRun(lost, runs)),
      }),
    },
  }
}

function inRun(lost: Recorded<TimeLost>, runs: readonly RecordedHierarchy[]): TimeLostInRun {
  const { cause, milliseconds, ms } = lost
  const scenario = runs.findIndex(({ lines }) => lines.includes(lost))
  const lines = runs[scenario]?.lines ?? []
  const stepsBegun = lines.slice(0, lines.indexOf(lost)).filter(({ type }) => type === 'step').length
  return { cause, milliseconds, ms: Math.round(ms), scenario: scenario < 0 ? null : scenario, stepsBegun }
}

/** A scenario that was cut short has not passed. */
function scenarioResult({ scenario, passed, steps }: RecordedHierarchy): ScenarioResult[] {
  if (!scenario) return []
  const { file, name, cites } = scenario
  return [{ file, name, cites, passed: passed ?? false, steps }]
}

/** The story of one client in a scenario; `trace --json` prints this. */
export interface TraceResult {
  /** As it was named; `scenario` for one that a program described. */
  file: string
  /** The scenario's name. */
  name: string
  /** Whose story it is. */
  client: string
  /** Every expectation of the scenario held, including other clients' expectations. */
  passed: boolean
  /** What the client did and was told, in order. */
  story: TraceLine[]
  /** The client's own steps, and the steps that changed the hierarchy meanwhile. */
  steps: TracedStep[]
  /** The client's own attempts. */
  attempts: Attempt[]
  /** When the process stood still or the machine's clock was set; absent where neither was noticed. */
  timeLost?: TimeLostInTrace[]
}

/** When in a trace the process stood still, or the machine's clock was set. */
export interface TimeLostInTrace extends Pick<TimeLost, 'cause' | 'milliseconds'> {
  /** How many of `TraceResult.steps` had begun. */
  stepsBegun: number
}

/** A step without its story: `TraceResult.story` has all lines. */
export type TracedStep = Omit<StepResult, 'story'>

/** A sentence of the story. */
export interface TraceLine extends StoryLine {
  /** The attempt's outcome; null where there is no attempt. */
  outcome: Outcome | null
  /** The index in `steps`. */
  step: number
}

/** One client's part of a run; `file` and `name` are the first scenario's, as `trace` runs only one. */
export function traceOf({ scenarios, attempts, summary }: RunResult, client: string): TraceResult {
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const isTold = (step: StepResult): boolean => step.client === null || step.client === client
  const steps = scenarios.flatMap((scenario) => scenario.steps).filter(isTold)
  const story = steps.flatMap((step, index) =>
    step.story.map((line) => ({
      ...line,
      outcome: byId.get(line.attempt ?? '')?.outcome ?? null,
      step: index,
    })),
  )
  const [scenario] = scenarios
  const { timeLost } = summary
  return {
    file: scenario?.file ?? '',
    name: scenario?.name ?? '',
    client,
    passed: summary.failed === 0,
    story,
    steps: steps.map(withoutStory),
    attempts: attempts.filter((attempt) => attempt.client === client),
    ...(timeLost && {
      timeLost: timeLost.map(({ cause, milliseconds, stepsBegun }) => ({
        ...{ cause, milliseconds },
        stepsBegun: (scenario?.steps.slice(0, stepsBegun) ?? []).filter(isTold).length,
      })),
    }),
  }
}

function withoutStory(step: StepResult): TracedStep {
  const { name, client, line, passed, expected, observed, attempts, problem, reasons, clients } = step
  return {
    ...{ name, client, passed, expected, observed, attempts },
    ...(line !== undefined && { line }),
    ...(problem !== undefined && { problem }),
    ...(reasons && { reasons }),
    ...(clients && { clients }),
  }
}
