import type { FleetTally } from '../../fleet/tally.ts'
import type { FleetUnit } from '../../fleet/units.ts'
import { inOrder } from '../../jobs/in-order.ts'
import { liveHere, unitsHere, type FleetWork } from '../../library/run-units.ts'
import type { CommandContext } from '../command-context.ts'
import { noting, openJobs, serveJob } from './jobs.ts'

/** Lets the clients of units live, in this process or in several, and joins what they come to. `lived`: a day of a client is over. */
export async function liveInUnits(
  work: FleetWork,
  units: readonly FleetUnit[],
  jobs: number,
  lived: () => void,
  context: CommandContext,
): Promise<FleetTally> {
  if (jobs === 1) return liveHere(work, units, lived)
  const { emptyTally, joinTallies } = await import('../../fleet/tally.ts')
  let joined = emptyTally()
  await using pool = openJobs<FleetUnit, FleetTally>(context, { jobs })
  const inJob = (unit: FleetUnit): Promise<FleetTally> =>
    pool.do(unit, nameOf(unit), noting({ ...work.opened, tried: lived }))
  for await (const tally of inOrder(units, jobs, inJob)) joined = joinTallies(joined, tally, work.evidence)
  return joined
}

/** Lets clients live for the process that divides the fleet. */
export async function serveFleet(work: FleetWork, context: CommandContext): Promise<never> {
  const runHere = await unitsHere(work)
  return serveJob(context, work.opened, (options, unit: FleetUnit, note) =>
    runHere(unit, { ...options, lived: () => note({ type: 'tried' }) }),
  )
}

/** Completes “in the middle of …”. */
function nameOf(unit: FleetUnit): string {
  if (unit === 'all') return 'the days of all clients'
  if ('from' in unit) return `the days of clients ${unit.from + 1} to ${unit.to}`
  return `the days of the clients of ${unit.assignedSite === null ? 'no site' : `site ${unit.assignedSite}`}`
}
