import { numbered } from '../evidence/recording/recording-text.ts'
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
  options: Omit<OpenOptions, 'journal'>,
): Promise<RunResult> {
  const recording = emptyRecording()
  const journal = numbered('', follow(recording))
  await recordScenarios(scenarios, { ...options, journal })
  journal({ type: 'ended', durationMs: recording.durationMs })
  return runResultOf(recording)
}

/** The same for who keeps the recording. Resolves to the number of attempts. */
export async function recordScenarios(
  scenarios: readonly Scenario[],
  options: JournalledOptions,
  progress?: Progress,
): Promise<number> {
  let attempts = 0
  for (const [index, scenario] of scenarios.entries()) {
    attempts += await runScenario(scenario, { ...options, firstAttempt: attempts + 1 })
    progress?.(index + 1, scenario)
  }
  return attempts
}

type JournalledOptions = OpenOptions & Required<Pick<OpenOptions, 'journal'>>

/** Resolves to the number of its attempts. */
async function runScenario(
  { file, name, cites, hierarchy, steps }: Scenario,
  options: JournalledOptions,
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
