import type { Location, Hierarchy, Site } from '../model/hierarchy.ts'
import { sitesCovering } from '../model/sites.ts'
import type { Rule } from './rule.ts'
import { roamingServesContent } from './sources.ts'

export const outsideAllBoundaries: Rule = {
  id: 'resident-site/outside-all-boundaries',
  sentence: 'A client outside all boundaries has no resident site; it keeps to its assigned site.',
  sources: [roamingServesContent],
}

/**
 * The site that a client is in. Where boundaries overlap, the assigned site if it is among them, else the first in the
 * hierarchy: overlaps are unsupported, and what the product does is not documented; our choice.
 */
export function residentSiteOf(
  hierarchy: Hierarchy,
  location: Location,
  assigned: Site | undefined,
): Site | undefined {
  const covering = sitesCovering(hierarchy, location)
  return covering.find(({ code }) => code === assigned?.code) ?? covering[0]
}
