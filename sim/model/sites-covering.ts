import { overlaps, parseAddress } from './address-range.ts'
import type { Boundary, Location } from './boundary.ts'
import type { Hierarchy, Site } from './hierarchy.ts'

/** The sites whose boundaries hold a location, in the order of the hierarchy. */
export function sitesCovering(hierarchy: Hierarchy, location: Location): Site[] {
  return hierarchy.sites.filter((site) => site.boundaries.some((boundary) => covers(boundary, location)))
}

/** Whether a boundary holds a location. */
export function covers(boundary: Boundary, location: Location): boolean {
  if (location.internet) return false
  if (boundary.kind === 'active-directory-site') {
    return boundary.text.toLowerCase() === location.activeDirectorySite?.toLowerCase()
  }
  const address = location.address === undefined ? undefined : parseAddress(location.address)
  return address !== undefined && overlaps(boundary.range, address)
}
