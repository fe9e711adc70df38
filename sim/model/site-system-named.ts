import type { Hierarchy, Site, SiteSystem } from './hierarchy.ts'

/** Whether people who write this name or FQDN mean this site system. */
export function isCalled({ name, fqdn }: Pick<SiteSystem, 'name' | 'fqdn'>, written: string): boolean {
  return [name, fqdn].some((known) => known.toLowerCase() === written.toLowerCase())
}

/** A site system by its name or FQDN, wherever in the hierarchy. */
export function siteSystemNamed(
  hierarchy: Hierarchy,
  written: string,
): { site: Site; system: SiteSystem } | undefined {
  for (const site of hierarchy.sites) {
    const system = site.systems.find((candidate) => isCalled(candidate, written))
    if (system) return { site, system }
  }
  return undefined
}
