import type { Fault, RevocationListFault } from '../model/fault.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import type { ContactOptions, NewLocation, Revoked } from '../network/running-hierarchy.ts'
import type { Expectation } from './scenario-file.ts'

/** A scenario that has been checked against its hierarchy. */
export interface Scenario {
  file: string
  name: string
  cites: string | null
  hierarchy: Hierarchy
  steps: Step[]
}

export type Step = MoveStep | ContactStep | BreakStep | RepairStep | RevokeStep | AdvanceStep

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

export interface BreakStep {
  does: 'break'
  name: string
  system: string
  fault: Fault | RevocationListFault
}

export interface RepairStep {
  does: 'repair'
  name: string
  system: string
}

export interface RevokeStep {
  does: 'revoke'
  name: string
  revoked: Revoked
}

export interface AdvanceStep {
  does: 'advance'
  name: string
  milliseconds: number
}
