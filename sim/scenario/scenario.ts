import type { Fault, RevocationListFault } from '../model/fault.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import type { SiteMode } from '../model/site-mode.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import type { ContactOptions, NewLocation, Revoked } from '../network/running-hierarchy.ts'
import type { Expectation } from './expectation.ts'

/** A scenario that has been checked against its hierarchy. */
export interface Scenario {
  file: string
  name: string
  cites: string | null
  hierarchy: Hierarchy
  steps: Step[]
}

export type Step =
  MoveStep | ContactStep | ActionStep | SetModeStep | BreakStep | RepairStep | RevokeStep | AdvanceStep

/** What a client does in as many attempts as it takes. */
export type ActionStep = AssignStep | GetContentStep | SendStateStep | StoreStateStep | PlainActionStep

interface NamedStep {
  name: string
}

interface ClientStep extends NamedStep {
  client: string
}

export interface MoveStep extends ClientStep {
  does: 'move'
  to: NewLocation
}

export interface ContactStep extends ClientStep {
  does: 'contact'
  role: SiteSystemRole
  options: ContactOptions
  expect: Expectation
}

export interface AssignStep extends ClientStep {
  does: 'assign'
  /** A site code, or `auto`. */
  site: string
  expect: Expectation
}

export interface GetContentStep extends ClientStep {
  does: 'getContent'
  packageId: string
  expect: Expectation
}

export interface SendStateStep extends ClientStep {
  does: 'sendState'
  /** One of the client's choice where undefined. */
  state: { topic: number; id: number } | undefined
  expect: Expectation
}

export interface StoreStateStep extends ClientStep {
  does: 'storeState'
  /** As many as the client chooses where undefined. */
  bytes: number | undefined
  expect: Expectation
}

/** Of which nothing more is to be said. */
export interface PlainActionStep extends ClientStep {
  does: 'start' | 'requestPolicy' | 'scanForUpdates' | 'restoreState'
  expect: Expectation
}

export interface SetModeStep extends NamedStep {
  does: 'setMode'
  site: string
  mode: SiteMode
  /** Of the outcome alone. */
  expect: Expectation
}

export interface BreakStep extends NamedStep {
  does: 'break'
  system: string
  fault: Fault | RevocationListFault
}

export interface RepairStep extends NamedStep {
  does: 'repair'
  system: string
}

export interface RevokeStep extends NamedStep {
  does: 'revoke'
  revoked: Revoked
}

export interface AdvanceStep extends NamedStep {
  does: 'advance'
  milliseconds: number
}
