import { fallbackStatusPoint } from './fallback-status-point.ts'
import { managementPoint } from './management-point.ts'
import type { Role } from './role.ts'
import { serverLocatorPoint } from './server-locator-point.ts'
import { softwareUpdatePoint } from './software-update-point.ts'
import { standardDistributionPoint } from './standard-distribution-point.ts'
import { stateMigrationPoint } from './state-migration-point.ts'

/** The roles that open a listener. */
export const roles: readonly Role[] = [
  managementPoint,
  standardDistributionPoint,
  softwareUpdatePoint,
  stateMigrationPoint,
  fallbackStatusPoint,
  serverLocatorPoint,
]
