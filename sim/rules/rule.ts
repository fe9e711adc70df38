import type { ClientConnections, Site } from '../model/hierarchy.ts'
import type { Protocol } from '../vocabulary/protocol.ts'
import { siteModes, type SiteMode } from '../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'

/** A sentence of the documentation that a client acts by. */
export interface Rule {
  /** Stable. */
  id: string
  sentence: string
  /** What it goes back to. */
  sources: readonly [Statement, ...Statement[]]
}

/** What the documentation says of a client's choices, in short and in our words. */
export interface Statement {
  says: string
  /** Titles of the pages that say it. */
  pages: readonly [string, ...string[]]
}

/** A rule that says whether a client may try a site system. It is asked only about roles that it speaks of. */
export interface DecidingRule extends Rule {
  /** undefined: it says nothing about this contact. */
  decide(contact: Contact): Verdict | undefined
}

/** A rule that keeps a client from a site system, whichever rule has decided. */
export interface ForbiddingRule extends Rule {
  forbids(contact: Contact, decided: Verdict): boolean
}

/** Whether a client may try a site system, and by which protocol. */
export type Verdict =
  | { allowed: true; protocol: Protocol }
  /** `needed` is the protocol that it would take. */
  | { allowed: false; needed: Protocol }

/** A verdict, and the rule by which it was reached. */
export type Decision = { rule: Rule } & Verdict

/** What the rules look at: the client that asks, and the system that is asked. */
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

export function allow(protocol: Protocol): Verdict {
  return { allowed: true, protocol }
}

export function forbid(needed: Protocol): Verdict {
  return { allowed: false, needed }
}

export function protocolOfMode(mode: SiteMode): Protocol {
  return siteModes[mode].protocol
}
