import type { SimulatedClient } from '../client/simulated-client.ts'
import type { HierarchyShown, SiteShown, SystemShown } from '../evidence/recording/hierarchy-shown.ts'
import type { Hierarchy, Site } from '../model/hierarchy.ts'
import type { OpenSystem } from './open-system.ts'

/** An open hierarchy as a picture of it needs it. */
export function showHierarchy(
  { name, domain, sites, clients }: Hierarchy,
  systems: readonly OpenSystem[],
  client: (name: string) => SimulatedClient,
): HierarchyShown {
  return {
    name,
    domain,
    sites: sites.map((site) => showSite(site, systems)),
    clients: clients.map((one) => client(one.name).shown()),
  }
}

export function showSite(site: Site, systems: readonly OpenSystem[]): SiteShown {
  const { code, kind, mode, parent = null, boundaries } = site
  return {
    code,
    kind,
    mode,
    parent,
    boundaries: boundaries.map(({ text, connection }) => ({ text, connection })),
    systems: systems.filter((system) => system.site.code === code).map(showSystem),
  }
}

function showSystem({ system, address, listeners }: OpenSystem): SystemShown {
  const { name, fqdn, roles } = system
  return { name, fqdn, roles: [...roles], address, urls: listeners.map(({ url }) => url), fault: null }
}
