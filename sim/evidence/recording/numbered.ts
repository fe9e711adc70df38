import { since } from '../since.ts'
import type { Journal, RecordedLine } from './event.ts'

/** Makes lines of a recording out of events. `run`: the run's id. */
export function numbered(run: string, write: (line: RecordedLine) => void): Journal {
  const began = performance.now()
  let sequence = 0
  return (event) => {
    write({ run, sequence: sequence++, ms: since(began), ...event })
  }
}
