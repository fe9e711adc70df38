import type { Package, Site, SiteSystem } from '../../model/hierarchy.ts'
import { packageDirectoryPath, packageShare } from '../../wire/distribution-point/distribution-point.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import {
  readContentLocationRequest,
  writeContentLocationReply,
  type LocatedContent,
} from '../../wire/management-point/content-location.ts'
import type { ClientLocation } from '../../wire/management-point/client-location.ts'
import type { Locality } from '../../wire/management-point/located-sites.ts'
import { badRequest, protocolBySiteMode, type Place } from '../web-server/role.ts'
import { addressOf, areAround, currentSites, located, localityIn, netBiosNameOf } from './claimed-location.ts'

/**
 * Answers with the distribution points of the client's current site or, when none there has the package, of its
 * assigned site ("Configuration Manager and Content Location").
 */
export function locateContent(xml: string, { hierarchy, site }: Place): string | WebServerError {
  const request = readContentLocationRequest(xml)
  if (!request) return badRequest('The body is no ContentLocationRequest with package, site and location.')
  const { location } = request
  const content = hierarchy.packages.find(
    ({ id, version }) =>
      id.toLowerCase() === request.package.id.toLowerCase() && String(version) === request.package.version,
  )
  if (!content) return writeContentLocationReply([])
  const current = currentSites(hierarchy, site, location)
  const assigned = site.code === request.assignedSite.toUpperCase() ? [site] : []
  const holding = [current, assigned]
    .map((sites) => holdersIn(sites, content, location))
    .find((holders) => holders.length > 0)
  return writeContentLocationReply(
    [...(holding ?? [])]
      .sort((one, other) => order.indexOf(one.locality) - order.indexOf(other.locality))
      .map(({ site, locality, systems }) =>
        located(
          site,
          locality,
          systems.map((system) => recordOf(site, system, content)),
        ),
      ),
  )
}

const order: readonly Locality[] = ['LOCAL', 'REMOTE', 'FALLBACK']

interface Holders {
  site: Site
  locality: Locality
  systems: SiteSystem[]
}

/** Protected distribution points that protect the client's place are the only ones; others never serve it. */
function holdersIn(sites: readonly Site[], content: Package, location: ClientLocation): Holders[] {
  const holders = sites.map((site) => ({
    site,
    locality: localityIn(site, location) ?? 'FALLBACK',
    systems: site.systems.filter((system) => holds(system, content)),
  }))
  const only = (wanted: (system: SiteSystem) => boolean) =>
    holders
      .map((found) => ({ ...found, systems: found.systems.filter(wanted) }))
      .filter(({ systems }) => systems.length > 0)
  const protecting = only(({ protectedBoundaries }) => areAround(protectedBoundaries, location))
  return protecting.length > 0
    ? protecting
    : only(({ protectedBoundaries }) => protectedBoundaries.length === 0)
}

function holds({ roles, packages }: SiteSystem, { id }: Package): boolean {
  const isDistributionPoint =
    roles.includes('standard-distribution-point') || roles.includes('branch-distribution-point')
  return isDistributionPoint && packages.includes(id)
}

function recordOf(site: Site, system: SiteSystem, { id, version }: Package): LocatedContent {
  const isBranch = !system.roles.includes('standard-distribution-point')
  const protocol = protocolBySiteMode(site)
  const address = addressOf(protocol, system.fqdn, site.ports[protocol])
  return {
    // By its FQDN: a NetBIOS name may be that of several systems of a simulated hierarchy.
    smbPath: `\\\\${system.fqdn}\\${packageShare}\\${id}\\`,
    ...(!isBranch && system.httpTransfer && { url: `${address}${packageDirectoryPath(id)}` }),
    serverName: netBiosNameOf(system),
    type: isBranch ? 'BRANCH' : 'SERVER',
    version: String(version),
    ssl: !isBranch && protocol === 'https',
  }
}
