import type { Hierarchy } from '../../model/hierarchy.ts'
import { primaryCodeOf } from '../../model/primary-site.ts'
import { sitesCovering } from '../../model/sites-covering.ts'
import {
  managementPointReply,
  serverLocatorPath,
  serverLocatorPointDirectory,
  siteReply,
} from '../../wire/server-locator-point/site-lookup.ts'
import {
  badRequest,
  methodNotAllowed,
  notFound,
  xmlAnswer,
  type Role,
  type VirtualDirectory,
} from '../web-server/role.ts'

const directory: VirtualDirectory = {
  path: serverLocatorPointDirectory,
  // HTTP in both modes (table 1): a client asks it before it knows its site.
  protocol: () => 'http',
  answer({ method, path, query }, { hierarchy }) {
    if (path.toLowerCase() !== serverLocatorPath.toLowerCase()) return notFound()
    if (method !== 'GET') return methodNotAllowed('GET')
    const asked = new URLSearchParams(query)
    if (asked.has('site')) return xmlAnswer(siteReply(assignableSites(hierarchy, asked)))
    if (asked.has('mp'))
      return xmlAnswer(managementPointReply(managementPointsOf(hierarchy, asked.get('code'))))
    return badRequest('The query is neither site nor mp.')
  },
}

export const serverLocatorPoint: Role = { role: 'server-locator-point', directories: [directory] }

/** Clients are never assigned to a secondary site but to its parent ("About Client Site Assignment"). */
function assignableSites(hierarchy: Hierarchy, asked: URLSearchParams): string[] {
  const activeDirectorySite = asked.get('ad')
  const addresses = asked.getAll('ir')
  const places = (addresses.length > 0 ? addresses : [undefined]).map((address) => ({
    internet: false as const,
    ...(address !== undefined && { address }),
    ...(activeDirectorySite !== null && { activeDirectorySite }),
  }))
  const sites = places.flatMap((place) => sitesCovering(hierarchy, place))
  return [...new Set(sites.map(primaryCodeOf))]
}

function managementPointsOf(hierarchy: Hierarchy, code: string | null): string[] {
  const site = hierarchy.sites.find((candidate) => candidate.code === code?.toUpperCase())
  return (site?.systems ?? [])
    .filter(({ roles }) => roles.includes('management-point'))
    .map(({ fqdn }) => fqdn)
}
