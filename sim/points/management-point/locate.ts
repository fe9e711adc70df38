import type { Hierarchy, Package, Site, SiteSystem, Update } from '../../model/hierarchy.ts'
import { type Boundary, holding, subnetOf } from '../../vocabulary/location.ts'
import { isBranchAlone, primaryCodeOf, sitesBelow } from '../../model/sites.ts'
import { siteSystemRoles } from '../../vocabulary/site-system-role.ts'
import { contentFolder, packageDirectoryPath, packageShare } from '../../wire/distribution-point/package.ts'
import { createFetchedPackages, type FetchedPackages } from '../distribution-point/fetched-packages.ts'
import type { WebServerError } from '../../wire/error-page.ts'
import {
  parseContentLocationRequest,
  parseLocalSitesRequest,
  parseStateMigrationPointRequest,
  parseUpdateServerRequest,
  serializeContentLocationReply,
  serializeLocalSitesReply,
  serializeStateMigrationPointReply,
  serializeUpdateServerReply,
  type ClientLocation,
  type ContentLocationRequest,
  type Locality,
  type LocatedContent,
  type LocatedSite,
} from '../../wire/management-point/locations.ts'
import { stateStorePath } from '../../wire/state-migration-point/state-store.ts'
import { badRequest, protocolBySiteMode, type RequestContext } from '../web-server/virtual-directory.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** The location manager's requests, by their root element. */
const requests = new Map<string, (xml: string, context: RequestContext) => string | WebServerError>([
  ['ContentLocationRequest', locateContent],
  ['LocalMPLocationRequest', locateSites],
  ['WSUSLocationRequest', locateUpdateServer],
  ['StateMigrationPointLocationRequest', locateStateMigrationPoint],
])

/** Finds the kind of a request by its first tag, so that a long one is not parsed twice. */
export function locate(xml: string, context: RequestContext): string | WebServerError {
  const [, root = ''] = /<(?:[\w.-]+:)?(\w+)/.exec(xml) ?? []
  const answer = requests.get(root)
  return answer
    ? answer(xml, context)
    : badRequest('The body is not a location request that a management point knows.')
}

/**
 * Answers with the sites that hold the client, among this site and those below it, or else with its assigned site as a
 * fallback ("MPSite", cc143138).
 */
export function locateSites(xml: string, { hierarchy, site }: RequestContext): string | WebServerError {
  const request = parseLocalSitesRequest(xml)
  if (!request) return badRequest('The body is not a LocalMPLocationRequest with site and location.')
  const known = sitesBelow(hierarchy, site).map((one) => {
    const locality = localityIn(one, request.location)
    return { siteCode: one.code, masterSiteCode: primaryCodeOf(one), locality }
  })
  const holding = known.flatMap(({ locality, ...one }) => (locality ? [{ ...one, locality }] : []))
  const assigned = known.filter(({ siteCode }) => siteCode === request.assignedSite.toUpperCase())
  return serializeLocalSitesReply(
    holding.length > 0 ? holding : assigned.map((one) => ({ ...one, locality: 'FALLBACK' })),
  )
}

/** One software update point serves a site; a secondary site's own serves the clients within its boundaries. */
export function locateUpdateServer(
  xml: string,
  { hierarchy, site }: RequestContext,
): string | WebServerError {
  const request = parseUpdateServerRequest(xml)
  if (!request) return badRequest('The body is not a WSUSLocationRequest with content, site and location.')
  const current = currentSites(hierarchy, site, request.location).filter(({ kind }) => kind === 'secondary')
  const primary = hierarchy.sites.filter(({ code }) => code === primaryCodeOf(site))
  for (const candidate of [...current, ...primary]) {
    const system = candidate.systems.find(({ roles }) => roles.includes('software-update-point'))
    if (!system) continue
    const protocol = system.ssl ? 'https' : protocolBySiteMode(candidate)
    const record = {
      url: addressOf(protocol, system.fqdn, candidate.softwareUpdatePorts[protocol]),
      serverName: netBiosNameOf(system),
      // The catalogue is always as recent as the client needs.
      version: request.content.version,
    }
    return serializeUpdateServerReply([
      located(candidate, localityIn(candidate, request.location) ?? 'FALLBACK', [record]),
    ])
  }
  return serializeUpdateServerReply([])
}

/**
 * Answers with the state migration points of the client's assigned site: those that protect its location, then
 * unprotected ones. That protected ones come first is documented for distribution points alone; our choice.
 */
export function locateStateMigrationPoint(
  xml: string,
  { hierarchy, site }: RequestContext,
): string | WebServerError {
  const request = parseStateMigrationPointRequest(xml)
  if (!request)
    return badRequest('The body is not a StateMigrationPointLocationRequest with site and location.')
  const { location } = request
  const code = request.assignedSite.toUpperCase()
  const assigned = hierarchy.sites.find((known) => known.code === code && code === primaryCodeOf(site))
  const systems = (assigned?.systems ?? []).filter(
    (system) =>
      system.roles.includes('state-migration-point') &&
      takesConnections(system, false) &&
      (!isProtected(system) || areAround(system.protectedBoundaries, location)),
  )
  if (!assigned || systems.length === 0) return serializeStateMigrationPointReply([])
  const protocol = protocolBySiteMode(assigned)
  const records = [...systems.filter(isProtected), ...systems.filter((system) => !isProtected(system))].map(
    ({ fqdn }) => ({ url: `${addressOf(protocol, fqdn, assigned.ports[protocol])}${stateStorePath}` }),
  )
  return serializeStateMigrationPointReply([
    located(assigned, localityIn(assigned, location) ?? 'FALLBACK', records),
  ])
}

