import type { Hierarchy } from '../model/hierarchy.ts'
import { clientsIn, everyMember, type Traveller } from '../model/populations.ts'
import { assignedSiteOf, sitesCovering } from '../model/sites.ts'
import {
  isInShard,
  soundSplit,
  type Shard,
  type SharedUse,
  type SoundSplit,
  type Whereabouts,
} from '../parts/partition.ts'
import type { Fleet } from './fleet-file.ts'
import { habitsOf } from './habits.ts'

/**
 * Clients that live through their days together: some by their positions, from one to before another in steps; all of one assigned
 * site; or all.
 */
export type FleetUnit = { from: number; to: number; step: number } | { assignedSite: string | null } | 'all'

/** A client of the fleet; its position counts from 0 through the whole population. */
export interface Member extends Traveller {
  position: number
}

/** As many as live together at most: opening the hierarchy takes little beside their days, and they take little memory. */
const mostAtOnce = 1000

/** In so many turns processes come to their ends at about the same time. */
const turns = 4

/** How the work of a fleet can be split. */
export function splitOf(fleet: Fleet): SoundSplit {
  return soundSplit(fleet.hierarchy, usesOf(fleet), () => whereaboutsOf(fleet))
}

/** So many clients of a unit keep so many processes busy. */
export function unitSize(clients: number, jobs: number): number {
  return jobs === 1 ? mostAtOnce : Math.min(mostAtOnce, Math.ceil(clients / (jobs * turns)))
}

/**
 * The units of a fleet, or of one shard of it, in their order. No fate depends on `size`, the number of clients in each. Where the
 * clients cannot be split, one shard has them all.
 */
export function unitsOf(
  fleet: Fleet,
  size = mostAtOnce,
  shard: Shard = { number: 1, total: 1 },
): FleetUnit[] {
  const split = splitOf(fleet)
  switch (split.by) {
    case 'client': {
      const clients = clientsIn(fleet.hierarchy)
      const { number, total: step } = shard
      const units: FleetUnit[] = []
      for (let from = number - 1; from < clients; from += size * step)
        units.push({ from, to: Math.min(from + size * step, clients), step })
      return units
    }
    case 'assigned-site': {
      const sites = new Set([...everyMember(fleet.hierarchy)].map((one) => siteOf(fleet, one)))
      return [...sites].flatMap((assignedSite, index) => (isInShard(index, shard) ? [{ assignedSite }] : []))
    }
    case 'nothing':
      return isInShard(0, shard) ? ['all'] : []
  }
}

/** How many clients a unit has. */
export function clientsOf(fleet: Fleet, unit: FleetUnit): number {
  if (unit === 'all') return clientsIn(fleet.hierarchy)
  return 'from' in unit ? Math.ceil((unit.to - unit.from) / unit.step) : [...membersOf(fleet, unit)].length
}

/** The clients of a unit, in the order of the population. */
export function* membersOf(fleet: Fleet, unit: FleetUnit): Iterable<Member> {
  const [from, to] = unit !== 'all' && 'from' in unit ? [unit.from, unit.to] : [0, Infinity]
  let position = from
  for (const traveller of everyMember(fleet.hierarchy, from, to)) {
    if (isOf(unit, position - from, fleet, traveller)) yield { ...traveller, position }
    position += 1
  }
}

function isOf(unit: FleetUnit, place: number, fleet: Fleet, traveller: Traveller): boolean {
  if (unit === 'all') return true
  if ('from' in unit) return place % unit.step === 0
  return siteOf(fleet, traveller) === unit.assignedSite
}

/** What clients do by their habits that limits of site systems can have to do with. */
function usesOf({ habits, hierarchy }: Fleet): ReadonlySet<SharedUse> {
  const uses = new Set<SharedUse>()
  if (hierarchy.packages.length > 0) uses.add('content')
  if (habits.some(({ userState = 0 }) => userState > 0)) uses.add('user-state')
  return uses
}

function* whereaboutsOf(fleet: Fleet): Iterable<Whereabouts> {
  const { hierarchy } = fleet
  for (const traveller of everyMember(hierarchy)) {
    const { visits } = habitsOf(fleet, traveller)
    const places = [traveller.client.at, ...visits.map(({ at }) => at)]
    const sites = places.flatMap((at) => sitesCovering(hierarchy, at)).map(({ code }) => code)
    yield { assignedSite: siteOf(fleet, traveller), sites: new Set(sites) }
  }
}

/** The site to which a client is assigned, or will be once it has looked for one. */
function siteOf({ hierarchy }: { hierarchy: Hierarchy }, { client }: Traveller): string | null {
  const assignedSite = client.assignedSite === 'none' ? 'auto' : client.assignedSite
  return assignedSiteOf(hierarchy, { ...client, assignedSite })?.code ?? null
}
