import type { Attempt } from '../evidence/attempt.ts'
import type { StepResult } from '../evidence/results.ts'
import type { RunResult, ScenarioResult } from './run-result.ts'

/** A run in TAP version 14: a subtest for each scenario, a test point for each step. */
export function runTap({ scenarios, attempts, summary }: RunResult): string {
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const points = scenarios.map((scenario, index) => scenarioPoint(scenario, index + 1, byId))
  const end = summary.cutShort ? ['Bail out! The run was cut short.', ''] : ['']
  return ['TAP version 14', `1..${scenarios.length}`, ...points, ...end].join('\n')
}

function scenarioPoint(
  { file, name, passed, steps }: ScenarioResult,
  number: number,
  byId: ReadonlyMap<string, Attempt>,
): string {
  const inside = [
    `# Subtest: ${escapeTap(name)}`,
    `    1..${steps.length}`,
    ...steps.map((step, index) => stepPoint(step, index + 1, byId)),
  ]
  return [...inside, `${passed ? 'ok' : 'not ok'} ${number} - ${escapeTap(`${name} (${file})`)}`].join('\n')
}

function stepPoint(step: StepResult, number: number, byId: ReadonlyMap<string, Attempt>): string {
  const point = `    ${step.passed ? 'ok' : 'not ok'} ${number} - ${escapeTap(step.name)}`
  if (step.passed) return point
  const { expected, observed, problem, story } = step
  const attempts = step.attempts.map((id) => byId.get(id))
  // JSON is YAML.
  const details = { expected, observed, ...(problem !== undefined && { problem }), story, attempts }
  const block = Object.entries(details).map(([key, value]) => `      ${key}: ${JSON.stringify(value)}`)
  return [point, '      ---', ...block, '      ...'].join('\n')
}

/** A description must not read as a directive, nor end its line. */
function escapeTap(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').replaceAll(/[\\#]/g, '\\$&')
}
