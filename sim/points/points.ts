import type { Site, SiteSystem } from '../model/hierarchy.ts'
import { siteSystemRoleNames, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import { branchDistributionPoint } from './distribution-point/branch-distribution-point.ts'
import { standardDistributionPoint } from './distribution-point/standard-distribution-point.ts'
import { fallbackStatusPoint } from './fallback-status-point/fallback-status-point.ts'
import { managementPoint } from './management-point/management-point.ts'
import type { PointContext, OpeningPort, Point } from './point.ts'
import { pxeServicePoint } from './pxe-service-point/pxe-point.ts'
import { reportingPoint } from './reporting-point/reporting-point.ts'
import { serverLocatorPoint } from './server-locator-point/server-locator-point.ts'
import { softwareUpdatePoint } from './software-update-point/software-update-point.ts'
import { stateMigrationPoint } from './state-migration-point/state-migration-point.ts'
import { systemHealthValidatorPoint } from './system-health-validator-point/health-point.ts'
import type { VirtualDirectory } from './web-server/virtual-directory.ts'

/** The service of each role. */
export const points: Readonly<Record<SiteSystemRole, Point>> = {
  'management-point': managementPoint,
  'standard-distribution-point': standardDistributionPoint,
  'branch-distribution-point': branchDistributionPoint,
  'software-update-point': softwareUpdatePoint,
  'state-migration-point': stateMigrationPoint,
  'fallback-status-point': fallbackStatusPoint,
  'server-locator-point': serverLocatorPoint,
  'pxe-service-point': pxeServicePoint,
  'system-health-validator-point': systemHealthValidatorPoint,
  'reporting-point': reportingPoint,
}

/** A virtual directory, and the role that it belongs to. */
interface DirectoryOfRole {
  role: SiteSystemRole
  directory: VirtualDirectory
}

/** The directories of a system's web server; empty if none of its roles needs one. */
export function directoriesOf(site: Site, system: SiteSystem): DirectoryOfRole[] {
  return rolesOf(system).flatMap((role) =>
    points[role].directories(site, system).map((directory) => ({ role, directory })),
  )
}

/** Opens the ports of a system that are not its web server's. */
export function openOwnPorts(context: PointContext): OpeningPort[] {
  return rolesOf(context.system).flatMap((role) => points[role].open(context))
}

/** The roles of a system in the order of the table, whatever their order in its description. */
function rolesOf({ roles }: SiteSystem): SiteSystemRole[] {
  return siteSystemRoleNames.filter((role) => roles.includes(role))
}
