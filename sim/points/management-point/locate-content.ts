import type { Boundary, Hierarchy, Package, Site, SiteSystem } from '../../model/hierarchy.ts'
import { primaryCodeOf, holding } from '../../model/sites.ts'
import { packageDirectoryPath, packageShare } from '../../wire/distribution-point/package.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import {
  parseContentLocationRequest,
  serializeContentLocationReply,
  type ContentLocationRequest,
  type LocatedContent,
} from '../../wire/management-point/content-location.ts'
import { siteSystemRoles } from '../../vocabulary/site-system-role.ts'
import type { ClientLocation, Locality, LocatedSite } from '../../wire/management-point/locations.ts'
import { badRequest, protocolBySiteMode, type RequestContext } from '../web-server/virtual-directory.ts'

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
  return roles.some((role) => siteSystemRoles[role].holdsPackages)
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

/** Whether one of some boundaries holds where a client says it is, by any of its addresses. */
export function areAround(boundaries: readonly Boundary[], location: ClientLocation): boolean {
  const holds = placesOf(location)
  return boundaries.some(holds)
}

function placesOf({ activeDirectorySite, addresses }: ClientLocation): (boundary: Boundary) => boolean {
  const named = activeDirectorySite !== undefined && { activeDirectorySite }
  const places = [named || {}, ...addresses.map(({ address }) => ({ address, ...named }))]
  const holders = places.map((place) => holding({ internet: false, ...place }))
  return (boundary) => holders.some((holds) => holds(boundary))
}

/** LOCAL within a fast boundary and REMOTE within a slow one, as we take them; undefined within none. */
export function localityIn({ boundaries }: Site, location: ClientLocation): Locality | undefined {
  const around = boundaries.filter(placesOf(location))
  if (around.some(({ connection }) => connection === 'fast')) return 'LOCAL'
  return around.length > 0 ? 'REMOTE' : undefined
}

/** The sites that a client's request may be about, of those that its management point knows: its own and those below. */
export function currentSites(hierarchy: Hierarchy, own: Site, location: ClientLocation): Site[] {
  return hierarchy.sites
    .filter((site) => site === own || (site.kind === 'secondary' && site.parent === own.code))
    .filter((site) => localityIn(site, location) !== undefined)
}

export function located<Located>(
  site: Site,
  locality: Locality,
  records: readonly Located[],
): LocatedSite<Located> {
  return { siteCode: site.code, masterSiteCode: primaryCodeOf(site), locality, ports: site.ports, records }
}

/** `SERVER` of `server.contoso.test`. */
export function netBiosNameOf({ fqdn }: { fqdn: string }): string {
  return fqdn.replace(/\..*/s, '').toUpperCase()
}

/** `http://server.contoso.test`, and the port where it is not the protocol's own. */
export function addressOf(protocol: 'http' | 'https', fqdn: string, port: number): string {
  const usual = protocol === 'http' ? 80 : 443
  return port === usual ? `${protocol}://${fqdn}` : `${protocol}://${fqdn}:${port}`
}
