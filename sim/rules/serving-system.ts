import type { Location } from '../model/boundary.ts'
import type { SiteSystem } from '../model/hierarchy.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import { covers } from '../model/sites-covering.ts'
import { forbid, type Contact, type Decision, type Rule } from './rule.ts'

/** "Troubleshooting management points", in short. */
export const defaultManagementPoint: Rule = {
  id: 'serving-system/default-management-point',
  sentence:
    'However many management points a site has, its clients use the default one alone; on the Internet the ' +
    'Internet-based one.',
}

/** "Overview of Mobile Device Management", in short. */
export const deviceManagementPoint: Rule = {
  id: 'serving-system/device-management-point',
  sentence: 'Mobile devices use a management point that allows devices.',
}

/** "How Protected Distribution Points Work", in short. */
export const protectedSystem: Rule = {
  id: 'serving-system/protected',
  sentence:
    'A protected distribution point or state migration point serves clients within its protected boundaries alone.',
}

const protectable: readonly SiteSystemRole[] = [
  'standard-distribution-point',
  'branch-distribution-point',
  'state-migration-point',
]

/**
 * The system that a client uses of those of a site that have a role: the first that is there for it. The first of all
 * where none is, so that it can be seen to be kept from it.
 */
export function servingSystem(
  systems: readonly SiteSystem[],
  role: SiteSystemRole,
  kind: 'computer' | 'mobile-device',
  at: Location,
): SiteSystem | undefined {
  const having = systems.filter(({ roles }) => roles.includes(role))
  const serving = having.find(
    (system) =>
      system.clientConnections !== (at.internet ? 'intranet' : 'internet') &&
      !notServed(role, { kind, ...howItServes(system, at) }),
  )
  return serving ?? having[0]
}

/** As far as it depends on who is served, and where. */
export function howItServes({ managementPoint, protectedBoundaries }: SiteSystem, at: Location) {
  return {
    devices: managementPoint.devices,
    outsideProtection:
      protectedBoundaries.length > 0 && !protectedBoundaries.some((boundary) => covers(boundary, at)),
  }
}

function notServed(
  role: SiteSystemRole,
  { kind, devices, outsideProtection }: Pick<Contact['client'], 'kind'> & ReturnType<typeof howItServes>,
): Rule | undefined {
  if (role === 'management-point' && kind === 'mobile-device' && !devices) return deviceManagementPoint
  return outsideProtection && protectable.includes(role) ? protectedSystem : undefined
}

/** What a system's own options forbid a client that its rules let through otherwise. */
export function forbiddenByItsOptions(contact: Contact, decision: Decision): Decision {
  const { client, role, devices, outsideProtection } = contact
  const forbidding = notServed(role, { kind: client.kind, devices, outsideProtection })
  return decision.allowed && forbidding ? forbid(forbidding, decision.protocol) : decision
}
