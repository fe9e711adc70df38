import { openHierarchy, type OpenOptions } from '../network/running-hierarchy.ts'
import type { RunResult, ScenarioResult } from '../report/run-result.ts'
import { runStep } from './run/run-step.ts'
import type { Scenario } from './scenario.ts'

/** Tells how far a run has come. */
export type Progress = (done: number, scenario: ScenarioResult) => void

/** Runs scenarios one after another, each on a hierarchy of its own. */
export async function runScenarios(
  scenarios: readonly Scenario[],
  options: OpenOptions,
  progress?: Progress,
): Promise<RunResult> {
  const startedAt = performance.now()
  const result: Pick<RunResult, 'scenarios' | 'attempts'> = { scenarios: [], attempts: [] }
  for (const { file, name, cites, hierarchy, steps } of scenarios) {
    await using running = await openHierarchy(hierarchy, {
      ...options,
      firstAttempt: result.attempts.length + 1,
    })
    const scenario: ScenarioResult = { file, name, cites, passed: true, steps: [] }
    for (const step of steps) scenario.steps.push(await runStep(step, running))
    scenario.passed = scenario.steps.every((step) => step.passed)
    result.scenarios.push(scenario)
    result.attempts.push(...running.attempts)
    progress?.(result.scenarios.length, scenario)
  }
  const passed = result.scenarios.filter((scenario) => scenario.passed).length
  return {
    ...result,
    summary: {
      scenarios: result.scenarios.length,
      passed,
      failed: result.scenarios.length - passed,
      steps: result.scenarios.reduce((sum, scenario) => sum + scenario.steps.length, 0),
      attempts: result.attempts.length,
      durationMs: Math.round(performance.now() - startedAt),
    },
  }
}
