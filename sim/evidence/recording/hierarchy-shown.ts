import type { SiteMode } from '../../vocabulary/site-mode.ts'
import type { Attempt } from '../attempt.ts'

/** A hierarchy as it stands on loopback at one moment: what a picture of it needs. */
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
  /** Of what it listens on, with the ports really open. */
  urls: string[]
  /** What it is broken by; null when nothing is wrong. */
  fault: string | null
}

export interface ClientShown {
  name: string
  fqdn: string
  kind: 'computer' | 'mobile-device'
  mode: Attempt['clientMode']
  /** In words: `10.1.4.20`, `the Internet`. */
  at: string
  /** Codes; null where it has none, or is outside all boundaries. */
  assignedSite: string | null
  residentSite: string | null
}
