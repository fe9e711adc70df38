import type { Hierarchy } from '../model/hierarchy.ts'
import type { Expectation } from './expectation.ts'
import type { ReadStep } from './steps/step.ts'
import type { StepName } from './steps/steps.ts'

/** A scenario that has been checked against its hierarchy. */
export interface Scenario {
  file: string
  name: string
  cites: string | null
  hierarchy: Hierarchy
  steps: Step[]
}

export interface Step extends ReadStep {
  does: StepName
  /** null for a change of the hierarchy. */
  client: string | null
  /** Absent where nothing can be expected of such a step. */
  expect?: Expectation
}
