import type { Group, Hierarchy, Site } from '../../model/hierarchy.ts'
import { placed } from '../../model/populations.ts'
import { assignedSiteOf } from '../../model/sites.ts'
import { holding, knownLocation, type Location } from '../../vocabulary/location.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Clients of one site, alike in everything that the checklist asks about. */
export interface AssignedClients {
  site: Site
  traits: Traits
  count: number
  onInternet: boolean
  outsideBoundaries: boolean
}

type Traits = Group['traits']

export function countIn(clients: readonly AssignedClients[]): number {
  return clients.reduce((sum, { count }) => sum + count, 0)
}

/** The clients of some primary sites, by the code of their site. Only of these is it asked where every client is. */
export function clientsOf(
  hierarchy: Hierarchy,
  codes: ReadonlySet<string>,
): ReadonlyMap<string, readonly AssignedClients[]> {
  const bySite = new Map<string, AssignedClients[]>([...codes].map((code) => [code, []]))
  const siteOf = siteFinder(hierarchy)
  for (const described of describedClients(hierarchy)) {
    const { assignedSite } = described.traits
    if (assignedSite !== 'auto' && !codes.has(assignedSite)) continue
    for (const clients of alikeIn(described, siteOf)) bySite.get(clients.site.code)?.push(clients)
  }
  return bySite
}

interface Described {
  traits: Traits
  places: Iterable<{ at: Location; count: number }>
}

/**
 * The clients of a counted group stand where its first one does: their places differ in nothing but the address in the
 * boundaries of one site.
 */
function* describedClients({ clients, groups, sites }: Hierarchy): Iterable<Described> {
  for (const client of clients) yield { traits: client, places: [{ at: client.at, count: 1 }] }
  const siteCalled = (code: string): Site | undefined => sites.find((site) => site.code === code)
  for (const { traits, members } of groups) {
    const places =
      members.kind === 'listed'
        ? [...members.places.values()].map(({ at }) => ({ at, count: 1 }))
        : [{ at: placed(members.at, siteCalled, 0), count: members.count }]
    yield { traits, places }
  }
}

/** The primary site of a client, and whether the client is outside all boundaries. */
type SiteFinder = (
  traits: Traits,
  at: Location,
) => Pick<AssignedClients, 'site' | 'outsideBoundaries'> | undefined

function siteFinder(hierarchy: Hierarchy): SiteFinder {
  const siteByCode = new Map(hierarchy.sites.map((site) => [site.code, site]))
  return (traits, at) => {
    if (traits.assignedSite === 'auto') {
      // The boundaries that hold it tell its site.
      const site = assignedSiteOf(hierarchy, { ...traits, at })
      return site && { site, outsideBoundaries: false }
    }
    const site = siteByCode.get(traits.assignedSite)
    if (!site) return undefined
    const holds = holding(knownLocation(traits, at))
    const isWithin = ({ boundaries }: Site): boolean => boundaries.some(holds)
    // Most clients are at home.
    return { site, outsideBoundaries: !isWithin(site) && !hierarchy.sites.some(isWithin) }
  }
}

function alikeIn({ traits, places }: Described, siteOf: SiteFinder): AssignedClients[] {
  const found = new Map<string, AssignedClients>()
  for (const { at, count } of places) {
    const place = siteOf(traits, at)
    if (!place) continue
    const onInternet = at.internet || traits.alwaysOnInternet
    const key = `${place.site.code} ${onInternet} ${place.outsideBoundaries}`
    const alike = found.get(key) ?? { traits, ...place, onInternet, count: 0 }
    alike.count += count
    found.set(key, alike)
  }
  return [...found.values()]
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the site of the clients of a counted group, which the checklist before a change of modes takes to be that of the first',
  },
]