/**
 * Answers with the distribution points of the client's current site or, when none there has the package or update, of its
 * assigned site ("Configuration Manager and Content Location"). An update has the unique id of its configuration item for
 * an id (the same page), and is found in whatever deployment package holds it ("About Software Update Deployment Packages").
 */
export function locateContent(
  xml: string,
  { hierarchy, site, database }: RequestContext,
): string | WebServerError {
  const request = parseContentLocationRequest(xml)
  if (!request) return badRequest('The body is not a ContentLocationRequest with package, site and location.')
  const { location } = request
  const content = [...hierarchy.packages, ...hierarchy.updates].find(
    ({ id, version }) =>
      id.toLowerCase() === request.package.id.toLowerCase() && String(version) === request.package.version,
  )
  if (!content) return serializeContentLocationReply([])
  const current = currentSites(hierarchy, site, location)
  const assigned = site.code === request.assignedSite.toUpperCase() ? [site] : []
  const holding = [current, assigned]
    .map((sites) => holdersIn(sites, content, request, database.table(createFetchedPackages)))
    .find((holders) => holders.length > 0)
  return serializeContentLocationReply(
    (holding ?? []).map(({ site, locality, systems }) =>
      located(
        site,
        locality,
        systems.map((system) => recordOf(site, system, content)),
      ),
    ),
  )
}

interface Holders {
  site: Site
  locality: Locality
  systems: SiteSystem[]
}

/**
 * Within the protected boundaries of some distribution points the client gets these, and unprotected ones if it asks for
 * them ("How Protected Distribution Points Work"). Elsewhere protected ones serve no client.
 */
function holdersIn(
  sites: readonly Site[],
  content: Package | Update,
  { location, onInternet, protection }: ContentLocationRequest,
  fetched: FetchedPackages,
): Holders[] {
  const only = (wanted: (system: SiteSystem) => boolean): Holders[] =>
    sites
      .map((site) => ({
        site,
        locality: localityIn(site, location) ?? 'FALLBACK',
        systems: site.systems.filter((system) => isDistributionPoint(system) && wanted(system)),
      }))
      .filter(({ systems }) => systems.length > 0)
  const protects = ({ protectedBoundaries }: SiteSystem): boolean => areAround(protectedBoundaries, location)
  // "On-demand package distribution is available only for protected branch distribution points" (3a31e752, in short).
  const has = (system: SiteSystem): boolean =>
    !('onDemand' in content && content.onDemand) ||
    !isBranchAlone(system) ||
    fetched.has(system, content.id) ||
    protects(system)
  const [folder = ''] = contentFolder(content)
  const holds = (system: SiteSystem): boolean =>
    system.packages.includes(folder) && has(system) && takesConnections(system, onInternet)
  const protecting = only((system) => protects(system) && holds(system))
  const some = only(protects).length > 0
  if (some && (protection === 'only' || (protection === 'first' && protecting.length > 0))) return protecting
  return only((system) => (protects(system) || !isProtected(system)) && holds(system))
}

function isProtected({ protectedBoundaries }: SiteSystem): boolean {
  return protectedBoundaries.length > 0
}

/** Whether a system accepts connections from where the client is. */
function takesConnections({ clientConnections }: SiteSystem, onInternet: boolean): boolean {
  return clientConnections !== (onInternet ? 'intranet' : 'internet')
}

function isDistributionPoint({ roles }: SiteSystem): boolean {
  return roles.some((role) => siteSystemRoles[role].holdsPackages)
}

function transfersByHttp({ roles, httpTransfer }: SiteSystem): boolean {
  return httpTransfer && roles.includes('standard-distribution-point')
}

function recordOf(site: Site, system: SiteSystem, content: Package | Update): LocatedContent {
  const isBranch = !system.roles.includes('standard-distribution-point')
  const protocol = protocolBySiteMode(site)
  const address = addressOf(protocol, system.fqdn, site.ports[protocol])
  const folder = contentFolder(content)
  const { at } = system
  const subnet = at.address === undefined ? undefined : subnetOf(at.address)
  return {
    // By FQDN, since several systems of a simulated hierarchy may share a NetBIOS name.
    smbPath: `\\\\${system.fqdn}\\${packageShare}\\${folder.join('\\')}\\`,
    ...(transfersByHttp(system) && { url: `${address}${packageDirectoryPath(folder.join('/'))}` }),
    ...(at.activeDirectorySite !== undefined && { activeDirectorySite: at.activeDirectorySite }),
    subnets: subnet === undefined ? [] : [subnet],
    serverName: netBiosNameOf(system),
    type: isBranch ? 'BRANCH' : 'SERVER',
    version: String(content.version),
    ssl: !isBranch && protocol === 'https',
  }
}

/** Whether one of the boundaries holds the location that a client states, by any of its addresses. */
function areAround(boundaries: readonly Boundary[], location: ClientLocation): boolean {
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
function localityIn({ boundaries }: Site, location: ClientLocation): Locality | undefined {
  const around = boundaries.filter(placesOf(location))
  if (around.some(({ connection }) => connection === 'fast')) return 'LOCAL'
  return around.length > 0 ? 'REMOTE' : undefined
}

/** The sites that a request may concern, among those that the management point knows: its own and those below. */
function currentSites(hierarchy: Hierarchy, own: Site, location: ClientLocation): Site[] {
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
function netBiosNameOf({ fqdn }: { fqdn: string }): string {
  return fqdn.replace(/\..*/s, '').toUpperCase()
}

/** `http://server.contoso.test`, with the port if it is not the protocol's default. */
function addressOf(protocol: 'http' | 'https', fqdn: string, port: number): string {
  const usual = protocol === 'http' ? 80 : 443
  return port === usual ? `${protocol}://${fqdn}` : `${protocol}://${fqdn}:${port}`
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the order of state migration points: protected ones come first, as is documented of distribution points',
  },
]
