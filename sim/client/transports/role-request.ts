import type { Location, Site, SiteSystem } from '../../model/hierarchy.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
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

type FirstRequest = (target: RoleTarget, asker: Asker) => Request

/** A role that speaks no HTTP has no request of its own. */
const nothingInParticular: FirstRequest = () => ({ method: 'GET', path: '/' })

const firstRequests: Readonly<Record<SiteSystemRole, FirstRequest>> = {
  'management-point': () => ({ method: 'GET', path: mpListPath }),
  'standard-distribution-point'({ system }) {
    // A client lists the package before it transfers it.
    const [packageId] = system.packages
    const path = packageId === undefined ? `${distributionPointDirectory}/` : packageDirectoryPath(packageId)
    return { method: 'PROPFIND', path, headers: { Depth: '1' } }
  },
  'branch-distribution-point': nothingInParticular,
  'software-update-point': () => soapRequest(getConfig, { protocolVersion: clientProtocolVersion }),
  'state-migration-point': (_target, { name }) => ({
    method: 'POST',
    path: stateStorePath,
    headers: { 'Content-Type': 'text/xml' },
    body: stateStoreQuery(name),
  }),
  'fallback-status-point': (_target, { name, now }) => ({
    method: 'POST',
    path: fallbackStatusPath,
    headers: { 'Content-Type': 'text/xml; charset=utf-16' },
    // Topic 1000 state 1: the client communicates with its management point ("State Messages", cc144885).
    body: stateMessageReport(name, 1000, 1, now),
  }),
  'server-locator-point'(_target, { at }) {
    const { address, activeDirectorySite } = at.internet ? {} : at
    return { method: 'GET', path: siteQuery(address, activeDirectorySite) }
  },
  'pxe-service-point': nothingInParticular,
  'system-health-validator-point': nothingInParticular,
  'reporting-point': ({ site }) => ({ method: 'GET', path: `${reportingPointDirectory(site.code)}/` }),
}

/** The request that a site system of this role answers. */
export function roleRequest(role: SiteSystemRole, target: RoleTarget, asker: Asker): Request {
  return firstRequests[role](target, asker)
}
