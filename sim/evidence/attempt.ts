import type { LookupProtocol, Protocol } from '../vocabulary/network.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { OpenId, RuleId } from '../vocabulary/ids.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { DiagnosisId } from './catalogue.ts'
import type { ClientEvidence, EndEvidence, TlsEvidence, Told } from './end-evidence.ts'

/** The ways in which an attempt ends where both ends bear each other out. */
export const witnessedOutcomes = ['answered', 'failed', 'withheld'] as const

export const outcomes = [...witnessedOutcomes, 'contradicted'] as const

/**
 * `answered`: the role's own answer came over a connection that a listener accepted and answered. `withheld`: the client's
 * rules forbade the attempt, and no listener heard of it. `contradicted`: the two ends do not bear each other out.
 */
export type Outcome = (typeof outcomes)[number]

/** A role of site systems, or of a computer in which clients look others up. */
export type ContactedRole = SiteSystemRole | 'domain-controller' | 'name-server'

/** One client's attempt at one site system by one protocol: the unit of evidence. This is its JSON shape as well. */
export interface Attempt {
  /** `a17`; unique within a run. */
  id: string
  /** Its name in the hierarchy. */
  client: string
  /** Mode in which the client acted. */
  clientMode: SiteMode
  /** The attempt was made against the client's rules, to see what happens on the wire. */
  forced: boolean
  /** The role that was contacted: `management-point`. Lookups name `domain-controller` or `name-server`. */
  role: OpenId<ContactedRole>
  /** `assigned`: the site is the one the client is assigned to; `resident`: the one it is in now. */
  relation: 'assigned' | 'resident'
  /** null when the client found no site to contact. */
  site: string | null
  /** FQDN of the site system. */
  system: string | null
  /** What it was made by; lookups are made by `ldap`, `dns` or `wins`. */
  protocol: Protocol | LookupProtocol
  /** Address that was asked, with its scheme; null where no socket was opened. */
  url: string | null
  /** The source from which the client knows where this system is; null where nobody told, and no socket was opened. */
  told: Told | null
  /** `withheld` where a rule forbade it, `contradicted` where the two ends do not bear each other out. */
  outcome: Outcome
  /** What the client says and what the servers say, where they contradict each other; null unless `contradicted`. */
  contradiction: string | null
  /** The sentence of the rule that led to this attempt or withheld it. */
  why: string
  /** Id of that rule. */
  rule: OpenId<RuleId>
  /** HTTP status, when one was received. */
  status: number | null
  /** The substatus of IIS: 7 in 403.7. */
  substatus: number | null
  /** null when this end saw nothing wrong. */
  client_end: ClientEvidence | null
  /** What the server saw; null when it saw nothing wrong. */
  server_end: EndEvidence | null
  /** Id of a catalogue entry; null unless the attempt failed. */
  diagnosis: OpenId<DiagnosisId> | null
  /** The completed handshake; null where there was none. */
  tls: TlsEvidence | null
  /** Id of the attempt that this one follows up: same client and system, another port. */
  after: string | null
  /** ISO 8601, by the simulation's clock. */
  startedAt: string
  /** Milliseconds, by the machine's clock. */
  durationMs: number
}
