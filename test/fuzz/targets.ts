import { binl, dhcp } from './dhcp.ts'
import { distributionPoint } from './distribution-point.ts'
import { fallbackStatusPoint } from './fallback-status-point.ts'
import type { FuzzTarget } from './fuzz-target.ts'
import { ldap } from './ldap.ts'
import { managementPointList } from './management-point-list.ts'
import { managementPoint } from './management-point.ts'
import { dns, dnsByTcp, wins } from './name-servers.ts'
import { reportingPoint } from './reporting-point.ts'
import { serverLocatorPoint } from './server-locator-point.ts'
import { smbShare } from './smb.ts'
import { softwareUpdatePoint } from './software-update-point.ts'
import { systemHealthValidatorPoint } from './soh.ts'
import { stateMigrationPoint } from './state-migration-point.ts'
import { tftp } from './tftp.ts'

/** All that `npm run fuzz` knows. */
export const fuzzTargets: readonly FuzzTarget[] = [
  managementPointList,
  managementPoint,
  distributionPoint,
  softwareUpdatePoint,
  stateMigrationPoint,
  fallbackStatusPoint,
  serverLocatorPoint,
  reportingPoint,
  systemHealthValidatorPoint,
  smbShare,
  ldap,
  dns,
  dnsByTcp,
  wins,
  dhcp,
  binl,
  tftp,
]
