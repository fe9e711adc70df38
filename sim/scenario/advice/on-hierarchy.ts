import type { Client, Hierarchy, Site } from '../../model/hierarchy.ts'
import type { LoadedHierarchy } from '../../model/load-hierarchy.ts'
import { sitesCovering } from '../../model/sites.ts'
import type { Finding } from '../../model/source/finding.ts'
import { waysOpenTo, type WayToManagementPoint } from '../../rules/service-location.ts'
import { knownLocation, locationInWords } from '../../vocabulary/location.ts'
import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { advice, describedClients, isStated, named, whoIs, type Described } from './described.ts'
import { farContent } from './content-too-far.ts'

/** The advice that a file does not accept, and what it accepts in vain. */
export function unacceptedAdvice({ hierarchy, accepts, accepted }: LoadedHierarchy): Finding[] {
  const all = adviceOnHierarchy(hierarchy)
  const told = new Set([...accepted, ...all.map(({ code }) => code)])
  const inVain = accepts.flatMap((code, index) => (told.has(code) ? [] : [acceptedInVain(code, index)]))
  return [...all.filter(({ code }) => !accepts.includes(code)), ...inVain]
}

function acceptedInVain(code: FindingCode, index: number): Finding {
  return {
    severity: 'warning',
    code: 'accepted-in-vain',
    path: ['accepts', index],
    message: `nothing brings about ${code}`,
    remedy: 'remove it',
  }
}

/**
 * Warnings of what is valid and probably a mistake. They are about a hierarchy in a file of its own: one within a scenario has
 * no more than its question needs.
 */
export function adviceOnHierarchy(hierarchy: Hierarchy): Finding[] {
  const clients = describedClients(hierarchy)
  return [
    ...sitesWithoutManagementPoint(hierarchy, clients),
    ...clientsWithoutWay(hierarchy, clients),
    ...clientsOutsideBoundaries(hierarchy, clients),
    ...assignmentsWithoutBoundary(clients),
    ...withoutFallbackStatusPoint(hierarchy, clients),
    ...packagesNowhere(hierarchy),
    ...farContent(hierarchy, clients),
  ]
}

/** A client without a management point is unmanaged ("About Client Site Assignment"). */
function* sitesWithoutManagementPoint(
  { sites }: Hierarchy,
  clients: readonly Described[],
): Iterable<Finding> {
  for (const [index, site] of sites.entries()) {
    const own = clients.filter(({ assigned }) => assigned === site)
    if (own.length === 0 || hasManagementPoint(site)) continue
    const message = `site ${site.code} has ${own.length === 1 ? 'a client' : `${own.length} clients`} and no management point`
    const remedy = `give a system of ${site.code} the role management-point`
    yield advice('no-management-point', ['sites', index, 'systems'], message, remedy)
  }
}

function hasManagementPoint({ systems }: Site): boolean {
  return systems.some(({ roles }) => roles.includes('management-point'))
}

/** Those of one site are told of together, as the site has one mend for all. */
function* clientsWithoutWay(hierarchy: Hierarchy, clients: readonly Described[]): Iterable<Finding> {
  for (const site of hierarchy.sites.filter(hasManagementPoint)) {
    const lost = clients.filter(
      ({ client, assigned }) => assigned === site && isLost(client, site, hierarchy),
    )
    const [first] = lost
    if (!first) continue
    const [point] = site.systems.filter(({ roles }) => roles.includes('management-point'))
    const message =
      `${named(lost)} cannot find the management point of ${site.code}: ` +
      'nothing that it may ask tells it, and no management point is named'
    const remedy = `name it with managementPoint: ${point?.name ?? ''}`
    yield advice('no-way-to-management-point', first.path, message, remedy)
  }
}

function isLost(client: Client, site: Site, hierarchy: Hierarchy): boolean {
  const { kind, at, alwaysOnInternet, assignedSite, managementPoint, internetManagementPoint } = client
  const isInstalledWithOne = managementPoint !== undefined || internetManagementPoint !== undefined
  if (kind === 'mobile-device' || at.internet || alwaysOnInternet || isInstalledWithOne) return false
  const assignedDirectly = assignedSite !== 'auto'
  const open = waysOpenTo({ ...client, mode: site.mode, assignedDirectly })
  return !open.some((way) => leadsThere[way](client, site, hierarchy))
}

