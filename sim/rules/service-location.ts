import type { Location, Client } from '../model/hierarchy.ts'
import { siteModes, type SiteMode } from '../vocabulary/site-mode.ts'
import type { Rule, Statement } from './rule.ts'
import {
  assignedDirectlyForInternet,
  automaticAssignmentNeeds,
  globalRoamingNeeds,
  pages,
} from './sources.ts'

export const activeDirectoryFirst: Rule = {
  id: 'service-location/active-directory-first',
  sentence:
    'Clients look for their site and its management point in Active Directory first; there they find only sites that ' +
    'publish to it.',
  sources: [globalRoamingNeeds],
}

export const serverLocatorPointAfterwards: Rule = {
  id: 'service-location/server-locator-point-afterwards',
  sentence:
    'A client that finds nothing in Active Directory asks the server locator point that it was told of.',
  sources: [automaticAssignmentNeeds],
}

export const directlyOnTheInternet: Rule = {
  id: 'service-location/directly-on-the-internet',
  sentence:
    'A client on the Internet asks neither Active Directory nor a server locator point: it was told its site and the ' +
    'Internet-based management point when it was installed.',
  sources: [assignedDirectlyForInternet],
}

export const managementPointInDns: Rule = {
  id: 'service-location/dns',
  sentence:
    'A client that was assigned directly and told a DNS suffix finds the default management point of its site in DNS, if ' +
    'the site publishes it there; which site that is DNS does not tell.',
  sources: [
    {
      says: 'DNS has the management point of a site that publishes it, for clients that were told site and suffix.',
      pages: [pages.publishingInDns],
    },
  ],
}

const winsByMode: Statement = {
  says: 'WINS cannot be used to find management points in native mode, and still for server locator points.',
  pages: [pages.nativeModePrerequisites, pages.serviceLocation],
}

/** See also "Configuration Manager and WINS". */
export const managementPointInWins: Rule = {
  id: 'service-location/wins-in-mixed-mode',
  sentence:
    'A mixed-mode client finds the default management point of its site in WINS; in native mode it cannot.',
  sources: [winsByMode],
}

export const serverLocatorPointInWins: Rule = {
  id: 'service-location/wins-for-server-locator-point',
  sentence:
    'A client that was told of no server locator point looks for one in WINS, where somebody has to have entered it.',
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

export type WayToManagementPoint = 'dns' | 'server-locator-point' | 'wins'

/**
 * Where a client looks for its default management point that cannot read it in Active Directory and was told to look in
 * DNS or WINS. The order is not documented; our choice.
 */
export function waysToManagementPoint({
  kind,
  activeDirectory,
  dnsSuffix,
  serverLocatorPoint,
  wins,
  ...now
}: Pick<Client, 'kind' | 'activeDirectory' | 'dnsSuffix' | 'serverLocatorPoint' | 'wins'> & {
  at: Location
  mode: SiteMode
  assignedDirectly: boolean
}): WayToManagementPoint[] {
  if (activeDirectory || now.at.internet || kind === 'mobile-device') return []
  const inDns = dnsSuffix !== undefined && now.assignedDirectly
  const inWins = wins && siteModes[now.mode].publishedInWins
  const byName = inDns || inWins
  const inBetween = byName && serverLocatorPoint !== undefined
  return [
    ...(inDns ? ['dns' as const] : []),
    ...(inBetween ? ['server-locator-point' as const] : []),
    ...(inWins ? ['wins' as const] : []),
  ]
}
