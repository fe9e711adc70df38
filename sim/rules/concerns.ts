import type { RuleId } from '../vocabulary/ids.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import { protocols, type Protocol } from '../vocabulary/network.ts'
import { siteModeNames, type SiteMode } from '../vocabulary/site-mode.ts'
import {
  clientConnections,
  siteSystemRoleNames,
  type SiteSystemRole,
} from '../vocabulary/site-system-role.ts'
import * as clientApproval from './client-approval.ts'
import * as clientCache from './client-cache.ts'
import * as clientCertificate from './client-certificate.ts'
import * as contentLocation from './content-location.ts'
import * as distributionPoints from './distribution-points.ts'
import * as fallbackStatusPoint from './fallback-status-point.ts'
import * as internetClient from './internet-client.ts'
import { mayContact } from './may-contact.ts'
import * as roamingScope from './roaming-scope.ts'
import * as roaming from './roaming.ts'
import type { Contact, Rule, Verdict } from './rule.ts'
import * as serverLocatorPoint from './server-locator-point.ts'
import * as serviceLocation from './service-location.ts'
import * as servingSystem from './serving-system.ts'
import * as siteAssignment from './site-assignment.ts'
import * as softwareUpdates from './software-updates.ts'
import * as unaffectedBySiteMode from './unaffected-by-site-mode.ts'
import * as userState from './user-state.ts'
import * as withinAssignedSite from './within-assigned-site.ts'

/** What a rule decides, which way, and for whom. */
interface Concerns {
  /** A part of a sentence: `whether a client may contact a site system, and by which protocol`. */
  decides: string
  /** The protocols by which it lets clients contact a site system; empty where it decides something else. */
  allows: readonly Protocol[]
  /** The protocols that the site systems take from which it keeps clients away; empty where it decides something else. */
  forbids: readonly Protocol[]
  /** The site systems that it is about. */
  roles: readonly SiteSystemRole[]
  /** The modes of the clients that it is about. */
  clientModes: readonly SiteMode[]
  /** The modes of the sites whose systems it is about. */
  siteModes: readonly SiteMode[]
}

/** What the rules of a chapter decide, where it is not whether a client may contact a site system. */
interface Chapter extends Pick<Concerns, 'decides' | 'roles'> {
  /** Of the clients, and of their sites. */
  modes: readonly SiteMode[]
}

/** The part of a rule's id before the slash. */
type ChapterName<Id = RuleId> = Id extends `${infer Name}/${string}` ? Name : never

const contentPoints = ['standard-distribution-point', 'branch-distribution-point'] as const

/** `by-contact`: each of its rules decides whether a client may contact a site system, and `mayContact` shows which way. */
const chapters: Readonly<Record<ChapterName, Chapter | 'by-contact'>> = {
  'branch-distribution-point': {
    decides: 'how a branch distribution point comes to content and gives it to clients',
    roles: contentPoints,
    modes: siteModeNames,
  },
  'client-approval': {
    decides: 'which clients a site approves, and what it keeps from the others',
    roles: ['management-point'],
    modes: ['mixed'],
  },
  'client-cache': {
    decides: 'whether and when a client downloads a package',
    roles: contentPoints,
    modes: siteModeNames,
  },
  'client-certificate': {
    decides: 'which certificate a client presents',
    roles: [
      'management-point',
      'standard-distribution-point',
      'software-update-point',
      'state-migration-point',
    ],
    modes: ['native'],
  },
  'content-location': {
    decides: 'where a client gets content, in which order, and how',
    roles: ['management-point', ...contentPoints],
    modes: siteModeNames,
  },
  'fallback-status-point': 'by-contact',
  'internet-client': 'by-contact',
  'resident-site': {
    decides: 'in which site a client is',
    roles: ['management-point'],
    modes: siteModeNames,
  },
  'roaming-scope': {
    decides: 'which sites a client finds when it roams',
    roles: ['management-point'],
    modes: siteModeNames,
  },
  roaming: 'by-contact',
  'server-locator-point': 'by-contact',
  'service-location': {
    decides: 'how a client finds its site and its management point',
    roles: ['management-point', 'server-locator-point'],
    modes: siteModeNames,
  },
  'serving-system': {
    decides: 'which management point of a site serves a client',
    roles: ['management-point'],
    modes: siteModeNames,
  },
  'site-assignment': {
    decides: 'to which site a client is assigned',
    roles: ['server-locator-point'],
    modes: siteModeNames,
  },
  'site-settings': {
    decides: 'when a client takes over the settings of its site',
    // They come from Active Directory.
    roles: [],
    modes: siteModeNames,
  },
  'software-updates': {
    decides: 'which updates a client installs, and where it gets their files',
    roles: ['software-update-point', ...contentPoints],
    modes: siteModeNames,
  },
  'unaffected-by-site-mode': 'by-contact',
  'user-state': {
    decides: 'how user state is stored',
    roles: ['state-migration-point'],
    modes: siteModeNames,
  },
  'within-assigned-site': 'by-contact',
}

