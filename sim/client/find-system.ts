import type { Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'

export interface FoundSystem {
  site: Site
  system: SiteSystem
}

/** A site system by its name or FQDN, wherever in the hierarchy. */
export function systemNamed(hierarchy: Hierarchy, name: string): FoundSystem | undefined {
  const wanted = name.toLowerCase()
  for (const site of hierarchy.sites) {
    const system = site.systems.find(
      (candidate) => candidate.name.toLowerCase() === wanted || candidate.fqdn.toLowerCase() === wanted,
    )
    if (system) return { site, system }
  }
  return undefined
}

/** The site's first system of a role. */
export function systemOfRole(site: Site, role: SiteSystemRole): FoundSystem | undefined {
  const system = site.systems.find(({ roles }) => roles.includes(role))
  return system && { site, system }
}
