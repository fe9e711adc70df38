import type { Site, SiteSystem } from '../model/hierarchy.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'

export interface FoundSystem {
  site: Site
  system: SiteSystem
}

/** The site's first system of a role. */
export function systemOfRole(site: Site, role: SiteSystemRole): FoundSystem | undefined {
  const system = site.systems.find(({ roles }) => roles.includes(role))
  return system && { site, system }
}
