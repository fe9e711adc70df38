import type { Hierarchy, Site } from '../../model/hierarchy.ts'
import { hasHttpForRoaming, sitesBelow, siteSystemNamed } from '../../model/sites.ts'
import { nativeClientNeedsHttpOption } from '../../rules/server-locator-point.ts'
import { pages, withoutServerLocatorPoint } from '../../rules/sources.ts'
import { managementPointInWins, waysOpenTo, type WayToManagementPoint } from '../../rules/service-location.ts'
import { siteModes, type SiteMode } from '../../vocabulary/site-mode.ts'
import type { AssignedClients } from './assigned-clients.ts'
import {
  answerOn,
  reasonsInWords,
  type ChecklistItem,
  type ItemOfHierarchy,
  type ItemOfSites,
} from './checklist-item.ts'

/** Clients that look for their management point once they are in a mode. */
interface Search extends Pick<AssignedClients, 'site' | 'traits'> {
  hierarchy: Hierarchy
  mode: SiteMode
}

/** Whether a way that is open to a client leads to the management point of its site. */
const leads: Readonly<Record<WayToManagementPoint, (search: Search) => boolean>> = {
  'active-directory': ({ site }) => site.publishToActiveDirectory,
  dns: ({ site, hierarchy, traits }) =>
    site.publishToDns && traits.dnsSuffix?.toLowerCase() === hierarchy.domain.toLowerCase(),
  'server-locator-point': (search) => withoutPointBecause(search) === undefined,
  wins: () => true,
}

function waysThatLead(search: Search): WayToManagementPoint[] {
  const { traits, mode } = search
  const assignedDirectly = traits.assignedSite !== 'auto'
  const ways = waysOpenTo({ ...traits, at: { internet: false }, mode, assignedDirectly })
  return ways.filter((way) => leads[way](search))
}

/** Computers on the intranet that were not installed with a management point have to find theirs. */
function isSearching({ traits: { kind, managementPoint }, onInternet }: AssignedClients): boolean {
  return kind === 'computer' && !onInternet && managementPoint === undefined
}

/** Why no server locator point helps a client; undefined: one does. */
function withoutPointBecause(search: Search): string | undefined {
  const { hierarchy, site, mode, traits } = search
  const known = siteOfKnownPoint(search)
  if (!known) return 'knowing none'
  if (!sitesBelow(hierarchy, known).includes(site))
    return `knowing one of ${known.code} alone, which does not know their site`
  const needsOption = siteModes[mode].clientsPresentCertificates
  return needsOption && !hasHttpForRoaming(traits, site)
    ? 'without HTTP for roaming and site assignment'
    : undefined
}

/** The site of the server locator point that a client was told of, or finds in WINS. */
function siteOfKnownPoint({ hierarchy, traits }: Search): Site | undefined {
  const told = siteSystemNamed(hierarchy, traits.serverLocatorPoint ?? '')
  if (told?.system.roles.includes('server-locator-point')) return told.site
  return traits.wins
    ? hierarchy.sites.find(({ systems }) => systems.some(({ winsEntry }) => winsEntry))
    : undefined
}

const serverLocatorPoint: ItemOfHierarchy = {
  id: 'server-locator-point',
  asks: 'Clients that find their management point neither in Active Directory nor in DNS have a server locator point.',
  sources: [
    {
      says: 'Clients that do not read Active Directory need a server locator point; one at the central site is enough.',
      pages: [pages.needForServerLocatorPoint],
    },
    ...nativeClientNeedsHttpOption.sources,
    withoutServerLocatorPoint,
  ],
  before: ['native'],
  of: 'hierarchy',
  answer({ hierarchy, mode, clients }) {
    const isInNeed = (one: AssignedClients): boolean => {
      const ways = waysThatLead({ hierarchy, mode, ...one })
      return isSearching(one) && !ways.includes('active-directory') && !ways.includes('dns')
    }
    const reasonOf = (one: AssignedClients): string | undefined =>
      isInNeed(one) ? withoutPointBecause({ hierarchy, mode, ...one }) : undefined
    return answerOn(clients, (one) => reasonOf(one) !== undefined, {
      verbs: ['needs one and cannot use any', 'need one and cannot use any'],
      toDo:
        `${reasonsInWords(clients, reasonOf)}; install one at the central site, and run CCMSetup with SMSSLP= and ` +
        '/native:FALLBACK',
    })
  },
}

const wins: ItemOfSites = {
  id: 'wins',
  asks: 'No client of the site depends on WINS to find its management point.',
  sources: managementPointInWins.sources,
  before: ['native'],
  of: 'primary site',
  answer({ hierarchy, mode, clients }) {
    const dependsOnIt = (one: AssignedClients): boolean =>
      one.traits.wins && isSearching(one) && waysThatLead({ hierarchy, mode, ...one }).length === 0
    return answerOn(clients, dependsOnIt, {
      verbs: ['depends on it', 'depend on it'],
      toDo: 'give them a server locator point, the suffix under which DNS has the management point, or SMSMP=',
    })
  },
}

export const ofServiceLocation: readonly ChecklistItem[] = [serverLocatorPoint, wins]
