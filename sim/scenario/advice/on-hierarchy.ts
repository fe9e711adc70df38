import * as z from 'zod'
import type { Problem } from '../../errors.ts'
import type { Client, Hierarchy, Site } from '../../model/hierarchy.ts'
import type { LoadedHierarchy } from '../../model/load-hierarchy.ts'
import { sitesCovering } from '../../model/sites.ts'
import { packageId } from '../../model/schema/written-values.ts'
import type { Finding } from '../../model/source/finding.ts'
import { waysOpenTo, type WayToManagementPoint } from '../../rules/service-location.ts'
import { knownLocation, locationInWords } from '../../vocabulary/location.ts'
import type { FindingCode } from '../../vocabulary/finding-codes.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { advice, describedClients, isStated, named, whoIs, type Described } from './described.ts'
import { farContent } from './content-too-far-away.ts'

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
function packagesNowhere({ sites, packages, updates }: Hierarchy): Finding[] {
  const held = new Set(sites.flatMap(({ systems }) => systems.flatMap((system) => system.packages)))
  return [...nowhere({ packages, updates }, (id) => held.has(id))]
}

/** What is said of packages; an entry that could not be read is undefined. */
interface DescribedPackages {
  packages: readonly ({ id: string } | undefined)[]
  updates: readonly ({ package?: string | undefined; deployment?: object | undefined } | undefined)[]
}

function* nowhere(
  { packages, updates }: DescribedPackages,
  isHeld: (id: string) => boolean,
): Iterable<Finding> {
  const remedy = 'list it under packages of a distribution point'
  for (const [index, described] of packages.entries()) {
    if (!described || isHeld(described.id)) continue
    const message = `no distribution point has ${described.id}`
    yield advice('package-nowhere', ['packages', index, 'id'], message, remedy)
  }
  for (const [index, { package: id, deployment } = {}] of updates.entries()) {
    if (id === undefined || !deployment || isHeld(id)) continue
    const message = `no distribution point has ${id}, which holds a deployed update`
    yield advice('package-nowhere', ['updates', index, 'package'], message, remedy)
  }
}

/** As much of a hierarchy as tells its packages. */
const withPackages = z.object({
  accepts: z.array(z.unknown()).catch([]),
  packages: z.array(z.object({ id: packageId }).optional().catch(undefined)).catch([]),
  updates: z
    .array(
      z
        .object({ package: packageId.optional(), deployment: z.looseObject({}).optional() })
        .optional()
        .catch(undefined),
    )
    .catch([]),
})

/**
 * The advice that can be given on a file with errors: of packages that the rest of the file does not name at all. Whatever else
 * there is may be brought about by what is wrong, and so may this where it is wrong in which systems there are, or what they have.
 */
export function adviceInSpite(written: unknown, problems: readonly Problem[]): Finding[] {
  const read = withPackages.safeParse(written)
  const isUnsure = problems.some(
    ({ severity, field = '' }) => severity === 'error' && wherePackagesLie.test(field),
  )
  if (!read.success || isUnsure || read.data.accepts.includes('package-nowhere')) return []
  const rest = Object.entries(written as object).filter(([field]) => !['packages', 'updates'].includes(field))
  const named = new Set([...textsIn(rest)].map((text) => text.toUpperCase()))
  return [...nowhere(read.data, (id) => named.has(id))]
}

const wherePackagesLie = /^(?:sites(?:\[\d+\](?:\.systems(?:\[\d+\](?:\.packages.*)?)?)?)?)?$/

function* textsIn(value: unknown, seen = new Set<unknown>()): Iterable<string> {
  if (typeof value === 'string') yield value
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  for (const inner of Object.values(value)) yield* textsIn(inner, seen)
}
