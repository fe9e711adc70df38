import { fallbackStatusPoint } from './fallback-status-point/fallback-status-point.ts'
import { managementPoint } from './management-point/management-point.ts'
import type { Role } from './web-server/role.ts'
import { reportingPoint } from './reporting-point/reporting-point.ts'
import { serverLocatorPoint } from './server-locator-point/server-locator-point.ts'
import { softwareUpdatePoint } from './software-update-point/software-update-point.ts'
import { standardDistributionPoint } from './distribution-point/standard-distribution-point.ts'
import { stateMigrationPoint } from './state-migration-point/state-migration-point.ts'

/** The roles that open a listener. */
export const roles: readonly Role[] = [
  managementPoint,
  standardDistributionPoint,
  softwareUpdatePoint,
  stateMigrationPoint,
  fallbackStatusPoint,
  serverLocatorPoint,
  reportingPoint,
]
