import type { Location } from '../vocabulary/location.ts'
import { siteModes, type SiteMode } from '../vocabulary/site-mode.ts'
import type { Rule, Statement } from './rule.ts'
import {
  assignedDirectlyForInternet,
  automaticAssignmentNeeds,
  globalRoamingNeeds,
  orderOfLookup,
  pages,
} from './sources.ts'
import type { Basis } from '../vocabulary/basis.ts'

export const activeDirectoryFirst: Rule = {
  id: 'service-location/active-directory-first',
  sentence:
    'Clients look for their site and its management point in Active Directory first; there they find only sites that ' +
    'publish to it.',
  sources: [globalRoamingNeeds, orderOfLookup],
}

export const serverLocatorPointAfterwards: Rule = {
  id: 'service-location/server-locator-point-afterwards',
  sentence:
    'A client that finds nothing in Active Directory asks the server locator point that it is configured with.',
  sources: [automaticAssignmentNeeds, orderOfLookup],
}

export const directlyOnTheInternet: Rule = {
  id: 'service-location/directly-on-the-internet',
  sentence:
    'A client on the Internet asks neither Active Directory nor a server locator point: its site and its ' +
    'Internet-based management point are set at installation.',
  sources: [assignedDirectlyForInternet],
}

export const managementPointInDns: Rule = {
  id: 'service-location/dns',
  sentence:
    'A client that is assigned directly and has a DNS suffix finds the default management point of its site in DNS, if ' +
    'the site publishes it there; DNS does not say which site is the client’s.',
  sources: [
    {
      says: 'DNS has the management point of a site that publishes it, for clients with a configured site and suffix.',
      pages: [pages.publishingInDns],
    },
    orderOfLookup,
  ],
}

const winsByMode: Statement = {
  says: 'In native mode clients cannot find management points in WINS, but still find server locator points there.',
  pages: [pages.nativeModePrerequisites, pages.serviceLocation],
}

/** See also "Configuration Manager and WINS". */
export const managementPointInWins: Rule = {
  id: 'service-location/wins-in-mixed-mode',
  sentence:
    'A mixed-mode client finds the default management point of its site in WINS; in native mode it cannot.',
  sources: [winsByMode, orderOfLookup],
}

export const serverLocatorPointInWins: Rule = {
  id: 'service-location/wins-for-server-locator-point',
  sentence:
    'A client without a configured server locator point looks for one in WINS, where an administrator must have entered it.',
  sources: [winsByMode],
}

export const managementPointNotFound: Rule = {
  id: 'service-location/management-point-not-found',
  sentence:
    'A client that cannot find the default management point of its site is unmanaged, though it is assigned.',
  sources: [
    {
      says: 'A client that cannot find its default management point is unmanaged: state message 604.',
      pages: [pages.siteAssignment, pages.stateMessages],
    },
  ],
}

/** Lists of management points have the capability; that clients go by it is our choice. */
export const managementPointOfItsMode: Rule = {
  id: 'service-location/management-point-of-its-mode',
  sentence:
    'A client uses a management point only if the list of its site names it, with the capability for SSL in native mode ' +
    'and without it in mixed mode.',
  sources: [
    {
      says: 'A list of management points shows those of a site; in native mode the test needs a client certificate.',
      pages: [pages.troubleshootingManagementPoints],
    },
  ],
}

/** Where a client looks for the default management point of its site, in this order. */
export const waysToManagementPoint = ['active-directory', 'dns', 'server-locator-point', 'wins'] as const

export type WayToManagementPoint = (typeof waysToManagementPoint)[number]

/** A client that looks for a management point. */
interface Searcher {
  kind: 'computer' | 'mobile-device'
  at: Location
  mode: SiteMode
  activeDirectory: boolean
  /** Its site was named by CCMSetup or an administrator. */
  assignedDirectly: boolean
  dnsSuffix?: string
  serverLocatorPoint?: string
  wins: boolean
}

const canGo: Readonly<Record<WayToManagementPoint, (searcher: Searcher) => boolean>> = {
  'active-directory': ({ activeDirectory }) => activeDirectory,
  dns: ({ dnsSuffix, assignedDirectly }) => dnsSuffix !== undefined && assignedDirectly,
  // WINS can name one, in either mode.
  'server-locator-point': ({ serverLocatorPoint, wins }) => serverLocatorPoint !== undefined || wins,
  wins: ({ wins, mode }) => wins && siteModes[mode].publishedInWins,
}

/**
 * The ways that are open to a client; it takes the next where one does not tell. A mobile device and a client on the
 * Internet have only what they were given at installation.
 */
export function waysOpenTo(searcher: Searcher): WayToManagementPoint[] {
  if (searcher.at.internet || searcher.kind === 'mobile-device') return []
  return waysToManagementPoint.filter((way) => canGo[way](searcher))
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the capability in a list of management points, by which clients choose one of their mode',
  },
]
