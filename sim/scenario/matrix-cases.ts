import type { SimulatedClient } from '../network/running-hierarchy.ts'
import type { Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import { type Boundary, firstAddress } from '../vocabulary/location.ts'
import { primaryCodeOf } from '../model/sites.ts'
import type { ClientKind, Column, Row } from '../model/tables/table.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import { roleInWords, siteSystemRoles, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { MatrixClients } from './matrix-clients.ts'

/** One site system that a cell covers, and a client whose contact with it the cell describes. */
export interface MatrixCase {
  client: SimulatedClient
  role: SiteSystemRole
  system: SiteSystem
  relation: 'assigned' | 'resident'
}

/** The reason to skip a cell: the hierarchy lacks something that it needs. */
export interface Skipped {
  skipped: string
}

export type CellCases = MatrixCase[] | Skipped

/** Every site system of the hierarchy that a cell covers, with the client that the cell asks for. */
export function casesOf(row: Row, column: Column, hierarchy: Hierarchy, clients: MatrixClients): CellCases {
  const { role, systems } = row
  const { mode } = column
  const kind = row.clients?.[column.id] ?? column.client
  switch (systems.of) {
    case 'own-site':
      return inOwnSite(role, mode, kind, systems.webTransfer, hierarchy, clients)
    case 'assigned-site':
    case 'resident-site':
      return roaming(role, kind, systems.of, mode, systems.abroad, hierarchy, clients)
    case 'hierarchy':
      return anywhere(role, mode, kind, hierarchy, clients)
  }
}

/** Every such system of the sites of a mode, each contacted by a client of its site. */
function inOwnSite(
  role: SiteSystemRole,
  mode: SiteMode,
  kind: ClientKind,
  webTransfer: boolean,
  hierarchy: Hierarchy,
  clients: MatrixClients,
): CellCases {
  const cases = primaries(hierarchy, mode).flatMap((primary) =>
    hierarchy.sites
      // A secondary site serves the clients of its primary.
      .filter((site) => primaryCodeOf(site) === primary.code)
      .flatMap((site) => systemsOf(site, role, webTransfer))
      .map((system) => ({ client: clients(kind, primary), role, system, relation: 'assigned' as const })),
  )
  return cases.length > 0 ? cases : { skipped: `no ${mode}-mode site of this hierarchy has such a ${role}` }
}

/** The systems of a client's assigned site or of its resident site, while it roams in a site of another mode. */
function roaming(
  role: SiteSystemRole,
  kind: ClientKind,
  systemsAre: 'assigned-site' | 'resident-site',
  home: SiteMode,
  abroad: SiteMode,
  hierarchy: Hierarchy,
  clients: MatrixClients,
): CellCases {
  const relation = systemsAre === 'assigned-site' ? 'assigned' : 'resident'
  const homes = primaries(hierarchy, home)
  const visited = hierarchy.sites.filter(({ mode, boundaries }) => mode === abroad && boundaries.length > 0)
  const [firstHome] = homes
  const [firstVisited] = visited
  if (!firstHome) return { skipped: `the hierarchy has no ${home}-mode primary site` }
  if (!firstVisited) return { skipped: `the hierarchy has no ${abroad}-mode site with a boundary` }

  // Every system is contacted once: all homes' systems from one site abroad, or all sites' systems abroad by one client.
  const pairs =
    relation === 'assigned'
      ? homes.map((site) => ({ site, from: site, to: firstVisited }))
      : visited.map((site) => ({ site, from: firstHome, to: site }))
  const cases = pairs.flatMap(({ site, from, to }) => {
    const client = clients(kind, from)
    client.move(placeIn(to.boundaries[0]))
    if (client.residentSite?.code !== to.code) return []
    return systemsOf(site, role, true).map((system) => ({ client, role, system, relation }) as const)
  })
  return cases.length > 0 ? cases : { skipped: `no ${role} to turn to from a place that is one site's alone` }
}

/** Every such system of the hierarchy, contacted by one client. */
function anywhere(
  role: SiteSystemRole,
  mode: SiteMode,
  kind: ClientKind,
  hierarchy: Hierarchy,
  clients: MatrixClients,
): CellCases {
  const [home] = primaries(hierarchy, mode)
  if (!home) return { skipped: `the hierarchy has no ${mode}-mode primary site` }
  const client = clients(kind, home)
  const systems = hierarchy.sites.flatMap((site) => systemsOf(site, role, true))
  if (systems.length === 0) return { skipped: `the hierarchy has no ${roleInWords(role)}` }
  return systems.map((system) => ({ client, role, system, relation: 'assigned' }))
}

function primaries(hierarchy: Hierarchy, mode: SiteMode): Site[] {
  return hierarchy.sites.filter((site) => site.kind === 'primary' && site.mode === mode)
}

/** If the role offers the choice, `webTransfer` selects the systems that transfer by HTTP and HTTPS, or the others. */
function systemsOf(site: Site, role: SiteSystemRole, webTransfer: boolean): SiteSystem[] {
  const hasChoice = siteSystemRoles[role].speaks === 'web-or-smb'
  return site.systems
    .filter(({ roles }) => roles.includes(role))
    .filter(({ httpTransfer }) => !hasChoice || httpTransfer === webTransfer)
}

function placeIn(boundary: Boundary | undefined): { address?: string; activeDirectorySite?: string } {
  if (boundary === undefined) return {}
  if (boundary.kind === 'active-directory-site') return { activeDirectorySite: boundary.text }
  return { address: firstAddress(boundary.range) }
}
