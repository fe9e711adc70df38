import type { FuzzTarget } from './fuzz-target.ts'
import { managementPointList } from './management-point-list.ts'
import { systemHealthValidatorPoint } from './soh.ts'

/** All that `npm run fuzz` knows. */
export const fuzzTargets: readonly FuzzTarget[] = [managementPointList, systemHealthValidatorPoint]