/** Every rule, in the order of the modules. */
export const rules: readonly Rule[] = [
  clientApproval,
  clientCache,
  clientCertificate,
  contentLocation,
  distributionPoints,
  fallbackStatusPoint,
  internetClient,
  roaming,
  roamingScope,
  serverLocatorPoint,
  serviceLocation,
  servingSystem,
  siteAssignment,
  softwareUpdates,
  unaffectedBySiteMode,
  userState,
  withinAssignedSite,
].flatMap((module) => Object.values<unknown>(module).filter(isRule))

/** The rule of this id; undefined where there is none. */
export function ruleNamed(id: string): Rule | undefined {
  return rules.find((rule) => rule.id === id)
}

/** A rule, and what it decides, which way, and for whom. */
export interface ExplainedRule extends Rule, Concerns {}

/** What a rule decides is seen from every contact that there can be, and not described a second time. */
export function explainedRule({ id, sentence, sources }: Rule): ExplainedRule {
  return { id, sentence, sources, ...concernsOf(id) }
}

function concernsOf(id: RuleId): Concerns {
  const contacts = contactsByRule().get(id) ?? []
  const chapter = chapters[chapterOf(id)]
  if (chapter !== 'by-contact' && contacts.length === 0) {
    const { decides, roles, modes } = chapter
    return { decides, allows: [], forbids: [], roles, clientModes: modes, siteModes: modes }
  }
  const isAmong = <One>(all: readonly One[]) => {
    const found = new Set(all)
    return (one: One): boolean => found.has(one)
  }
  const allowed = contacts.flatMap(({ verdict }) => (verdict.allowed ? [verdict.protocol] : []))
  const forbidden = contacts.flatMap(({ verdict }) => (verdict.allowed ? [] : [verdict.needed]))
  return {
    decides: 'whether a client may contact a site system, and by which protocol',
    allows: protocols.filter(isAmong(allowed)),
    forbids: protocols.filter(isAmong(forbidden)),
    roles: siteSystemRoleNames.filter(isAmong(contacts.map(({ contact }) => contact.role))),
    clientModes: siteModeNames.filter(isAmong(contacts.map(({ contact }) => contact.client.mode))),
    siteModes: siteModeNames.filter(isAmong(contacts.map(({ contact }) => contact.siteMode))),
  }
}

interface Decided {
  contact: Contact
  verdict: Verdict
}

let decided: ReadonlyMap<RuleId, readonly Decided[]> | undefined

/** Every contact that there can be, by the rule that decides it. */
function contactsByRule(): ReadonlyMap<RuleId, readonly Decided[]> {
  if (decided) return decided
  const found = new Map<RuleId, Decided[]>()
  for (const contact of everyContact()) {
    const { rule, ...verdict } = mayContact(contact)
    const itsContacts = found.get(rule.id)
    if (itsContacts) itsContacts.push({ contact, verdict })
    else found.set(rule.id, [{ contact, verdict }])
  }
  return (decided = found)
}

/** Every contact there can be: the assigned site has the mode of its clients. */
export function* everyContact(): Generator<Contact> {
  const either = [false, true]
  for (const role of siteSystemRoleNames)
    for (const mode of siteModeNames)
      for (const siteMode of siteModeNames)
        for (const kind of ['computer', 'mobile-device'] as const)
          for (const httpForRoaming of either)
            for (const onInternet of either)
              for (const ofAssignedSite of mode === siteMode ? either : [false])
                for (const options of everyOption())
                  yield {
                    client: { kind, mode, httpForRoaming, onInternet },
                    ...{ role, siteMode, ofAssignedSite },
                    ...options,
                  }
}

function* everyOption(): Generator<Omit<Contact, 'client' | 'role' | 'siteMode' | 'ofAssignedSite'>> {
  const either = [false, true]
  for (const siteKind of ['primary', 'secondary'] as const)
    for (const connections of clientConnections)
      for (const ssl of either)
        for (const httpTransfer of either)
          for (const devices of either)
            for (const outsideProtection of either)
              yield {
                siteKind,
                clientConnections: connections,
                ssl,
                httpTransfer,
                devices,
                outsideProtection,
              }
}

function chapterOf(id: RuleId): ChapterName {
  const name = id.slice(0, id.indexOf('/'))
  const found = keysOf(chapters).find((chapter) => chapter === name)
  if (found === undefined) throw new Error(`no chapter has the rule ${id}`)
  return found
}

function isRule(value: unknown): value is Rule {
  return typeof value === 'object' && value !== null && 'id' in value && 'sentence' in value
}
