import type { Boundary } from '../../model/boundary.ts'
import type { Hierarchy, Ports, Site, SiteSystem } from '../../model/hierarchy.ts'
import { primaryCodeOf } from '../../model/primary-site.ts'

/** The data that a site publishes in Active Directory. */
export interface PublishedSite {
  code: string
  /** The site that clients within its boundaries are assigned to: its own, or a secondary site's primary. */
  assignmentSite: string
  /** The central site of the hierarchy. */
  rootSite: string
  mode: 'mixed' | 'native'
  /** "Publish this site in Active Directory Domain Services"; without it none of it is there. */
  publishes: boolean
  /** Version of Configuration Manager: `4.00.6487.2000`. */
  version: string
  boundaries: readonly Boundary[]
  ports: Ports
  httpForRoaming: boolean
  crlChecking: boolean
  /** Criteria as `CCMCERTSEL` has them; empty: none. */
  certificateSelection: { criteria: string; selectFirst: boolean }
  fallbackStatusPoint?: string
  managementPoints: readonly PublishedManagementPoint[]
  serverLocatorPoints: readonly PublishedServer[]
}

export interface PublishedServer {
  fqdn: string
  address: string
}

export interface PublishedManagementPoint extends PublishedServer {
  /** The one that clients of the site use, of however many there are. */
  isDefault: boolean
  /** Mobile devices may use it. */
  forDevices: boolean
  /** Its ports, if they are not the site's. */
  ports?: Ports
}

/**
 * The sites of a hierarchy, as they would publish themselves. `locate`: where a system listens, in the run at hand.
 * The first management point of a site is its default one.
 */
export function publishedSites(
  hierarchy: Hierarchy,
  locate: (system: SiteSystem, site: Site) => { address: string; ports: Ports },
): PublishedSite[] {
  const rootSite = hierarchy.sites.find(({ parent }) => parent === undefined)?.code ?? ''
  return hierarchy.sites.map((site) => {
    const having = (role: SiteSystem['roles'][number]): SiteSystem[] =>
      site.systems.filter(({ roles }) => roles.includes(role))
    const fallbackStatusPoint = having('fallback-status-point')[0]?.fqdn
    const { code, mode, version, boundaries, ports, httpForRoaming, crlChecking } = site
    const { criteria, selectFirst } = site.certificateSelection
    return {
      ...{ code, mode, version, boundaries, ports, httpForRoaming, crlChecking },
      certificateSelection: { criteria: criteria === 'none' ? '' : criteria, selectFirst },
      ...(fallbackStatusPoint !== undefined && { fallbackStatusPoint }),
      assignmentSite: primaryCodeOf(site),
      rootSite,
      publishes: site.publishToActiveDirectory,
      managementPoints: having('management-point').map((system, index) => ({
        fqdn: system.fqdn,
        ...locate(system, site),
        isDefault: index === 0,
        forDevices: system.managementPoint.devices && site.kind === 'primary',
      })),
      serverLocatorPoints: having('server-locator-point').map((system) => ({
        fqdn: system.fqdn,
        address: locate(system, site).address,
      })),
    }
  })
}
