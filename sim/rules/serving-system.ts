import type { Location, SiteSystem } from '../model/hierarchy.ts'
import { covers } from '../model/sites.ts'
import { siteSystemRoles, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { Contact, ForbiddingRule, Rule } from './rule.ts'
import { pages } from './sources.ts'

export const defaultManagementPoint: Rule = {
  id: 'serving-system/default-management-point',
  sentence:
    'Clients use only the default management point of a site, however many it has; clients on the Internet use the ' +
    'Internet-based one.',
  sources: [
    {
      says: 'Clients use the default management point of a site, however many it has.',
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
    'A protected distribution point or state migration point serves only clients within its protected boundaries.',
  sources: [
    {
      says: 'Protection keeps clients outside the boundaries from distribution points and state migration points.',
      pages: [pages.protectedDistributionPoints],
    },
  ],
  forbids: (contact, decided) => decided.allowed && isProtectedFrom(contact),
}

/**
 * The system of a role that a client uses in a site: the first that serves it. If none does, the first with the role,
 * so that an attempt shows why.
 */
export function servingSystem(
  systems: readonly SiteSystem[],
  role: SiteSystemRole,
  kind: 'computer' | 'mobile-device',
  at: Location,
): SiteSystem | undefined {
  const candidates = systems.filter(({ roles }) => roles.includes(role))
  const serving = candidates.find((system) => {
    const served = { role, client: { kind }, ...howItServes(system, at) }
    const isReachable = system.clientConnections !== (at.internet ? 'intranet' : 'internet')
    return isReachable && !isClosedToDevice(served) && !isProtectedFrom(served)
  })
  return serving ?? candidates[0]
}

/** The properties of a contact that depend on a system's settings and the client's location. */
export function howItServes({ managementPoint, protectedBoundaries }: SiteSystem, at: Location) {
  return {
    devices: managementPoint.devices,
    outsideProtection:
      protectedBoundaries.length > 0 && !protectedBoundaries.some((boundary) => covers(boundary, at)),
  }
}

/** The properties of a contact that `isClosedToDevice` and `isProtectedFrom` need. */
type Served = Pick<Contact, 'role' | 'devices' | 'outsideProtection'> & {
  client: Pick<Contact['client'], 'kind'>
}

function isClosedToDevice({ role, client, devices }: Served): boolean {
  return role === 'management-point' && client.kind === 'mobile-device' && !devices
}

function isProtectedFrom({ role, outsideProtection }: Served): boolean {
  return siteSystemRoles[role].protectable && outsideProtection
}
