import type { DiagnosisId } from '../evidence/catalogue.ts'
import type { OpenId, RuleId } from '../vocabulary/ids.ts'
import type { Attempt, Outcome } from '../evidence/attempt.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'

/** What a change of modes does to the clients of a hierarchy; `plan --json` prints this. */
export interface PlanResult {
  format: 1
  /** The hierarchy's file. */
  hierarchy: string
  /** In the order in which they were tried. */
  switches: PlannedSwitch[]
  /** Names of the moments at which every client was tried: `before`, `after CEN=native`, `told of CEN=native`, and so on. */
  phases: string[]
  /** All clients in numbers. */
  summary: PlanSummary
  /** Every group, whether or not anything changes for its clients; in the order of their numbers. */
  groups: PlannedGroup[]
  /** What ended in another way than before; the worst first. */
  changes: PlanChange[]
  /** Groups of which one client ended otherwise than another; empty unless several of each were run. */
  differing: DifferingGroup[]
  /** The documented checklist for a switch, looked through in the hierarchy. */
  preflight: PreflightCheck[]
  /** The attempts that the changes name. */
  attempts: Attempt[]
}

/** A change of one site's mode. */
export interface PlannedSwitch {
  /** Code of the primary site. */
  site: string
  /** The new one. */
  mode: SiteMode
  /** Why the hierarchy's order forbids it, and what to do first; null where it was carried out. */
  refused: string | null
}

/** Numbers of clients: each counts once, in the first that holds. */
export interface PlanFates {
  /** Never get policy again by themselves. */
  stranded: number
  /** Further ones, should their unknown certificates turn out to be missing. */
  strandedIfUnready: number
  /** Without policy until they learn of a switch. */
  awayUntilTold: number
  /** Get a package or an update no longer. */
  losesContent: number
  /** Get a package or an update from outside the site they are in, and got it there before. */
  fartherContent: number
  /** Everything ends as before. */
  unchanged: number
}

/** What becomes of all clients, in numbers. */
export interface PlanSummary extends PlanFates {
  /** All of the hierarchy. */
  clients: number
  /** Groups of clients that nothing tells apart. */
  groups: number
  /** Of all, the ones that get content from unprotected distribution points, after eight hours without it, and not at once. */
  delayedContent: number
  /** Of all, the ones that lose content, or get it from farther away, until a later switch. */
  contentInterrupted: number
  /** Of all, the ones that have policy and can no longer send their state. */
  losesState: number
  /** Of all, the ones that got no policy before the first switch; they count as unchanged. */
  withoutPolicyBefore: number
}

export const planKinds = [
  'stranded',
  'strandedIfUnready',
  'awayUntilTold',
  'losesContent',
  'fartherContent',
  'delayedContent',
  'contentInterrupted',
  'losesState',
] as const

/** What became of a client's policy, content or state, the worst first. */
export type PlanKind = (typeof planKinds)[number]

export const planCauses = [
  'never-told',
  'not-told-yet',
  'no-usable-certificate',
  'system-not-ready',
  'neighbour-of-other-mode',
  'package-only-there',
  'other',
] as const

/** Why it changed: from what the client knows, from its site and from the rules. */
export type PlanCause = (typeof planCauses)[number]

export const planActs = ['policy', 'content', 'updates', 'state'] as const

/** What clients are tried at. */
export type PlanAct = (typeof planActs)[number]

/** One thing that changed for the clients of one group, at one place. */
export interface PlanChange {
  /** Whom it happens to. */
  group: PlanGroup
  /** How many it happens to. */
  clients: number
  /** Name of one of them. */
  example: string
  /** What they do. */
  act: PlanAct
  /** Id of the package or the update; absent for other acts. */
  content?: string
  /** Code of the site visited; null at home. */
  visiting: string | null
  /** What it comes to for them. */
  kind: PlanKind
  /** What in the hierarchy or its rules is behind it. */
  because: PlanCause
  /** How it ended before the first switch. */
  before: PlanEnding
  /** In each phase after the first. */
  after: PlanEnding[]
  /** Id in the failure catalogue, of the phase that shows the change; null where a rule withheld the contact. */
  diagnosis: OpenId<DiagnosisId> | null
  /** Id of the rule that they go by in that phase; null where none is named. */
  rule: OpenId<RuleId> | null
  /** Ids of the attempts of that phase. */
  attempts: string[]
  /** The documented ways that can help. */
  remedies: PlanRemedy[]
}

/** How something ended. */
export interface PlanEnding {
  /** Of the last attempt of the act. */
  outcome: Outcome
  /** Of that attempt. */
  protocol: Attempt['protocol']
  /** Name of the site system that decided; null where none was contacted. */
  system: string | null
  /** Code of the system's site; null where none was contacted. */
  site: string | null
}

/** Clients that nothing tells apart. */
export interface PlanGroup {
  /** Counted from 1, in the order of the file. */
  number: number
  /** Names of the file's groups that they belong to, and the clients described alone as null. */
  from: (string | null)[]
  /** How many they are. */
  clients: number
  /** Computers, or mobile devices. */
  kind: 'computer' | 'mobile-device'
  /** Code of the site that manages them; null for none. */
  assignedSite: string | null
  /** The sites whose boundaries hold their homes; empty outside all boundaries. */
  at: string[]
  /** Their homes are on the Internet. */
  onInternet: boolean
  /** Codes of the sites that they visit. */
  visits: string[]
  /** They are in the forest. */
  activeDirectory: boolean
  /** Names of the recipes of their certificates; `unknown`: nobody knows what they have. */
  certificates: string[] | 'unknown'
  /** Of their client software: `4.00.6487.2000`. */
  version: string
}

/** A group, and what becomes of its clients. */
export interface PlannedGroup {
  /** Who they are. */
  group: PlanGroup
  /** They add up to the group's clients. */
  fates: PlanFates
}

/** A group whose clients did not end alike. */
export interface DifferingGroup {
  /** Its number. */
  group: number
  /** The verdict of each client that was run. */
  clients: {
    /** Name of a client that was run. */
    client: string
    /** Every kind of change that it met. */
    kinds: PlanKind[]
  }[]
}

/** A documented way to help. */
export interface PlanRemedy {
  /** Stable, for programs. */
  id: PlanRemedyId
  /** A sentence that says what to do. */
  do: string
  /** Whether a second run, with this alone done, showed it to help any of these clients; null: it was not tried. */
  verified: boolean | null
  /** Of these clients, the ones that it leaves as they are; null: not tried. */
  leaves: number | null
  /** Clients of the whole hierarchy that it strands, and the switches alone do not; null: not tried. */
  strands: number | null
}

export const planRemedyIds = [
  'certificate',
  'reinstall',
  'http-for-roaming',
  'neighbour-as-well',
  'package-at-home',
  'server-locator-point',
  'dns-publishing',
  'another-order',
] as const
/** Documented ways to help clients over a switch. */
export type PlanRemedyId = (typeof planRemedyIds)[number]

/** An item of the documented checklist. */
export interface PreflightCheck {
  /** Code of the site; null where it concerns the hierarchy. */
  site: string | null
  /** Stable id: `management-point`. */
  check: string
  /** The item as a sentence. */
  asks: string
  /** Nothing is left to do about it. */
  holds: boolean
  /** What was found, and what to do where it does not hold. */
  found: string
}
