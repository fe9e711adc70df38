import type { FailureId } from '../../evidence/catalogue.ts'
import type { Fleet } from '../../fleet/fleet-file.ts'
import type { Act } from '../../jobs/serve-units.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { Switch } from '../../plan/switches.ts'
import type { LabOptions } from '../../scenario/lab/run-lab.ts'
import type { HierarchySettings } from '../hierarchies.ts'

/** A work that several processes divide among themselves, as each of them is told of it. */
export type JobWork = RunWork | PlanWork | FleetWork | LabWork

/** Scenarios, which each process reads by itself: steps are functions. Their units are their places, the tables' the last. */
export interface RunWork {
  kind: 'run'
  /** Names of files, or what a program described. */
  described: readonly unknown[]
  settings: HierarchySettings
  withTables: boolean
}

interface PlanWork {
  kind: 'plan'
  hierarchy: Hierarchy
  switches: readonly Switch[]
  sample: number | undefined
}

interface FleetWork {
  kind: 'fleet'
  fleet: Fleet
  evidence: number
}

/** Its units are entries of the failure catalogue. */
interface LabWork {
  kind: 'lab'
  limits: LabOptions
}

export type LabUnit = FailureId

/** Options of opened hierarchies that another process can be told of. */
export interface SentOptions extends Pick<
  OpenOptions,
  'cache' | 'pki' | 'timeout' | 'addresses' | 'ports' | 'unusual'
> {
  /** Somebody wants the secrets of TLS. */
  hasKeyLog: boolean
  /** Somebody wants to know what happens. */
  hasJournal: boolean
}

/** What a process is told first. */
export interface SentWork {
  work: JobWork
  opened: SentOptions
}

/** Does a unit, with options by which the other process is told what people are to know. */
export type ActOpened<Unit, Result> = (
  opened: OpenOptions,
  ...asked: Parameters<Act<Unit, Result>>
) => Promise<Result>
