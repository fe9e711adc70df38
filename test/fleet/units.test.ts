import t from 'tap'
import type { Fleet } from '../../sim/fleet/fleet-file.ts'
import { clientsOf, membersOf, splitOf, unitsOf } from '../../sim/fleet/units.ts'
import { fleetOf, smallHierarchy } from './small-fleet.ts'

const [central, western] = smallHierarchy.sites

/** The hierarchy with a state migration point of limited capacity in a site. */
function withQuota(code: string): object {
  const store = { name: 'smp', roles: ['state-migration-point'], stateMigration: { quota: '1 MiB' } }
  const sites = [central, western].map((site) =>
    site?.code === code ? { ...site, systems: [...site.systems, store] } : site,
  )
  return { ...smallHierarchy, sites }
}

void t.test('clients are divided in their order, whatever they are described in', (t) => {
  const fleet = fleetOf()
  const names = unitsOf(fleet, 4).map((unit) => [...membersOf(fleet, unit)].map(({ client }) => client.name))
  t.strictSame(names, [
    ['SERVER', 'LAPTOPS-1', 'LAPTOPS-2', 'LAPTOPS-3'],
    ['LAPTOPS-4', 'LAPTOPS-5', 'EXPIRED-1', 'EXPIRED-2'],
    ['EXPIRED-3'],
  ])
  const positions = unitsOf(fleet, 4).flatMap((unit) =>
    [...membersOf(fleet, unit)].map(({ position }) => position),
  )
  t.strictSame(positions, [0, 1, 2, 3, 4, 5, 6, 7, 8])
  t.strictSame(
    [...membersOf(fleet, 'all')].map(({ position }) => position),
    positions,
  )
  const members = [...membersOf(fleet, { from: 4, to: 8, step: 1 })]
  t.strictSame(
    members.map(({ number, visits }) => [number, visits.length]),
    [
      [3, 0],
      [4, 0],
      [0, 0],
      [1, 0],
    ],
  )
  t.end()
})

/** The positions of the clients of each shard. */
function positionsIn(fleet: Fleet, total: number, size: number): number[][] {
  return Array.from({ length: total }, (_, index) =>
    unitsOf(fleet, size, { number: index + 1, total }).flatMap((unit) =>
      [...membersOf(fleet, unit)].map(({ position }) => position),
    ),
  )
}

void t.test('every client is in one shard, and neighbours are in different ones', (t) => {
  const fleet = fleetOf()
  for (const total of [1, 2, 3, 7, 20])
    for (const size of [1, 2, 1000]) {
      const shards = positionsIn(fleet, total, size)
      const expected = shards.map((_, shard) =>
        [0, 1, 2, 3, 4, 5, 6, 7, 8].filter((position) => position % total === shard),
      )
      t.strictSame(shards, expected, `${total} shards, units of ${size}`)
      const counted = unitsOf(fleet, size, { number: 1, total }).map((unit) => clientsOf(fleet, unit))
      t.equal(
        counted.reduce((sum, count) => sum + count, 0),
        expected[0]?.length,
      )
    }
  t.end()
})

void t.test('clients that share a limit stay together, with their assigned site or all of them', (t) => {
  const habits = [{ userState: '50%' }]
  const limited = fleetOf(
    { habits: [...habits, { clients: { group: 'LAPTOPS' }, visits: [] }] },
    withQuota('CEN'),
  )
  t.strictSame(splitOf(limited), { by: 'assigned-site' })
  const units = unitsOf(limited, 1)
  t.strictSame(units, [{ assignedSite: 'WST' }, { assignedSite: 'CEN' }])
  const members = units.map((unit) => [...membersOf(limited, unit)].map(({ position }) => position))
  t.strictSame(members, [[0], [1, 2, 3, 4, 5, 6, 7, 8]])
  t.strictSame(positionsIn(limited, 3, 1), [...members, []], 'the third shard has no client')

  const visited = fleetOf({ habits }, withQuota('WST'))
  t.match(splitOf(visited), { by: 'nothing', system: 'smp.small.test' })
  t.strictSame(unitsOf(visited, 1), ['all'])
  t.strictSame(unitsOf(visited, 1, { number: 2, total: 2 }), [])

  t.strictSame(splitOf(fleetOf({}, withQuota('WST'))), { by: 'client' }, 'nobody stores a user state')
  t.end()
})
