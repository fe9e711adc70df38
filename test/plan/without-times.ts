import type { PlanResult } from '../../sim/report/plan-result.ts'

/** Without what is another each time: the clock of the hierarchy begins when it is opened. */
export function withoutTimes(result: PlanResult): unknown {
  // Signatures are a byte or two longer or shorter by chance, so that `received` changes as well.
  const changing = new Set(['at', 'startedAt', 'durationMs', 'since', 'message', 'certificate', 'received'])
  return JSON.parse(JSON.stringify(result), (key, value: unknown) => {
    // Groups have places by this name.
    return changing.has(key) && !(key === 'at' && Array.isArray(value)) ? undefined : value
  })
}
