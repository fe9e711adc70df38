import type { Attempt } from '../../evidence/attempt.ts'
import { entryOf } from '../../evidence/catalogue.ts'
import type { Reason, StepResult, Story } from '../../evidence/results.ts'
import { timeLostInWords } from '../../evidence/time-lost.ts'
import { attemptInWords, differences, inOutcomes } from '../in-words.ts'
import {
  manyInWords,
  marks,
  nothingInWords,
  outcomeInWords,
  placeOf,
  reasonInWords,
  strictInWords,
  verdictOf,
  verdictOfAll,
  whyInWords,
  type Verdict,
} from '../verdict.ts'
import type { Colors } from './colors.ts'
import type { RunResult, ScenarioResult } from '../run-result.ts'
import { storyLineText } from './trace-text.ts'
import { besideLabel } from './wrapped.ts'
import { counted } from '../../vocabulary/counted.ts'

/**
 * A run for people: every step, and under a failed one the expected values beside the observed ones, and the reason.
 * `failsStrictly`: every expectation held, and the run fails for the steps that expect nothing.
 */
export function runPretty(
  { scenarios, attempts, summary }: RunResult,
  colors: Colors,
  failsStrictly = false,
): string {
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
  const verdict =
    `${summary.passed} of ${summary.scenarios} scenarios passed ` +
    `(${summary.steps} steps, ${summary.attempts} attempts, ${summary.durationMs} ms)`
  return [
    ...scenarios.map((scenario) => scenarioText(scenario, byId, colors)),
    ...(summary.cutShort ? [colors.red('The run was cut short.')] : []),
    ...(summary.timeLost ?? []).map((lost) => colors.yellow(`Meanwhile, ${timeLostInWords(lost)}.`)),
    ...(summary.gotNothing > 0 && !failsStrictly
      ? [colors.yellow(`${nothingInWords(summary.gotNothing)}.`)]
      : []),
    summary.failed === 0 && !failsStrictly ? colors.green(verdict) : colors.red(verdict),
    ...(failsStrictly ? [colors.red(`${strictInWords(summary.gotNothing)}.`)] : []),
    '',
  ].join('\n')
}

function scenarioText(
  { file, name, passed, steps }: ScenarioResult,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  const mark = markOf(verdictOfAll(passed, steps), colors)
  const heading = `${mark} ${colors.bold(name)} ${colors.dim(file)}`
  const texts: Record<Verdict, (step: StepResult, index: number) => string> = {
    passed: (step) => passedText(step, byId, colors),
    failed: (step, index) => failedText(step, file, storyUpTo(steps, index), byId, colors),
    'got nothing': (step) => nothingText(step, file, byId, colors),
  }
  const lines = steps.map((step, index) => texts[verdictOf(step)](step, index))
  return [heading, ...lines, ''].join('\n')
}

function markOf(verdict: Verdict, colors: Colors): string {
  const color = { passed: colors.green, failed: colors.red, 'got nothing': colors.yellow }[verdict]
  return color(marks[verdict])
}

/** The heading has the file already: alone it says nothing more. */
function placeText(file: string, step: StepResult, colors: Colors): string {
  return step.line === undefined ? '' : ` ${colors.dim(placeOf(file, step))}`
}

/** The step with its place, and why nothing came of it: what decided and what to do about it, and what else stood in the way. */
function nothingText(
  step: StepResult,
  file: string,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  const { name, observed, reasons = [] } = step
  const [decided, ...others] = reasons
  const deciding = byId.get(decided?.attempt ?? '')
  const ended = outcomeInWords({ observed, ...(decided && { reasons: [decided] }) })
  const shown = deciding?.outcome === 'failed' ? attemptInWords(deciding) : `${ended}${ruleInWords(decided)}`
  const remedy = decided?.remedy ?? entryOf(decided?.diagnosis ?? null)?.remedy
  return [
    `  ${markOf('got nothing', colors)} ${name}${placeText(file, step, colors)}`,
    ...manyInWords(step).map((line) => besideLabel('', 6, line)),
    besideLabel('', 6, shown),
    ...(remedy === undefined ? [] : [besideLabel('', 6, `to do: ${remedy}`)]),
    ...others.map((reason) => besideLabel('', 6, `also: ${reasonInWords(reason)}`)),
  ].join('\n')
}

function ruleInWords(reason: Reason | undefined): string {
  return reason === undefined || reason.rule === '' ? '' : ` (${reason.rule})`
}

function passedText(step: StepResult, byId: ReadonlyMap<string, Attempt>, colors: Colors): string {
  if (step.clients) {
    const ended = [counted(step.clients.count, 'client'), ...inOutcomes(step.clients)].join(', ')
    return `  ${markOf('passed', colors)} ${step.name}${colors.dim(`: ${ended}`)}`
  }
  const made = step.attempts.flatMap((id) => byId.get(id) ?? [])
  const { outcome } = step.observed
  const deciding = made.findLast((attempt) => isAsObserved(attempt, step.observed))
  const result = deciding ? attemptInWords(deciding) : typeof outcome === 'string' ? outcome : undefined
  return `  ${markOf('passed', colors)} ${step.name}${result === undefined ? '' : colors.dim(`: ${result}`)}`
}

/** The deciding attempt ended as the step did, at the same system, which the step gives by name or FQDN. */
function isAsObserved(attempt: Attempt, { outcome, protocol, system }: StepResult['observed']): boolean {
  const isThere = attempt.system === system || attempt.system?.startsWith(`${String(system)}.`) === true
  return isThere && attempt.outcome === outcome && attempt.protocol === protocol
}

/** Lines of a story shown under a failed step; `trace` shows all of it. */
const storyLines = 8

function failedText(
  step: StepResult,
  file: string,
  story: Story,
  byId: ReadonlyMap<string, Attempt>,
  colors: Colors,
): string {
  const left = story.length - storyLines
  const whole = step.client === null ? '' : `; sitemode trace ${file} --client ${step.client} tells them`
  return [
    `  ${markOf('failed', colors)} ${step.name}${placeText(file, step, colors)}`,
    ...manyInWords(step).map((line) => besideLabel('', 6, line)),
    ...failureTable(step, colors).map((line) => `      ${line}`),
    ...whyInWords(step).map((line) => besideLabel('', 6, line)),
    ...(left > 0 ? [`      (${left} lines before${whole})`] : []),
    ...story.slice(-storyLines).map((line) => storyLineText('    -', line, byId, colors)),
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

/**
 * A client's story from the start of the scenario to the end of this step, with what happened to the hierarchy. An earlier
 * step of many clients tells the stories of others.
 */
function storyUpTo(steps: readonly StepResult[], index: number): Story {
  const step = steps[index]
  const earlier = steps
    .slice(0, index)
    .filter(({ client, clients }) => (client === null && !clients) || client === step?.client)
  return [...earlier, ...(step ? [step] : [])].flatMap(({ story }) => story)
}
