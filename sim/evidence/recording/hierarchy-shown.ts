import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { UnusualSettings } from '../../vocabulary/unusual.ts'
import type { Attempt } from '../attempt.ts'

/** A hierarchy as it stands on loopback at one moment, with everything that a picture of it needs. */
export interface HierarchyShown {
  /** For people. */
  name: string
  /** DNS suffix of all names. */
  domain: string
  /** In the order of the file. */
  sites: SiteShown[]
  /** Those whose place and sites are told. */
  clients: ClientShown[]
  /** Absent where servers behave as usual. */
  unusual?: UnusualSettings
}

/** A site as it stands at that moment. */
export interface SiteShown {
  /** Three characters. */
  code: string
  /** A secondary site is managed through its parent. */
  kind: 'primary' | 'secondary'
  /** Its mode at that moment. */
  mode: SiteMode
  /** null at the central site. */
  parent: string | null
  /** The networks that belong to it. */
  boundaries: {
    /** As the file writes it. */
    text: string
    /** Fast or slow, as the administrator says. */
    connection: 'fast' | 'slow'
  }[]
  /** Its servers. */
  systems: SystemShown[]
}

/** A site system as it stands at that moment. */
export interface SystemShown {
  /** As in the file. */
  name: string
  /** Name by which clients ask for it. */
  fqdn: string
  /** Ids: `management-point`. */
  roles: string[]
  /** IP address on loopback. */
  address: string
  /** One for each listener, with the actual port. */
  urls: string[]
  /** The fault that the system was given; null when nothing is wrong. */
  fault: string | null
}

/** A client as it stands at that moment. */
export interface ClientShown {
  /** As in the file. */
  name: string
  /** Its name and the hierarchy's domain. */
  fqdn: string
  /** Computer, or mobile device. */
  kind: 'computer' | 'mobile-device'
  /** Mode in which it acts. */
  mode: Attempt['clientMode']
  /** In words: `10.1.4.20`, `the Internet`. */
  at: string
  /** Site codes; null where the client has no assigned site, or is outside all boundaries. */
  assignedSite: string | null
  /** Code of the site whose boundaries hold it now; null outside all of them. */
  residentSite: string | null
  /** The group of the hierarchy's file that describes it; absent where it is described alone. */
  group?: string
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
