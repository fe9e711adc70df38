import { having, ownerOf, fqdnOf, primaryOf, siteCalled, type DescribedSite } from './described-hierarchy.ts'
import { sitesAround } from './geography.ts'
import type { Knowledge, World } from './world.ts'

/** The documentation's answer for an assignment: the sites that it may end with, and whether it must. */
export interface AssignmentVerdict {
  /** Codes; empty: it cannot succeed. */
  possible: ReadonlySet<string>
  must: boolean
  because: string
}

/** By "About Client Site Assignment in Configuration Manager", read anew and without the rules of the simulator. */
export function assignmentOracle(world: World, knowledge: Knowledge, wanted: string): AssignmentVerdict {
  const { hierarchy } = world
  const impossible = (because: string): AssignmentVerdict => ({ possible: new Set(), must: false, because })
  const { client, at } = knowledge
  const onInternet = 'internet' in at
  const automatic = wanted === 'auto'
  if (automatic && onInternet) return impossible('on the Internet nobody is assigned automatically')
  if (automatic && client.kind === 'mobile-device') return impossible('mobile devices are told their site')
  if (automatic && client.internetManagementPoint !== undefined)
    return impossible('who is told of an Internet-based management point is told its site')
  const named = siteCalled(hierarchy, wanted)
  if (wasToldOnInternet(knowledge)) {
    // Only its management point can tell it of the site; until that answers, it keeps to what it was told.
    const isItsOwn = named?.systems.some(({ name }) => name === client.internetManagementPoint) ?? false
    const must = named?.kind === 'primary' && isItsOwn && client.kind === 'computer'
    return {
      possible: new Set([wanted]),
      must,
      because: 'it was told of its site, and of a management point there',
    }
  }
  const around = automatic ? sitesAround(hierarchy, at) : []
  const found = automatic ? around : named?.kind === 'primary' ? [named] : []
  // In the boundaries of a secondary site it is assigned to the primary, whose settings it needs as well.
  const ways = found.map((site) => [site, siteCalled(hierarchy, primaryOf(site)) ?? site])
  const possible = new Set(
    ways.filter((way) => way.every((site) => learnsOf(knowledge, site))).flatMap((way) => way.slice(1)),
  )
  if (possible.size === 0) return impossible('nobody tells it of such a site')
  const byDirectory = ways.flat().every((site) => readsInDirectory(knowledge, site))
  const byLocator = asksServerLocatorPoint(knowledge) && isCentral(world, knowledge)
  const surely = byDirectory || (byLocator && client.internetManagementPoint === undefined)
  const isThere = [...possible].every((site) => having(site, 'management-point').length > 0)
  return {
    possible: new Set([...possible].map(({ code }) => code)),
    must: surely && isThere && found.length < 2 && client.kind === 'computer',
    because: 'it can learn of its site, and of its settings',
  }
}

function learnsOf(knowledge: Knowledge, site: DescribedSite): boolean {
  return readsInDirectory(knowledge, site) || asksServerLocatorPoint(knowledge)
}

/** "Directly assigned", and told of its Internet-based management point. */
function wasToldOnInternet({ client, at }: Knowledge): boolean {
  return 'internet' in at && client.internetManagementPoint !== undefined
}

/** Computers of the forest read, on the intranet, the data that a site publishes. */
function readsInDirectory({ client, at }: Knowledge, { publishToActiveDirectory }: DescribedSite): boolean {
  return (
    publishToActiveDirectory && client.activeDirectory && client.kind === 'computer' && !('internet' in at)
  )
}

/** The note under the source text's first table. */
function asksServerLocatorPoint({ client, at, mode, httpForRoaming }: Knowledge): boolean {
  return (
    client.serverLocatorPoint !== undefined &&
    client.kind === 'computer' &&
    !('internet' in at) &&
    (mode === 'mixed' || httpForRoaming)
  )
}

/** One in the middle of a hierarchy does not know the sites above it. */
function isCentral({ hierarchy }: World, { client }: Knowledge): boolean {
  const { serverLocatorPoint: name = '' } = client
  return ownerOf(hierarchy, fqdnOf({ name }))?.site.parent === undefined
}
