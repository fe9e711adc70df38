import { siteSystemRoles } from '../vocabulary/site-system-role.ts'
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

export const proxyManagementPoint: Rule = {
  id: 'serving-system/proxy-management-point',
  sentence:
    'Within the boundaries of a secondary site of its assigned site, a client gets policy from the proxy management point ' +
    'there, and sends state, status and inventory to it; without one it turns to the default management point of its ' +
    'assigned site.',
  sources: [
    {
      says: 'A proxy management point answers policy requests, and takes inventory, discovery data and status, of clients of its parent site within its boundaries.',
      pages: [pages.proxyManagementPoints],
    },
    {
      says: 'Without a proxy management point, clients send everything to the default management point of the primary site.',
      pages: [pages.proxyManagementPoints],
    },
  ],
}

/** Whether the management point of a site is a proxy for clients that are assigned to another. */
export function isProxyFor(assigned: string, { code, primary }: { code: string; primary: string }): boolean {
  return code !== assigned && primary === assigned
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

/** The properties of a contact that `isClosedToDevice` and `isProtectedFrom` need. */
type Served = Pick<Contact, 'role' | 'devices' | 'outsideProtection'> & {
  client: Pick<Contact['client'], 'kind'>
}

/** A management point that does not allow mobile devices. */
export function isClosedToDevice({ role, client, devices }: Served): boolean {
  return role === 'management-point' && client.kind === 'mobile-device' && !devices
}

export function isProtectedFrom({ role, outsideProtection }: Served): boolean {
  return siteSystemRoles[role].protectable && outsideProtection
}
