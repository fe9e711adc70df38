import type { Attempt } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { StepResult, Story } from '../../evidence/results.ts'
import { attemptInWords, differences } from '../in-words.ts'
import type { Colors } from './colors.ts'
import type { RunResult, ScenarioResult } from '../run-result.ts'
import { storyLineText } from './trace-text.ts'
import { besideLabel } from './wrapped.ts'

/** A run for people: every step, and under a failed one what was expected beside what was observed, and why. */
export function runPretty({ scenarios, attempts, summary }: RunResult, colors: Colors): string {
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const verdict =
    `${summary.passed} of ${summary.scenarios} scenarios passed ` +
    `(${summary.steps} steps, ${summary.attempts} attempts, ${summary.durationMs} ms)`
  return [
    ...scenarios.map((scenario) => scenarioText(scenario, byId, colors)),
    ...(summary.cutShort ? [colors.red('The run was cut short.')] : []),
    summary.failed === 0 ? colors.green(verdict) : colors.red(verdict),
    '',
  ].join('\n')
}

function scenarioText(
  { file, name, passed, steps }: ScenarioResult,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  const mark = passed ? colors.green('✓') : colors.red('✗')
  const heading = `${mark} ${colors.bold(name)} ${colors.dim(file)}`
  const told = steps.map((step, index) =>
    step.passed
      ? passedText(step, byId, colors)
      : failedText(step, file, storyUpTo(steps, index), byId, colors),
  )
  return [heading, ...told, ''].join('\n')
}

function passedText(step: StepResult, byId: ReadonlyMap<string, Attempt>, colors: Colors): string {
  const made = step.attempts.flatMap((id) => byId.get(id) ?? [])
  const { outcome } = step.observed
  const deciding = made.findLast((attempt) => isAsObserved(attempt, step.observed))
  const came = deciding ? attemptInWords(deciding) : typeof outcome === 'string' ? outcome : undefined
  return `  ${colors.green('✓')} ${step.name}${came === undefined ? '' : colors.dim(`: ${came}`)}`
}

/** Of several attempts the one that decided ended as the step did, at the same system: a step has its name, or its FQDN. */
function isAsObserved(attempt: Attempt, { outcome, protocol, system }: StepResult['observed']): boolean {
  const isThere = attempt.system === system || attempt.system?.startsWith(`${String(system)}.`) === true
  return isThere && attempt.outcome === outcome && attempt.protocol === protocol
}

/** Lines of a story that are told under a failed step; `trace` tells all of it. */
const linesTold = 8

function failedText(
  step: StepResult,
  file: string,
  story: Story,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  const left = story.length - linesTold
  const whole = step.client === null ? '' : `; sitemode trace ${file} --client ${step.client} tells them`
  return [
    `  ${colors.red('✗')} ${step.name}`,
    ...failureTable(step, colors).map((line) => `      ${line}`),
    ...whatToDo(step),
    ...(left > 0 ? [`      (${left} lines before${whole})`] : []),
    ...story.slice(-linesTold).map((line) => storyLineText('    -', line, byId, colors)),
  ].join('\n')
}

/** Expected beside observed, in columns. */
function failureTable(step: StepResult, colors: Colors): string[] {
  const rows = differences(step)
  const wide = (of: (row: (typeof rows)[number]) => string): number =>
    Math.max(...rows.map((row) => of(row).length))
  return [
    ...(step.problem === undefined ? [] : [colors.red(step.problem)]),
    ...rows.map(({ field, expected, observed }) =>
      [
        field.padEnd(wide((row) => row.field)),
        `expected ${expected.padEnd(wide((row) => row.expected))}`,
        colors.red(`observed ${observed}`),
      ].join('  '),
    ),
  ]
}

/** Of a diagnosis that nobody expected: what it is, and the next step. */
function whatToDo({ expected, observed }: StepResult): string[] {
  const { diagnosis } = observed
  const entry =
    diagnosis === expected.diagnosis || typeof diagnosis !== 'string' ? undefined : entryOf(diagnosis)
  return entry ? [besideLabel('', 6, `${entry.title}; to do: ${entry.remedy}`)] : []
}

/** What a client did and met, from the scenario's start to the end of this step. */
function storyUpTo(steps: readonly StepResult[], index: number): Story {
  const client = steps[index]?.client ?? null
  return steps
    .slice(0, index + 1)
    .filter((step) => step.client === null || step.client === client)
    .flatMap(({ story }) => story)
}
