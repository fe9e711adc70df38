import type { StepResult } from '../evidence/results.ts'

/** Why a step failed: why it could not be carried out, and each field that was expected otherwise than observed. */
export function failureLines(step: Pick<StepResult, 'expected' | 'observed' | 'problem'>): string[] {
  const { problem } = step
  const different = differences(step).map(
    ({ field, expected, observed }) => `${field}: expected ${expected}, observed ${observed}`,
  )
  return [...(problem === undefined ? [] : [problem]), ...different]
}

/** Each field that was expected otherwise than observed, in words. */
export function differences({
  expected,
  observed,
}: Pick<StepResult, 'expected' | 'observed'>): { field: string; expected: string; observed: string }[] {
  return Object.entries(expected)
    .filter(([field, value]) => observed[field] !== value)
    .map(([field, value]) => ({ field, expected: inWords(value), observed: inWords(observed[field]) }))
}

function inWords(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : 'none'
}
