import type { Hierarchy } from '../model/hierarchy.ts'
import type { FleetFile } from './fleet-file.ts'

/** A fleet that has been checked against its hierarchy. */
export interface Fleet extends Pick<FleetFile, 'days' | 'seed' | 'habits' | 'expect'> {
  file: string
  name: string
  hierarchy: Hierarchy
}

export const day = 86_400_000
