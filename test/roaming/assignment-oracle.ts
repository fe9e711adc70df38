import { having, ownerOf, fqdnOf, primaryOf, siteCalled, type DescribedSite } from './described-hierarchy.ts'
import { sitesAround } from './geography.ts'
import type { Knowledge, World } from './world.ts'

/** What the documentation says of an assignment: the sites it may end with, and whether it has to. */
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
  const around = automatic ? sitesAround(hierarchy, at) : []
  const named = siteCalled(hierarchy, wanted)
  const sites = (automatic ? around : named ? [named] : []).filter(
    (site) =>
      (readsInDirectory(knowledge, site) && (automatic || site.kind === 'primary')) ||
      (asksServerLocatorPoint(knowledge) && (automatic || site.kind === 'primary')),
  )
  const possible = new Set(
    sites
      .map((site) => siteCalled(hierarchy, primaryOf(site)))
      .filter((site) => site !== undefined)
      .filter((site) => readsInDirectory(knowledge, site) || asksServerLocatorPoint(knowledge))
      .map(({ code }) => code),
  )
  if (possible.size === 0)
    return impossible('neither Active Directory nor a server locator point tells of such a site')
  const surely = [...possible].every((code) => {
    const site = siteCalled(hierarchy, code)
    if (!site || having(site, 'management-point').length === 0) return false
    const byDirectory =
      readsInDirectory(knowledge, site) && sites.every((one) => readsInDirectory(knowledge, one))
    return byDirectory || (asksServerLocatorPoint(knowledge) && isCentral(world, knowledge))
  })
  return {
    possible,
    must: surely && around.length < 2,
    because: 'it can learn of its site, and of its settings',
  }
}

/** What a site publishes is read by computers in the forest, on the intranet. */
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
