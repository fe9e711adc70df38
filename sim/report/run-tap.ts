import type { Attempt } from '../evidence/attempt.ts'
import type { StepResult } from '../evidence/results.ts'
import { printable, printableJson } from '../printable.ts'
import type { RunResult, ScenarioResult } from './run-result.ts'
import { outcomeInWords, verdictOf } from './verdict.ts'

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
    ...steps.map((step, index) => stepPoint(step, index + 1, file, byId)),
  ]
  return [...inside, `${passed ? 'ok' : 'not ok'} ${number} - ${escapeTap(`${name} (${file})`)}`].join('\n')
}

/** A step of which nothing was expected, and which did not succeed, is one to do: not ok, and no failure either. */
function stepPoint(
  step: StepResult,
  number: number,
  file: string,
  byId: ReadonlyMap<string, Attempt>,
): string {
  const verdict = verdictOf(step)
  const point = `${verdict === 'passed' ? 'ok' : 'not ok'} ${number} - ${escapeTap(step.name)}`
  if (verdict === 'passed') return `    ${point}`
  if (verdict === 'got nothing')
    return `    ${point} # TODO nothing was expected: ${escapeTap(outcomeInWords(step))}`
  const { expected, observed, problem, story, line } = step
  const attempts = step.attempts.map((id) => byId.get(id))
  const at = { file, ...(line !== undefined && { line }) }
  // JSON is YAML.
  const details = { at, expected, observed, ...(problem !== undefined && { problem }), story, attempts }
  const block = Object.entries(details).map(([key, value]) => `      ${key}: ${printableJson(value)}`)
  return [`    ${point}`, '      ---', ...block, '      ...'].join('\n')
}

/** A description must not read as a directive, nor end its line. */
function escapeTap(text: string): string {
  return printable(text).replaceAll(/[\\#]/g, '\\$&')
}
