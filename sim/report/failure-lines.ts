import type { StepResult } from '../evidence/step-result.ts'

/** Why a step failed: why it could not be carried out, and each field that was expected otherwise than observed. */
export function failureLines({
  expected,
  observed,
  problem,
}: Pick<StepResult, 'expected' | 'observed' | 'problem'>): string[] {
  const different = Object.entries(expected)
    .filter(([field, value]) => observed[field] !== value)
    .map(([field, value]) => `${field}: expected ${inWords(value)}, observed ${inWords(observed[field])}`)
  return [...(problem === undefined ? [] : [problem]), ...different]
}

function inWords(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? `${value}` : 'none'
}
