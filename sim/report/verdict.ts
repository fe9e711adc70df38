import { entryOf } from '../evidence/catalogue.ts'
import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import type { Reason, StepResult } from '../evidence/results.ts'
import { counted } from '../vocabulary/counted.ts'

/**
 * How a step ended, for its reader. `got nothing`: its client did not succeed, and nothing was expected of it, so that the
 * scenario neither holds nor fails by it.
 */
export type Verdict = 'passed' | 'failed' | 'got nothing'

export const marks: Readonly<Record<Verdict, string>> = { passed: '✓', failed: '✗', 'got nothing': '!' }

export function verdictOf({
  passed,
  expected,
  observed,
}: Pick<StepResult, 'passed' | 'expected' | 'observed'>): Verdict {
  if (!passed) return 'failed'
  const { outcome } = observed
  const succeeded = outcome === undefined || outcome === 'answered'
  return succeeded || Object.keys(expected).length > 0 ? 'passed' : 'got nothing'
}

export function gotNothing(step: StepResult): boolean {
  return verdictOf(step) === 'got nothing'
}

/** Whether a scenario holds; one in which clients got nothing does not simply hold. */
export function verdictOfAll(passed: boolean, steps: readonly StepResult[]): Verdict {
  return !passed ? 'failed' : steps.some(gotNothing) ? 'got nothing' : 'passed'
}

/** Where a step stands: `switch.yaml:12`, or the file alone where the line is not known. */
export function placeOf(file: string, { line }: Pick<StepResult, 'line'>): string {
  return line === undefined ? file : `${file}:${line}`
}

/** How a step ended, and why: `failed: the web server requires SSL`, and after semicolons what else stood in the way. */
export function outcomeInWords({ observed, reasons = [] }: Pick<StepResult, 'observed' | 'reasons'>): string {
  const { outcome } = observed
  const how = typeof outcome === 'string' ? outcome : 'nothing'
  const why = reasons.map(({ words }) => words).join('; ')
  return why === '' ? how : `${how}: ${why}`
}

/** For how many of its clients a step did not hold, and the first of them: nothing where one client took it. */
export function manyInWords({ clients }: Pick<StepResult, 'clients'>): string[] {
  if (!clients || clients.first.length === 0) return []
  const others = clients.count - clients.held
  const names = clients.first.map(({ client }) => client)
  const more = others - names.length
  const who = [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
  return [`${others} of ${counted(clients.count, 'client')}: ${who}`]
}

/** Why a step ended in another way than was expected: by a failure, or by the rules that kept the client away. */
export interface Why {
  failure?: CatalogueEntry
  reasons: readonly Reason[]
}

export function whyOtherwise({
  expected,
  observed,
  reasons = [],
}: Pick<StepResult, 'expected' | 'observed' | 'reasons'>): Why {
  const { diagnosis, outcome } = observed
  if (typeof diagnosis === 'string') {
    const failure = diagnosis === expected.diagnosis ? undefined : entryOf(diagnosis)
    return { ...(failure && { failure }), reasons: [] }
  }
  return { reasons: outcome === (expected.outcome ?? 'answered') ? [] : reasons }
}

/** The same in words, with the next thing to do. */
export function whyInWords(step: Pick<StepResult, 'expected' | 'observed' | 'reasons'>): string[] {
  const { failure, reasons } = whyOtherwise(step)
  return [
    ...(failure ? [`${failure.title}; to do: ${failure.remedy}`] : []),
    ...reasons.flatMap((reason, place) => [
      `${place === 0 ? '' : 'also: '}${reasonInWords(reason)}`,
      ...(reason.remedy === undefined ? [] : [`to do: ${reason.remedy}`]),
    ]),
  ]
}

/** What kept the client away, and the rule by which it did. */
export function reasonInWords({ words, rule }: Reason): string {
  return `${words} (${rule})`
}

/** `2 steps of which nothing was expected did not succeed`. */
export function nothingInWords(count: number): string {
  return `${count} ${count === 1 ? 'step' : 'steps'} of which nothing was expected did not succeed`
}

/** Why a run in which every expectation held fails all the same. */
export function strictInWords(count: number): string {
  return `--strict fails this run: ${nothingInWords(count)}`
}
