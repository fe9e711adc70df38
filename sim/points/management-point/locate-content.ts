import type { Package, Site, SiteSystem } from '../../model/hierarchy.ts'
import { packageDirectoryPath, packageShare } from '../../wire/distribution-point/package.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import {
  parseContentLocationRequest,
  serializeContentLocationReply,
  type ContentLocationRequest,
  type LocatedContent,
} from '../../wire/management-point/content-location.ts'
import type { Locality } from '../../wire/management-point/locations.ts'
import { badRequest, protocolBySiteMode, type RequestContext } from '../web-server/role.ts'
import { addressOf, areAround, currentSites, located, localityIn, netBiosNameOf } from './claimed-location.ts'

/**
 * Answers with the distribution points of the client's current site or, when none there has the package, of its
 * assigned site ("Configuration Manager and Content Location").
 */
export function locateContent(xml: string, { hierarchy, site }: RequestContext): string | WebServerError {
  const request = parseContentLocationRequest(xml)
  if (!request) return badRequest('The body is no ContentLocationRequest with package, site and location.')
  const { location } = request
  const content = hierarchy.packages.find(
    ({ id, version }) =>
      id.toLowerCase() === request.package.id.toLowerCase() && String(version) === request.package.version,
  )
  if (!content) return serializeContentLocationReply([])
  const current = currentSites(hierarchy, site, location)
  const assigned = site.code === request.assignedSite.toUpperCase() ? [site] : []
  const holding = [current, assigned]
    .map((sites) => holdersIn(sites, content, request))
    .find((holders) => holders.length > 0)
  return serializeContentLocationReply(
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

/**
 * Within the protected boundaries of some distribution points the client gets these, and the others as far as it asks for
 * them ("How Protected Distribution Points Work"). Elsewhere protected ones serve no client. The ones that transfer by HTTP
 * come first; the order within a list is not documented; our choice.
 */
function holdersIn(
  sites: readonly Site[],
  content: Package,
  { location, protection }: ContentLocationRequest,
): Holders[] {
  const only = (wanted: (system: SiteSystem) => boolean): Holders[] =>
    sites
      .map((site) => ({
        site,
        locality: localityIn(site, location) ?? 'FALLBACK',
        systems: site.systems
          .filter((system) => isDistributionPoint(system) && wanted(system))
          .sort((one, other) => rank(other) - rank(one)),
      }))
      .filter(({ systems }) => systems.length > 0)
  // A client that gives its location is on the intranet, and gets nothing that is for the Internet alone.
  const saysWhere = location.addresses.length > 0 || location.activeDirectorySite !== undefined
  const holds = ({ packages, clientConnections }: SiteSystem): boolean =>
    packages.includes(content.id) && !(saysWhere && clientConnections === 'internet')
  const protects = ({ protectedBoundaries }: SiteSystem): boolean => areAround(protectedBoundaries, location)
  const isOpen = ({ protectedBoundaries }: SiteSystem): boolean => protectedBoundaries.length === 0
  const rank = (system: SiteSystem): number => 2 * Number(protects(system)) + Number(transfersByHttp(system))
  const protecting = only((system) => protects(system) && holds(system))
  const some = only(protects).length > 0
  if (some && (protection === 'only' || (protection === 'first' && protecting.length > 0))) return protecting
  return only((system) => (protects(system) || isOpen(system)) && holds(system))
}

function isDistributionPoint({ roles }: SiteSystem): boolean {
  return roles.includes('standard-distribution-point') || roles.includes('branch-distribution-point')
}

function transfersByHttp({ roles, httpTransfer }: SiteSystem): boolean {
  return httpTransfer && roles.includes('standard-distribution-point')
}

function recordOf(site: Site, system: SiteSystem, { id, version }: Package): LocatedContent {
  const isBranch = !system.roles.includes('standard-distribution-point')
  const protocol = protocolBySiteMode(site)
  const address = addressOf(protocol, system.fqdn, site.ports[protocol])
  return {
    // By its FQDN: a NetBIOS name may be that of several systems of a simulated hierarchy.
    smbPath: `\\\\${system.fqdn}\\${packageShare}\\${id}\\`,
    ...(transfersByHttp(system) && { url: `${address}${packageDirectoryPath(id)}` }),
    serverName: netBiosNameOf(system),
    type: isBranch ? 'BRANCH' : 'SERVER',
    version: String(version),
    ssl: !isBranch && protocol === 'https',
  }
}
