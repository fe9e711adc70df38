import type { SimulatedClient } from '../network/running-hierarchy.ts'
import type { Boundary } from '../model/boundary.ts'
import { firstAddress } from '../model/address-range.ts'
import type { Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import { primaryCodeOf } from '../model/primary-site.ts'
import type { SiteMode } from '../model/site-mode.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import type { ClientKind, MatrixClients } from './matrix-clients.ts'

/** One site system that a cell speaks of, and a client whose turn to it the cell describes. */
export interface MatrixCase {
  client: SimulatedClient
  role: SiteSystemRole
  system: SiteSystem
  relation: 'assigned' | 'resident'
}

/** What a cell needs and the hierarchy lacks. */
export interface Skipped {
  skipped: string
}

export type CellCases = MatrixCase[] | Skipped

/** Every site system of the hierarchy that a cell speaks of, with the client the cell asks for. */
export function casesOf(
  table: string,
  row: string,
  column: string,
  hierarchy: Hierarchy,
  clients: MatrixClients,
): CellCases {
  switch (table) {
    case 'within-assigned-site':
      return withinAssignedSite(row as SiteSystemRole, column as SiteMode, hierarchy, clients)
    case 'native-client-in-mixed-site': {
      const kind = column === 'http-allowed' ? 'native-client-http-allowed' : 'native-client'
      return roaming(row, kind, 'native', 'mixed', hierarchy, clients)
    }
    case 'mixed-client-in-native-site':
      return roaming(row, 'mixed-client', 'mixed', 'native', hierarchy, clients)
    case 'unaffected-by-site-mode':
      return unaffectedBySiteMode(row as SiteSystemRole, column as SiteMode, hierarchy, clients)
    default:
      return serverLocatorPoint(column as ClientKind, hierarchy, clients)
  }
}

function withinAssignedSite(
  role: SiteSystemRole,
  mode: SiteMode,
  hierarchy: Hierarchy,
  clients: MatrixClients,
): CellCases {
  const native = role === 'server-locator-point' ? 'native-client-http-allowed' : 'native-client'
  return ofSites(role, mode, mode === 'mixed' ? 'mixed-client' : native, hierarchy, clients, systemsByHttp)
}

function unaffectedBySiteMode(
  role: SiteSystemRole,
  mode: SiteMode,
  hierarchy: Hierarchy,
  clients: MatrixClients,
): CellCases {
  const kind = mode === 'mixed' ? 'mixed-client' : 'native-client'
  return ofSites(role, mode, kind, hierarchy, clients, systemsNotByHttp)
}

/** Every such system of the sites of a mode, each turned to by a client of its site. */
function ofSites(
  role: SiteSystemRole,
  mode: SiteMode,
  kind: ClientKind,
  hierarchy: Hierarchy,
  clients: MatrixClients,
  systemsOf: (site: Site, role: SiteSystemRole) => SiteSystem[],
): CellCases {
  const cases = primaries(hierarchy, mode).flatMap((primary) =>
    hierarchy.sites
      // A secondary site serves the clients of its primary.
      .filter((site) => primaryCodeOf(site) === primary.code)
      .flatMap((site) => systemsOf(site, role))
      .map((system) => ({ client: clients(kind, primary), role, system, relation: 'assigned' as const })),
  )
  return cases.length > 0 ? cases : { skipped: `no ${mode}-mode site of this hierarchy has such a ${role}` }
}

/** Rows are `assigned-` or `resident-` and what they turn to. */
function roaming(
  row: string,
  kind: ClientKind,
  home: SiteMode,
  abroad: SiteMode,
  hierarchy: Hierarchy,
  clients: MatrixClients,
): CellCases {
  const relation = row.startsWith('assigned-') ? 'assigned' : 'resident'
  const role = row.endsWith('-management-point') ? 'management-point' : 'standard-distribution-point'
  const homes = primaries(hierarchy, home)
  const visited = hierarchy.sites.filter(({ mode, boundaries }) => mode === abroad && boundaries.length > 0)
  const [firstHome] = homes
  const [firstVisited] = visited
  if (!firstHome) return { skipped: `the hierarchy has no ${home}-mode primary site` }
  if (!firstVisited) return { skipped: `the hierarchy has no ${abroad}-mode site with a boundary` }

  // Every system is turned to once: those of all homes from one site abroad, or those of all sites abroad by one client.
  const pairs =
    relation === 'assigned'
      ? homes.map((site) => ({ site, from: site, to: firstVisited }))
      : visited.map((site) => ({ site, from: firstHome, to: site }))
  const cases = pairs.flatMap(({ site, from, to }) => {
    const client = clients(kind, from)
    client.move(placeIn(to.boundaries[0]))
    if (client.residentSite?.code !== to.code) return []
    return systemsByHttp(site, role).map((system) => ({ client, role, system, relation }) as const)
  })
  return cases.length > 0 ? cases : { skipped: `no ${role} to turn to from a place that is one site's alone` }
}

function serverLocatorPoint(kind: ClientKind, hierarchy: Hierarchy, clients: MatrixClients): CellCases {
  const role = 'server-locator-point'
  const mode = kind === 'mixed-client' ? 'mixed' : 'native'
  const [home] = primaries(hierarchy, mode)
  if (!home) return { skipped: `the hierarchy has no ${mode}-mode primary site` }
  const client = clients(kind, home)
  const systems = hierarchy.sites.flatMap((site) => systemsOf(site, role))
  if (systems.length === 0) return { skipped: 'the hierarchy has no server locator point' }
  return systems.map((system) => ({ client, role, system, relation: 'assigned' }))
}

function primaries(hierarchy: Hierarchy, mode: SiteMode): Site[] {
  return hierarchy.sites.filter((site) => site.kind === 'primary' && site.mode === mode)
}

/** Distribution points that clients reach by SMB alone are not what the tables of HTTP and HTTPS speak of. */
function systemsByHttp(site: Site, role: SiteSystemRole): SiteSystem[] {
  return systemsOf(site, role).filter(
    ({ httpTransfer }) => role !== 'standard-distribution-point' || httpTransfer,
  )
}

function systemsNotByHttp(site: Site, role: SiteSystemRole): SiteSystem[] {
  return systemsOf(site, role).filter(
    ({ httpTransfer }) => role !== 'standard-distribution-point' || !httpTransfer,
  )
}

function systemsOf(site: Site, role: SiteSystemRole): SiteSystem[] {
  return site.systems.filter(({ roles }) => roles.includes(role))
}

function placeIn(boundary: Boundary | undefined): { address?: string; activeDirectorySite?: string } {
  if (boundary === undefined) return {}
  if (boundary.kind === 'active-directory-site') return { activeDirectorySite: boundary.text }
  return { address: firstAddress(boundary.range) }
}
