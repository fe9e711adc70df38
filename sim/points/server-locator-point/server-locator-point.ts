import { webPoint } from '../point.ts'
import { parseAddress, type Location } from '../../vocabulary/location.ts'
import type { Hierarchy } from '../../model/hierarchy.ts'
import { primaryCodeOf, sitesBelow, sitesCovering } from '../../model/sites.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import {
  serializeManagementPointReply,
  parseLookupQuery,
  serverLocatorPath,
  serverLocatorPointDirectory,
  serializeSiteReply,
  type LocatedManagementPoint,
  type LookupLocation,
} from '../../wire/server-locator-point/site-lookup.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  xmlAnswer,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'

const directory: VirtualDirectory = {
  path: serverLocatorPointDirectory,
  // HTTP in both modes (table 1): a client asks it before it knows its site.
  protocol: () => 'http',
  answer({ method, path, query }, { hierarchy, site }) {
    if (path.toLowerCase() !== serverLocatorPath.toLowerCase()) return notFound()
    if (method !== 'GET') return methodNotAllowed('GET')
    const lookup = parseLookupQuery(query)
    // It knows no sites above its own ("Determine If You Need a Server Locator Point", bb693467).
    const known = { ...hierarchy, sites: sitesBelow(hierarchy, site) }
    switch (lookup?.asks) {
      case 'site':
        return xmlAnswer(serializeSiteReply(assignableSites(known, lookup.location)))
      case 'mp':
        return xmlAnswer(serializeManagementPointReply(managementPointsOf(known, lookup.siteCode)))
      case undefined:
        return badRequest('The query asks for neither site nor mp.')
    }
  },
}

export const serverLocatorPoint = webPoint([directory])

/** Clients are never assigned to a secondary site but to its parent ("About Client Site Assignment"). */
function assignableSites(hierarchy: Hierarchy, location: LookupLocation): string[] {
  const sites = placesOf(location).flatMap((context) => sitesCovering(hierarchy, context))
  return [...new Set(sites.map(primaryCodeOf))]
}

/** The client's location by each of its adapters; one with a malformed address counts by its subnet, or not at all. */
function placesOf({ addresses, activeDirectorySite }: LookupLocation): Location[] {
  const known = addresses.flatMap(({ address, subnet = '' }) => [address, subnet].find(parseAddress) ?? [])
  const site = activeDirectorySite === undefined ? [] : [{ internet: false as const, activeDirectorySite }]
  return [...known.map((address) => ({ internet: false as const, address })), ...site]
}

function managementPointsOf(hierarchy: Hierarchy, code: string | undefined): LocatedManagementPoint[] {
  const site = hierarchy.sites.find((candidate) => candidate.code === code?.toUpperCase())
  if (!site) return []
  const { mode, version, systems } = site
  const native = siteModes[mode].calledNative
  return systems
    .filter(({ roles }) => roles.includes('management-point'))
    .map(({ fqdn }) => ({ fqdn, native, assignmentSite: primaryCodeOf(site), version }))
}
