import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { fleetFile, type Fleet } from '../../sim/fleet/fleet-file.ts'
import type * as z from 'zod'

type HierarchyInput = Parameters<typeof parseHierarchy>[0]
type FleetInput = Partial<z.input<typeof fleetFile>>

/** A native site and a mixed one below it, with laptops that travel, clients with expired certificates, and one that stands alone. */
export const smallHierarchy = {
  name: 'Small',
  domain: 'small.test',
  sites: [
    {
      code: 'CEN',
      mode: 'native',
      boundaries: [{ subnet: '10.0.0.0/24' }],
      systems: [
        { name: 'mp.cen', roles: ['management-point'] },
        { name: 'dp.cen', roles: ['standard-distribution-point'], packages: ['CEN00001'] },
      ],
    },
    {
      code: 'WST',
      mode: 'mixed',
      parent: 'CEN',
      networkAccessAccount: 'content-reader',
      boundaries: [{ subnet: '10.1.0.0/24' }],
      systems: [
        { name: 'mp.wst', roles: ['management-point'] },
        { name: 'dp.wst', roles: ['standard-distribution-point'], packages: ['CEN00001'] },
      ],
    },
  ],
  packages: [{ id: 'CEN00001', size: '1 KiB' }],
  clients: [{ name: 'SERVER', assignedSite: 'WST', at: { site: 'WST' } }],
  groups: [
    {
      name: 'LAPTOPS',
      assignedSite: 'CEN',
      count: 5,
      httpForRoaming: true,
      at: { site: 'CEN' },
      visits: [{ site: 'WST', share: '40%' }],
    },
    { name: 'EXPIRED', assignedSite: 'CEN', count: 3, certificate: 'expired', at: { site: 'CEN' } },
  ],
} satisfies HierarchyInput

/** A fleet of a hierarchy, as a file describes it. */
export function fleetOf(written: FleetInput = {}, hierarchy: unknown = smallHierarchy): Fleet {
  const { days, seed, habits, expect } = fleetFile.parse({ hierarchy: 'small.yaml', ...written })
  return {
    file: 'small.yaml',
    name: 'Small',
    hierarchy: parseHierarchy(hierarchy).hierarchy,
    ...{ days, seed, habits, expect },
  }
}
