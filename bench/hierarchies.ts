import type { Hierarchy } from '../sim/model/hierarchy.ts'
import { parseHierarchy } from '../sim/model/load-hierarchy.ts'
import type { SiteSystemRole } from '../sim/vocabulary/site-system-role.ts'

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

/** One native site with one management point and as many clients as asked for. */
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

/** The address of a client, by the numbers of its site and of itself. */
export function placeInSite(site: number, client: number): { address: string } {
  return { address: `10.${site}.${Math.floor(client / 250) % 250}.${(client % 250) + 1}` }
}

/**
 * Three tiers of sites in both modes, native above mixed, each with a management point and a distribution point that
 * has the package; and clients with certificates and the HTTP option, so that each can use every site.
 */
export function largeHierarchy(sites: number, clients: number, packageId: string): Hierarchy {
  const code = (index: number): string => (36 * 36 * 10 + index).toString(36).toUpperCase()
  const second = 4
  return parseHierarchy({
    sites: Array.from({ length: sites }, (_, index) => ({
      code: code(index),
      // The central site and the second tier are native; of the third every other site is.
      mode: index <= second || index % 2 === 0 ? 'native' : 'mixed',
      ...(index > 0 && { parent: code(index <= second ? 0 : 1 + (index % second)) }),
      boundaries: [{ subnet: `10.${index}.0.0/16` }],
      systems: [
        { name: `mp.x${index}`, roles: ['management-point'] },
        { name: `dp.x${index}`, roles: ['standard-distribution-point'], packages: [packageId] },
      ],
    })),
    clients: Array.from({ length: clients }, (_, index) => ({
      name: `PC${index}`,
      assignedSite: 'none',
      mode: 'native',
      httpForRoaming: true,
    })),
    // Half of the clients roam where nobody serves them, and fall back to their own sites.
    packages: [{ id: packageId, size: '16 KiB', advertisement: { whenSlow: 'download' } }],
  }).hierarchy
}
