import type { Hierarchy } from '../sim/model/hierarchy.ts'
import { parseHierarchy } from '../sim/model/load-hierarchy.ts'
import type { SiteSystemRole } from '../sim/model/site-system-role.ts'

const roles: SiteSystemRole[] = [
  'management-point',
  'standard-distribution-point',
  'software-update-point',
  'state-migration-point',
  'fallback-status-point',
  'server-locator-point',
]

/** A native central site and the others below it, every second one mixed, each with one system for each of six roles. */
export function wideHierarchy(sites: number): Hierarchy {
  const code = (index: number): string => (36 * 36 * 10 + index).toString(36).toUpperCase()
  return parseHierarchy({
    sites: Array.from({ length: sites }, (_, index) => ({
      code: code(index),
      kind: 'primary',
      mode: index % 2 === 0 ? 'native' : 'mixed',
      ...(index > 0 && { parent: code(0) }),
      systems: roles.map((role, number) => ({ name: `s${number}.x${index}`, roles: [role] })),
    })),
  }).hierarchy
}

/** One native site with one management point, and so many of its clients. */
export function nativeHierarchy(clients: number): Hierarchy {
  return parseHierarchy({
    sites: [
      {
        code: 'NAT',
        kind: 'primary',
        mode: 'native',
        systems: [{ name: 'mp', roles: ['management-point'] }],
      },
    ],
    clients: Array.from({ length: clients }, (_, index) => ({ name: `PC${index}`, assignedSite: 'NAT' })),
  }).hierarchy
}
