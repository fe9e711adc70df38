import type { ClientConnections, Site } from '../model/hierarchy.ts'
import type { Protocol } from '../model/protocol.ts'
import type { SiteMode } from '../model/site-mode.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'

/** A sentence of the documentation that a client acts by. */
export interface Rule {
  /** Stable. */
  id: string
  sentence: string
}

/** Whether a client may try a site system, by which protocol, and by which rule. */
export type Decision =
  | { rule: Rule; allowed: true; protocol: Protocol }
  /** `needed` is the protocol that it would take. */
  | { rule: Rule; allowed: false; needed: Protocol }

/** What the rules look at: who asks, and what is asked. */
export interface Contact {
  client: {
    kind: 'computer' | 'mobile-device'
    /** The mode of its assigned site. */
    mode: SiteMode
    httpForRoaming: boolean
    onInternet: boolean
  }
  role: SiteSystemRole
  /** The mode of the site that the system belongs to. */
  siteMode: SiteMode
  siteKind: Site['kind']
  /** The system belongs to the client's assigned site, whether the client is there or not. */
  ofAssignedSite: boolean
  /** The own SSL setting of a software update point or a reporting point. */
  ssl: boolean
  /** The distribution point's option to transfer by BITS, HTTP and HTTPS. */
  httpTransfer: boolean
  clientConnections: ClientConnections
  /** A management point allows mobile devices. */
  devices: boolean
  /** The system is protected, and the client outside its protected boundaries. */
  outsideProtection: boolean
}

export function allow(rule: Rule, protocol: Protocol): Decision {
  return { rule, allowed: true, protocol }
}

export function forbid(rule: Rule, needed: Protocol): Decision {
  return { rule, allowed: false, needed }
}

/** HTTP in mixed mode, HTTPS in native mode. */
export function protocolOfMode(mode: SiteMode): Protocol {
  return mode === 'native' ? 'https' : 'http'
}
