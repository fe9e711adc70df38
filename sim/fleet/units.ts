import type { Hierarchy } from '../model/hierarchy.ts'
import { clientsIn, everyMember, type Traveller } from '../model/populations.ts'
import { assignedSiteOf, sitesCovering } from '../model/sites.ts'
import { soundSplit, type SharedUse, type SoundSplit, type Whereabouts } from '../parts/partition.ts'
import type { Fleet } from './fleet-file.ts'
import { habitsOf } from './habits.ts'

/** Clients that live through their days together: some that stand one behind the other, or all of one assigned site. */
export type FleetUnit = { from: number; to: number } | { assignedSite: string | null } | 'all'

/** A client of the fleet; its position counts from 0 through the whole population. */
export interface Member extends Traveller {
  position: number
}

/** As many as live together: opening the hierarchy for them takes little beside their days, and they take little memory. */
const clientsAtOnce = 1000

/** How the work of a fleet can be split. */
export function splitOf(fleet: Fleet): SoundSplit {
  return soundSplit(fleet.hierarchy, usesOf(fleet), () => whereaboutsOf(fleet))
}

/** The units of a fleet in their order. No fate depends on `size`, the number of clients in each. */
export function unitsOf(fleet: Fleet, size = clientsAtOnce): FleetUnit[] {
  const split = splitOf(fleet)
  switch (split.by) {
    case 'client': {
      const clients = clientsIn(fleet.hierarchy)
      return Array.from({ length: Math.ceil(clients / size) }, (_, unit) => ({
        from: unit * size,
        to: Math.min((unit + 1) * size, clients),
      }))
    }
    case 'assigned-site': {
      const sites = new Set([...everyMember(fleet.hierarchy)].map((one) => siteOf(fleet, one)))
      return [...sites].map((assignedSite) => ({ assignedSite }))
    }
    case 'nothing':
      return ['all']
  }
}

/** The clients of a unit, in the order of the population. */
export function* membersOf(fleet: Fleet, unit: FleetUnit): Iterable<Member> {
  const { hierarchy } = fleet
  const [from, to] = unit !== 'all' && 'from' in unit ? [unit.from, unit.to] : [0, Infinity]
  let position = from
  for (const traveller of everyMember(hierarchy, from, to)) {
    const isOfUnit = unit === 'all' || 'from' in unit || siteOf(fleet, traveller) === unit.assignedSite
    if (isOfUnit) yield { ...traveller, position }
    position += 1
  }
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
