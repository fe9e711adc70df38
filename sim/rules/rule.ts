import type { RuleId } from '../vocabulary/ids.ts'
import type { ClientConnections, SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { Protocol } from '../vocabulary/network.ts'
import { siteModes, type SiteMode } from '../vocabulary/site-mode.ts'

/** A sentence of the documentation that a client acts by. */
export interface Rule {
  /** Stable, for expectations in scenarios: `roaming/same-mode`. */
  id: RuleId
  /** What a client does by it, for people. */
  sentence: string
  /** The statements behind it. */
  sources: readonly [Statement, ...Statement[]]
}

/** A statement about a client's choices, in short and in our words: of the documentation, or inferred from it. */
export interface Statement {
  /** One sentence. */
  says: string
  /** Titles of the pages that say it, or from which it is inferred. */
  pages: readonly [string, ...string[]]
  /** No page says it: it is inferred from what they say. */
  inferred?: true
}

/** A rule that decides whether a client may try a site system. `may-contact.ts` lists it under the roles it covers. */
export interface DecidingRule extends Rule {
  /** undefined: the rule does not apply to this contact. */
  decide(contact: Contact): Verdict | undefined
}

/** A rule that can keep a client from a site system whatever a deciding rule says. */
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

/** The input of the rules: a client, and the site system that it would contact. */
export interface Contact {
  /** Who would contact it. */
  client: {
    /** The two kinds have rules of their own. */
    kind: 'computer' | 'mobile-device'
    /** The mode of its assigned site. */
    mode: SiteMode
    /** The native-mode option "HTTP communication for roaming and site assignment" is on. */
    httpForRoaming: boolean
    /** It takes itself to be on the Internet. */
    onInternet: boolean
  }
  /** What the client would contact the system as. */
  role: SiteSystemRole
  /** The mode of the site that the system belongs to. */
  siteMode: SiteMode
  /** Of the site that the system belongs to. */
  siteKind: 'primary' | 'secondary'
  /** The system belongs to the client's assigned site, whether the client is there or not. */
  ofAssignedSite: boolean
  /** The SSL setting of a software update point or a reporting point. */
  ssl: boolean
  /** The distribution point's option to transfer by BITS, HTTP and HTTPS. */
  httpTransfer: boolean
  /** Whom the system serves: the intranet, the Internet, or both. */
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
