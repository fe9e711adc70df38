import type { Location } from '../../model/boundary.ts'
import type { Site, SiteSystem } from '../../model/hierarchy.ts'
import type { SiteSystemRole } from '../../model/site-system-role.ts'
import { distributionPointDirectory, packageDirectoryPath } from '../../wire/distribution-point/package.ts'
import {
  fallbackStatusPath,
  stateMessageReport,
} from '../../wire/fallback-status-point/state-message-report.ts'
import { mpListPath } from '../../wire/management-point/management-point-list.ts'
import { reportingPointDirectory } from '../../wire/reporting-point/report-page.ts'
import { siteQuery } from '../../wire/server-locator-point/site-lookup.ts'
import { clientProtocolVersion, getConfig } from '../../wire/software-update-point/sign-in.ts'
import { soapRequest } from '../../wire/software-update-point/operation.ts'
import { stateStorePath, stateStoreQuery } from '../../wire/state-migration-point/state-store.ts'
import type { Request } from './conversation.ts'

interface RoleTarget {
  site: Pick<Site, 'code'>
  system: Pick<SiteSystem, 'packages'>
}

interface Asker {
  name: string
  at: Location
  now: Date
}

/** The request that a site system of this role answers. A role that speaks no HTTP has none of its own. */
export function roleRequest(
  role: SiteSystemRole,
  { site, system }: RoleTarget,
  { name, at, now }: Asker,
): Request {
  switch (role) {
    case 'management-point':
      return { method: 'GET', path: mpListPath }
    case 'standard-distribution-point': {
      // A client lists the package before it transfers it.
      const [packageId] = system.packages
      const path =
        packageId === undefined ? `${distributionPointDirectory}/` : packageDirectoryPath(packageId)
      return { method: 'PROPFIND', path, headers: { Depth: '1' } }
    }
    case 'software-update-point':
      return soapRequest(getConfig, { protocolVersion: clientProtocolVersion })
    case 'state-migration-point':
      return {
        method: 'POST',
        path: stateStorePath,
        headers: { 'Content-Type': 'text/xml' },
        body: stateStoreQuery(name),
      }
    case 'fallback-status-point':
      return {
        method: 'POST',
        path: fallbackStatusPath,
        headers: { 'Content-Type': 'text/xml; charset=utf-16' },
        // Topic 1000 state 1: the client communicates with its management point ("State Messages", cc144885).
        body: stateMessageReport(name, 1000, 1, now),
      }
    case 'server-locator-point': {
      const { address, activeDirectorySite } = at.internet ? {} : at
      return { method: 'GET', path: siteQuery(address, activeDirectorySite) }
    }
    case 'reporting-point':
      return { method: 'GET', path: `${reportingPointDirectory(site.code)}/` }
    default:
      return { method: 'GET', path: '/' }
  }
}