/** Whether there is anything at the end of a way that a client may go. */
const leadsThere: Readonly<
  Record<WayToManagementPoint, (client: Client, site: Site, hierarchy: Hierarchy) => boolean>
> = {
  'active-directory': (_, { publishToActiveDirectory }) => publishToActiveDirectory,
  dns: (_, { publishToDns }) => publishToDns,
  'server-locator-point': ({ serverLocatorPoint }, _, { sites }) =>
    serverLocatorPoint !== undefined ||
    sites.some(({ systems }) =>
      systems.some(({ roles, winsEntry }) => winsEntry && roles.includes('server-locator-point')),
    ),
  wins: () => true,
}

/** A client whose file says nothing of its place is not told of. */
function* clientsOutsideBoundaries(hierarchy: Hierarchy, clients: readonly Described[]): Iterable<Finding> {
  for (const site of hierarchy.sites) {
    const outside = clients.filter(({ client, assigned }) => {
      if (assigned !== site || !isStated(client.at) || client.at.internet || client.alwaysOnInternet)
        return false
      return sitesCovering(hierarchy, knownLocation(client, client.at)).length === 0
    })
    const [first] = outside
    if (!first) continue
    const message = `${whoIs(outside)} in no boundary of any site: ${locationInWords(first.client.at)}`
    const remedy = `give ${site.code} a boundary for this network`
    yield advice('client-outside-boundaries', [...first.path, 'at'], message, remedy)
  }
}

/** A client that finds no site is unmanaged ("About Client Site Assignment"). */
function* assignmentsWithoutBoundary(clients: readonly Described[]): Iterable<Finding> {
  const lost = clients.filter(({ client, assigned }) => client.assignedSite === 'auto' && !assigned)
  const [first] = lost
  if (!first) return
  const message = `${whoIs(lost)} assigned automatically, and in no boundary of a site: ${locationInWords(first.client.at)}`
  const remedy = isStated(first.client.at)
    ? 'give a site a boundary for this network'
    : 'say with at where it is'
  yield advice('assignment-without-boundary', [...first.path, 'at'], message, remedy)
}

/**
 * The property FSP= names the point to which a client tells what kept it from its management point, as certificates do ("About
 * the Fallback Status Point in Configuration Manager"). Mixed mode has no certificates, and is not warned of. Told once.
 */
function* withoutFallbackStatusPoint({ sites }: Hierarchy, clients: readonly Described[]): Iterable<Finding> {
  if (clients.some(({ client }) => client.fallbackStatusPoint !== undefined)) return
  const needsOne = ({ mode }: Site) => siteModes[mode].clientsPresentCertificates
  const index = sites.findIndex((site) => needsOne(site) && clients.some(({ assigned }) => assigned === site))
  const site = sites[index]
  if (!site) return
  const message = `no client of the ${site.mode} site ${site.code}, or of another, has a fallback status point to report failures to`
  const remedy =
    'give a system the role fallback-status-point, and name it in fallbackStatusPoint of the clients'
  yield advice('no-fallback-status-point', ['sites', index], message, remedy)
}

/** Distribution points alone hand out content. */
function* packagesNowhere({ sites, packages, updates }: Hierarchy): Iterable<Finding> {
  const held = new Set(sites.flatMap(({ systems }) => systems.flatMap((system) => system.packages)))
  const remedy = 'list it under packages of a distribution point'
  for (const [index, { id }] of packages.entries()) {
    if (held.has(id)) continue
    yield advice('package-nowhere', ['packages', index, 'id'], `no distribution point has ${id}`, remedy)
  }
  for (const [index, { package: id, deployment }] of updates.entries()) {
    if (id === undefined || !deployment || held.has(id)) continue
    const path = ['updates', index, 'package']
    yield advice(
      'package-nowhere',
      path,
      `no distribution point has ${id}, which holds a deployed update`,
      remedy,
    )
  }
}
