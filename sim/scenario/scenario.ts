import type { Hierarchy } from '../model/hierarchy.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import type { ContactOptions, NewLocation } from '../network/running-hierarchy.ts'
import type { Expectation } from './scenario-file.ts'

/** A scenario that has been checked against its hierarchy. */
export interface Scenario {
  file: string
  name: string
  cites: string | null
  hierarchy: Hierarchy
  steps: Step[]
}

export type Step = MoveStep | ContactStep

export interface MoveStep {
  does: 'move'
  name: string
  client: string
  to: NewLocation
}

export interface ContactStep {
  does: 'contact'
  name: string
  client: string
  role: SiteSystemRole
  options: ContactOptions
  expect: Expectation
}
