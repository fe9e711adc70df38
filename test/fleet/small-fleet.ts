import type * as z from 'zod'
import type { Fate } from '../../sim/evidence/fates.ts'
import type { FleetResult } from '../../sim/evidence/fleet-result.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { fleetFile, type Fleet } from '../../sim/fleet/fleet-file.ts'
import { fleetResultOf } from '../../sim/fleet/fleet-result.ts'
import { addDuration, emptyTally } from '../../sim/fleet/tally.ts'

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

/** What became of a fleet that nobody ran, with something in every list. */
export function madeUpFleet(): FleetResult {
  const tally = emptyTally()
  addDuration(tally.durations, 'policy', 7)
  const fates: Fate[] = [
    { group: 'LAPTOPS', act: 'policy', outcome: 'failed', diagnosis: 'client-certificate-expired', count: 1 },
    { group: null, act: 'policy', outcome: 'answered', diagnosis: null, count: 2 },
  ]
  const doubts = { count: 1, first: ['mp.cen heard of a connection'] }
  const fleet = fleetOf({
    expect: [
      { atMost: '1%', group: 'LAPTOPS', act: 'policy', diagnosis: 'unexplained' },
      { atMost: 3, outcome: 'failed' },
    ],
  })
  const came = {
    clients: 3,
    attempts: 9,
    connections: { http: 8 },
    fates,
    strays: doubts,
    contradictions: doubts,
  }
  return fleetResultOf(fleet, { ...tally, ...came })
}
