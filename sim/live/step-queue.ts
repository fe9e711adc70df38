import { stringify } from 'yaml'
import type { Journal } from '../evidence/recording/event.ts'
import type { StepResult } from '../evidence/results.ts'
import type { RunningHierarchy } from '../network/running-hierarchy.ts'
import { recordStep } from '../scenario/run-scenarios.ts'
import { readSingleStep } from '../scenario/steps/step-file.ts'

/** Steps of a scenario that are written while it runs. */
export interface StepQueue {
  /** Carries a step out once those before it are done. Throws an `InputError` when it cannot be read. */
  take(written: unknown): Promise<StepResult>
  /** The steps so far, as those of a scenario file. */
  written(): string
}

export function createStepQueue(running: RunningHierarchy, journal: Journal): StepQueue {
  const taken: unknown[] = []
  let last: Promise<unknown> = Promise.resolve()
  return {
    async take(written) {
      const step = readSingleStep(written, running.hierarchy)
      const carriedOut = last.then(() => recordStep(step, running, journal))
      last = carriedOut.catch(() => undefined)
      taken.push(written)
      return carriedOut
    },
    written: () =>
      taken.length === 0
        ? ''
        : `steps:\n${stringify(taken, { indentSeq: true }).replaceAll(/^/gm, '  ').trimEnd()}\n`,
  }
}
