import type { Location, SiteSystem } from '../model/hierarchy.ts'
import { covers } from '../model/sites.ts'
import { siteSystemRoles, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { Contact, ForbiddingRule, Rule } from './rule.ts'
import { pages } from './sources.ts'

export const defaultManagementPoint: Rule = {
  id: 'serving-system/default-management-point',
  sentence:
    'However many management points a site has, its clients use the default one alone; on the Internet the ' +
    'Internet-based one.',
  sources: [
    {
      says: 'Clients use the default management point of a site, whatever number of them it has.',
      pages: [pages.troubleshootingManagementPoints],
    },
  ],
}

export const deviceManagementPoint: ForbiddingRule = {
  id: 'serving-system/device-management-point',
  sentence: 'Mobile devices use a management point that allows devices.',
  sources: [
    { says: 'Mobile devices use a management point that allows devices.', pages: [pages.deviceManagement] },
  ],
  forbids: (contact, decided) => decided.allowed && isClosedToDevice(contact),
}

export const protectedSystem: ForbiddingRule = {
  id: 'serving-system/protected',
  sentence:
    'A protected distribution point or state migration point serves clients within its protected boundaries alone.',
  sources: [
    {
      says: 'Protection concerns distribution points and state migration points, and clients outside its boundaries.',
      pages: [pages.protectedDistributionPoints],
    },
  ],
  forbids: (contact, decided) => decided.allowed && isProtectedFrom(contact),
}

/**
 * The system of a role that a client uses in a site: the first that serves it. If none does, the first of all, so that
 * an attempt shows why.
 */
export function servingSystem(
  systems: readonly SiteSystem[],
  role: SiteSystemRole,
  kind: 'computer' | 'mobile-device',
  at: Location,
): SiteSystem | undefined {
  const having = systems.filter(({ roles }) => roles.includes(role))
  const serving = having.find((system) => {
    const served = { role, client: { kind }, ...howItServes(system, at) }
    const isReachable = system.clientConnections !== (at.internet ? 'intranet' : 'internet')
    return isReachable && !isClosedToDevice(served) && !isProtectedFrom(served)
  })
  return serving ?? having[0]
}

/** What depends on the client and on where it is. */
export function howItServes({ managementPoint, protectedBoundaries }: SiteSystem, at: Location) {
  return {
    devices: managementPoint.devices,
    outsideProtection:
      protectedBoundaries.length > 0 && !protectedBoundaries.some((boundary) => covers(boundary, at)),
  }
}

/** What `isClosedToDevice` and `isProtectedFrom` look at. */
type Served = Pick<Contact, 'role' | 'devices' | 'outsideProtection'> & {
  client: Pick<Contact['client'], 'kind'>
}

function isClosedToDevice({ role, client, devices }: Served): boolean {
  return role === 'management-point' && client.kind === 'mobile-device' && !devices
}

function isProtectedFrom({ role, outsideProtection }: Served): boolean {
  return siteSystemRoles[role].protectable && outsideProtection
}
