import type { Hierarchy, Site } from './hierarchy.ts'

/** A site, and all below it: what a site knows of its hierarchy. */
export function sitesBelow({ sites }: Hierarchy, site: Site): Site[] {
  const below = new Set([site])
  // Once a site is in, those below it come in as well: Set.forEach visits what is added meanwhile.
  below.forEach((upper) =>
    sites.filter(({ parent }) => parent === upper.code).forEach((lower) => below.add(lower)),
  )
  return [...below]
}
