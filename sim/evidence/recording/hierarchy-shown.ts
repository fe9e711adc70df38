import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { Attempt } from '../attempt.ts'

/** A hierarchy as it stands on loopback at one moment, with everything that a picture of it needs. */
export interface HierarchyShown {
  name: string
  domain: string
  sites: SiteShown[]
  clients: ClientShown[]
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
