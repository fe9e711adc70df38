import type { Hierarchy, Site } from '../../model/hierarchy.ts'
import { clientsCounted, thousands } from '../../vocabulary/counted.ts'
import type { Statement } from '../../rules/rule.ts'
import type { SiteMode } from '../../vocabulary/site-mode.ts'
import { countIn, type AssignedClients } from './assigned-clients.ts'

/** An item of the checklist before a site changes its mode. */
export type ChecklistItem = ItemOfSites | ItemOfHierarchy

interface Item {
  /** Stable: `management-point`. */
  id: string
  /** What has to hold, as a sentence. */
  asks: string
  sources: readonly [Statement, ...Statement[]]
  /** The modes before which it is asked. */
  before: readonly SiteMode[]
}

export interface ItemOfSites extends Item {
  /** `site`: of a primary site and of the secondary sites that follow it. */
  of: 'primary site' | 'site'
  /** undefined: there is nothing to ask of this site. */
  answer(asked: SiteAsked): Answer | undefined
}

/** An item that is asked once for all sites that go into a mode. */
export interface ItemOfHierarchy extends Item {
  of: 'hierarchy'
  answer(asked: SitesAsked): Answer | undefined
}

/** The sites that go into a mode. */
export interface SitesAsked {
  hierarchy: Hierarchy
  mode: SiteMode
  /** Assigned to these sites. */
  clients: readonly AssignedClients[]
}

/** One of them. A secondary site has the clients of its primary site. */
export interface SiteAsked extends SitesAsked {
  site: Site
  /** The site that has to change first, and why; undefined: none has to. */
  obstacle: { site: string; why: string } | undefined
}

export interface Answer {
  holds: boolean
  /** What was found, and what to do where it does not hold. */
  found: string
}

export function holds(found: string): Answer {
  return { holds: true, found }
}

export function fails(found: string): Answer {
  return { holds: false, found }
}

export const both: readonly SiteMode[] = ['mixed', 'native']

/** How a failing client is told of: `lacks one`, `lack one`, and what to do. */
interface Wording {
  verbs: readonly [one: string, several: string]
  toDo: string
}

/** The answer of an item that is asked of clients one by one; undefined: there are none. */
export function answerOn(
  all: readonly AssignedClients[],
  isFailing: (clients: AssignedClients) => boolean,
  { verbs: [one, several], toDo }: Wording,
): Answer | undefined {
  const count = countIn(all)
  if (count === 0) return undefined
  const failing = countIn(all.filter(isFailing))
  if (failing > 0) {
    const who = `${thousands(failing)} of ${clientsCounted(count)}`
    return fails(`${who} ${failing === 1 ? one : several}: ${toDo}.`)
  }
  return holds(count === 1 ? 'The only client is no exception.' : `None of ${clientsCounted(count)} ${one}.`)
}

/** Why clients fail, each reason with its number. */
export function reasonsInWords(
  all: readonly AssignedClients[],
  reasonOf: (clients: AssignedClients) => string | undefined,
): string {
  const countByReason = new Map<string, number>()
  for (const clients of all) {
    const reason = reasonOf(clients)
    if (reason !== undefined) countByReason.set(reason, (countByReason.get(reason) ?? 0) + clients.count)
  }
  return [...countByReason].map(([reason, count]) => `${reason} (${thousands(count)})`).join(', ')
}
