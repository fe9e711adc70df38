import type { Attempt, Outcome } from '../evidence/attempt.ts'
import type { Recording } from '../evidence/recording/recording.ts'
import { gotNothing } from './verdict.ts'

/** A run in numbers: the total, and how many passed. */
export interface Tally {
  scenarios: { all: number; passed: number }
  cells: { all: number; agree: number }
  /** Steps that did not succeed, although nothing was expected of them. */
  gotNothing: number
  attempts: number
  outcomes: Record<Outcome, number>
}

export function tallyOf({ hierarchies, tables }: Recording): Tally {
  const scenarios = hierarchies.filter(({ scenario }) => scenario !== null)
  const cells = (tables?.tables ?? []).flatMap(({ rows }) => rows.flatMap((row) => Object.values(row.cells)))
  const attempts = hierarchies.flatMap((one) => one.attempts.map(({ attempt }) => attempt))
  return {
    scenarios: {
      all: scenarios.length,
      passed: scenarios.filter(({ passed }) => passed === true).length,
    },
    cells: { all: cells.length, agree: cells.filter(({ agrees }) => agrees).length },
    gotNothing: hierarchies.flatMap(({ steps }) => steps).filter(gotNothing).length,
    attempts: attempts.length,
    outcomes: countedByOutcome(attempts),
  }
}

export function countedByOutcome(attempts: readonly Attempt[]): Record<Outcome, number> {
  const counts = { answered: 0, failed: 0, withheld: 0, contradicted: 0 }
  for (const { outcome } of attempts) counts[outcome]++
  return counts
}
