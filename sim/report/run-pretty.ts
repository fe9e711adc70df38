import type { Attempt } from '../evidence/attempt.ts'
import { entryOf } from '../evidence/catalogue.ts'
import type { RunResult, ScenarioResult, StepResult } from './run-result.ts'
import { colors } from './colors.ts'

/** A run for people: every step, and under a failed one what was expected beside what was observed, and why. */
export function runPretty({ scenarios, attempts, summary }: RunResult): string {
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const verdict =
    `${summary.passed} of ${summary.scenarios} scenarios passed ` +
    `(${summary.steps} steps, ${summary.attempts} attempts, ${summary.durationMs} ms)`
  return [
    ...scenarios.map((scenario) => scenarioText(scenario, byId)),
    summary.failed === 0 ? colors.green(verdict) : colors.red(verdict),
    '',
  ].join('\n')
}

function scenarioText(
  { file, name, passed, steps }: ScenarioResult,
  byId: ReadonlyMap<string, Attempt>,
): string {
  const mark = passed ? colors.green('✓') : colors.red('✗')
  const heading = `${mark} ${colors.bold(name)} ${colors.dim(file)}`
  return [heading, ...steps.map((step) => stepText(step, byId)), ''].join('\n')
}

function stepText(step: StepResult, byId: ReadonlyMap<string, Attempt>): string {
  const deciding = byId.get(step.attempts.at(-1) ?? '')
  if (step.passed) {
    return `  ${colors.green('✓')} ${step.name}${deciding ? colors.dim(`: ${attemptInWords(deciding)}`) : ''}`
  }
  const lines = [`  ${colors.red('✗')} ${step.name}`]
  if (step.problem !== undefined) lines.push(`      ${step.problem}`)
  for (const [field, expected] of Object.entries(step.expected)) {
    const observed = step.observed[field]
    if (observed !== expected)
      lines.push(`      ${field}: expected ${inWords(expected)}, observed ${inWords(observed)}`)
  }
  if (deciding) lines.push(`      ${deciding.id} ${attemptInWords(deciding)}`, `      rule: ${deciding.why}`)
  return lines.join('\n')
}

/** `HTTPS to mp.nat.sitemode.test answered`, with the diagnosis of a failure. */
export function attemptInWords({
  protocol,
  system,
  outcome,
  diagnosis,
  client_end,
  server_end,
}: Attempt): string {
  const tried = `${protocol.toUpperCase()} to ${system ?? 'nobody'} ${outcome}`
  if (outcome !== 'failed') return tried
  const title = entryOf(diagnosis)?.title ?? 'unexplained'
  return `${tried}: ${title} (client ${client_end?.code ?? 'saw nothing'}, server ${server_end?.code ?? 'saw nothing'})`
}

function inWords(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : 'none'
}
