import type { Location } from '../model/boundary.ts'
import type { Client } from '../model/hierarchy.ts'
import type { SiteMode } from '../model/site-mode.ts'
import type { Rule } from './rule.ts'

/** "Configuration Manager and Service Location", in short. */
export const activeDirectoryFirst: Rule = {
  id: 'service-location/active-directory-first',
  sentence:
    'Clients look for their site and its management point in Active Directory first; there they find only sites that ' +
    'publish to it.',
}

export const serverLocatorPointAfterwards: Rule = {
  id: 'service-location/server-locator-point-afterwards',
  sentence:
    'A client that finds nothing in Active Directory asks the server locator point that it was told of.',
}

/** "Overview of Internet-Based Client Management", in short. */
export const directlyOnTheInternet: Rule = {
  id: 'service-location/directly-on-the-internet',
  sentence:
    'A client on the Internet asks neither Active Directory nor a server locator point: it was told its site and the ' +
    'Internet-based management point when it was installed.',
}

/** "How to Publish Management Points in DNS" and its neighbours, in short. */
export const managementPointInDns: Rule = {
  id: 'service-location/dns',
  sentence:
    'A client that was assigned directly and told a DNS suffix finds the default management point of its site in DNS, if ' +
    'the site publishes it there; which site that is DNS does not tell.',
}

/** "Configuration Manager and WINS", in short, for both. */
export const managementPointInWins: Rule = {
  id: 'service-location/wins-in-mixed-mode',
  sentence:
    'A mixed-mode client finds the default management point of its site in WINS; in native mode it cannot.',
}

export const serverLocatorPointInWins: Rule = {
  id: 'service-location/wins-for-server-locator-point',
  sentence:
    'A client that was told of no server locator point looks for one in WINS, where somebody has to have entered it.',
}

/** "About Client Site Assignment", in short. */
export const managementPointNotFound: Rule = {
  id: 'service-location/management-point-not-found',
  sentence:
    'A client that cannot find the default management point of its site is unmanaged, though it is assigned.',
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
  const inWins = wins && now.mode === 'mixed'
  const byName = inDns || inWins
  const inBetween = byName && serverLocatorPoint !== undefined
  return [
    ...(inDns ? ['dns' as const] : []),
    ...(inBetween ? ['server-locator-point' as const] : []),
    ...(inWins ? ['wins' as const] : []),
  ]
}
