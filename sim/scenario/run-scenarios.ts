import type { RecordedEvent } from '../evidence/recording/event.ts'
import { numbered } from '../evidence/recording/numbered.ts'
import { emptyRecording, follow } from '../evidence/recording/recording.ts'
import { openHierarchy, type OpenOptions } from '../network/running-hierarchy.ts'
import { runResultOf, type RunResult } from '../report/run-result.ts'
import { recordStep } from './run/record-step.ts'
import type { Scenario } from './scenario.ts'

/** Tells how far a run has come. */
export type Progress = (done: number, scenario: Pick<Scenario, 'name'>) => void

/** Runs scenarios one after another, each on a hierarchy of its own. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: OpenOptions,
  progress?: Progress,
): Promise<RunResult> {
  const recording = emptyRecording()
  const record = numbered('', follow(recording))
  const journal = (event: RecordedEvent): void => {
    record(event)
    options.journal?.(event)
  }
  let attempts = 0
  for (const [index, scenario] of scenarios.entries()) {
    attempts += await runScenario(scenario, { ...options, journal, firstAttempt: attempts + 1 })
    progress?.(index + 1, scenario)
  }
  record({ type: 'ended', durationMs: recording.durationMs })
  return runResultOf(recording)
}

/** Resolves to the number of its attempts. */
async function runScenario(
  { file, name, cites, hierarchy, steps }: Scenario,
  options: OpenOptions & Required<Pick<OpenOptions, 'journal'>>,
): Promise<number> {
  const { journal } = options
  journal({ type: 'scenario', file, name, cites })
  await using running = await openHierarchy(hierarchy, options)
  let passed = true
  for (const step of steps) {
    const result = await recordStep(step, running, journal)
    passed &&= result.passed
  }
  journal({ type: 'scenario-ended', passed })
  return running.attempts.length
}
