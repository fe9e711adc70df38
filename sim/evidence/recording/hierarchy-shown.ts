import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { UnusualSettings } from '../../vocabulary/unusual.ts'
import type { Attempt } from '../attempt.ts'

/** A hierarchy as it stands on loopback at one moment, with everything that a picture of it needs. */
export interface HierarchyShown {
  name: string
  domain: string
  sites: SiteShown[]
  clients: ClientShown[]
  /** Absent where servers behave as usual. */
  unusual?: UnusualSettings
}

export interface SiteShown {
  code: string
  kind: 'primary' | 'secondary'
  mode: SiteMode
  /** null at the central site. */
  parent: string | null
  boundaries: { text: string; connection: 'fast' | 'slow' }[]
  systems: SystemShown[]
}

export interface SystemShown {
  name: string
  fqdn: string
  roles: string[]
  address: string
  /** One for each listener, with the actual port. */
  urls: string[]
  /** The fault that the system was given; null when nothing is wrong. */
  fault: string | null
}

export interface ClientShown {
  name: string
  fqdn: string
  kind: 'computer' | 'mobile-device'
  mode: Attempt['clientMode']
  /** In words: `10.1.4.20`, `the Internet`. */
  at: string
  /** Site codes; null where the client has no assigned site, or is outside all boundaries. */
  assignedSite: string | null
  residentSite: string | null
}

/** Why sites are no tree: a code that two of them have, or one that is above itself; undefined where they are one. */
export function wrongWithTree(sites: readonly Pick<SiteShown, 'code' | 'parent'>[]): string | undefined {
  const parents = new Map(sites.map(({ code, parent }) => [code, parent]))
  if (parents.size < sites.length) {
    const twice = sites.find(({ code }, place) => sites.findIndex((site) => site.code === code) < place)
    return `has the site ${twice?.code} twice`
  }
  const known = new Set<string>()
  for (const { code } of sites) {
    const way = new Set<string>()
    for (let at: string | null = code; at !== null && !known.has(at); at = parents.get(at) ?? null) {
      if (way.has(at)) return `has the site ${at} above itself`
      way.add(at)
    }
    for (const passed of way) known.add(passed)
  }
  return undefined
}
