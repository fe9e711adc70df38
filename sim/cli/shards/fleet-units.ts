import type { Fleet } from '../../fleet/fleet-file.ts'
import type { FleetTally } from '../../fleet/tally.ts'
import type { UnitOptions } from '../../fleet/run-unit.ts'
import type { FleetUnit } from '../../fleet/units.ts'
import { inOrder } from '../../jobs/in-order.ts'
import type { OpenOptions } from '../../network/running-hierarchy.ts'
import type { CommandContext } from '../command-context.ts'
import { noting, openJobs, serveJob } from './jobs.ts'

export interface FleetWork {
  fleet: Fleet
  /** Acts of each fate of which everything is kept. */
  evidence: number
  opened: OpenOptions
}

/** Lets the clients of units live, in this process or in several, and joins what they come to. `lived`: a day of a client is over. */
export async function liveInUnits(
  { fleet, evidence, opened }: FleetWork,
  units: readonly FleetUnit[],
  jobs: number,
  lived: () => void,
  context: CommandContext,
): Promise<FleetTally> {
  const { emptyTally, joinTallies } = await import('../../fleet/tally.ts')
  let joined = emptyTally()
  if (jobs === 1) {
    const runHere = await unitsHere({ fleet, evidence, opened })
    for (const unit of units) joined = joinTallies(joined, await runHere(unit, { lived }), evidence)
    return joined
  }
  await using pool = openJobs<FleetUnit, FleetTally>(context, { jobs })
  const inJob = (unit: FleetUnit): Promise<FleetTally> =>
    pool.do(unit, nameOf(unit), noting({ ...opened, tried: lived }))
  for await (const tally of inOrder(units, jobs, inJob)) joined = joinTallies(joined, tally, evidence)
  return joined
}

/** Lets clients live for the process that divides the fleet. */
export async function serveFleet(work: FleetWork, context: CommandContext): Promise<never> {
  const runHere = await unitsHere(work)
  return serveJob(context, work.opened, (options, unit: FleetUnit, note) =>
    runHere(unit, { ...options, lived: () => note({ type: 'tried' }) }),
  )
}

/** Runs units in this process, whose clients share a few keys to sign with: making them takes longer than their days. */
async function unitsHere({ fleet, evidence, opened }: FleetWork) {
  const { runUnit } = await import('../../fleet/run-unit.ts')
  const { createSigningIdentities } = await import('../../../certs/issue.ts')
  const shared = { signingIdentity: createSigningIdentities() }
  return (unit: FleetUnit, options: Pick<UnitOptions, 'lived' | 'onPortTaken'>): Promise<FleetTally> =>
    runUnit(fleet, unit, { ...opened, ...options, shared, evidence })
}

/** Completes “in the middle of …”. */
function nameOf(unit: FleetUnit): string {
  if (unit === 'all') return 'the days of all clients'
  if ('from' in unit) return `the days of clients ${unit.from + 1} to ${unit.to}`
  return `the days of the clients of ${unit.assignedSite === null ? 'no site' : `site ${unit.assignedSite}`}`
}
