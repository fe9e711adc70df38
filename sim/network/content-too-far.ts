import type { Client, Hierarchy, Package, Site, SiteSystem } from '../model/hierarchy.ts'
import { assignedSiteOf, hasHttpForRoaming, primaryCodeOf } from '../model/sites.ts'
import { mayRun } from '../rules/content-location.ts'
import { mayContact } from '../rules/may-contact.ts'
import { holding, type Location } from '../vocabulary/location.ts'
import { siteSystemRoles } from '../vocabulary/site-system-role.ts'
import { howItServes } from './experiment.ts'

/**
 * Whether a client at this place is told of the package, as far as the hierarchy's file tells, but only of distribution
 * points from which its advertisement does not let it be downloaded.
 */
export function isTooFarAway(
  hierarchy: Hierarchy,
  client: Client,
  at: Location,
  { id, advertisement }: Package,
): boolean {
  const assigned = assignedSiteOf(hierarchy, client)
  if (!assigned || mayRun('FALLBACK', advertisement.whenSlow)) return false
  const around = holding(at)
  const gives = (site: Site) => site.systems.some((system) => mayGive(site, system))
  const mayGive = (site: Site, system: SiteSystem) =>
    system.packages.includes(id) &&
    system.roles.some((role) => {
      if (!siteSystemRoles[role].holdsPackages) return false
      const { kind } = client
      const { mode } = assigned
      const httpForRoaming = hasHttpForRoaming(client, assigned)
      const decided = mayContact({
        client: { kind, mode, httpForRoaming, onInternet: at.internet },
        ...{ role, siteMode: site.mode, siteKind: site.kind },
        ofAssignedSite: primaryCodeOf(site) === assigned.code,
        ...{
          ssl: system.ssl,
          httpTransfer: system.httpTransfer,
          clientConnections: system.clientConnections,
        },
        ...howItServes(system, at),
      })
      return decided.allowed
    })
  const nearby = hierarchy.sites.filter(({ boundaries }) =>
    boundaries.some((boundary) => boundary.connection === 'fast' && around(boundary)),
  )
  return gives(assigned) && !nearby.some(gives)
}
