import type { FleetTally } from '../../fleet/tally.ts'
import type { FleetUnit } from '../../fleet/units.ts'
import { inOrder } from '../../jobs/in-order.ts'
import { liveHere, unitsHere, type FleetWork } from '../run-units.ts'
import type { Surroundings } from '../surroundings.ts'
import { noting, openJobs } from './processes.ts'
import type { ActOpened } from './work.ts'

/** Lets the clients of units live, in this process or in several, and joins what they come to. `lived`: a day of a client is over. */
export async function liveInUnits(
  { fleet, evidence, opened }: FleetWork,
  units: readonly FleetUnit[],
  jobs: number,
  lived: () => void,
  surroundings: Surroundings,
): Promise<FleetTally> {
  if (jobs === 1) return liveHere({ fleet, evidence, opened }, units, lived)
  const { emptyTally, joinTallies } = await import('../../fleet/tally.ts')
  let joined = emptyTally()
  const work = { kind: 'fleet', fleet, evidence } as const
  await using pool = openJobs<FleetUnit, FleetTally>(work, opened, surroundings, { jobs })
  const inJob = (unit: FleetUnit): Promise<FleetTally> =>
    pool.do(unit, nameOf(unit), noting({ ...opened, tried: lived }))
  for await (const tally of inOrder(units, jobs, inJob)) joined = joinTallies(joined, tally, evidence)
  return joined
}

/** Lets clients live for the process that divides the fleet. */
export async function actOfFleet(
  work: Pick<FleetWork, 'fleet' | 'evidence'>,
): Promise<ActOpened<FleetUnit, FleetTally>> {
  const runHere = await unitsHere(work)
  return (opened, unit, note) => runHere(unit, { ...opened, lived: () => note({ type: 'tried' }) })
}

/** Completes “in the middle of …”. */
function nameOf(unit: FleetUnit): string {
  if (unit === 'all') return 'the days of all clients'
  if ('from' in unit) return `the days of clients ${unit.from + 1} to ${unit.to}`
  return `the days of the clients of ${unit.assignedSite === null ? 'no site' : `site ${unit.assignedSite}`}`
}
