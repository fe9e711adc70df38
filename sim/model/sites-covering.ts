import { overlaps, parseAddress } from './address-range.ts'
import type { Boundary, Location } from './boundary.ts'
import type { Hierarchy, Site } from './hierarchy.ts'

/** The sites whose boundaries hold a location, in the order of the hierarchy. */
export function sitesCovering(hierarchy: Hierarchy, location: Location): Site[] {
  const holds = holding(location)
  return hierarchy.sites.filter((site) => site.boundaries.some(holds))
}

/** Whether a boundary holds a location. */
export function covers(boundary: Boundary, location: Location): boolean {
  return holding(location)(boundary)
}

/** Tells of many boundaries whether they hold one location. */
export function holding(location: Location): (boundary: Boundary) => boolean {
  if (location.internet) return () => false
  const address = location.address === undefined ? undefined : parseAddress(location.address)
  const activeDirectorySite = location.activeDirectorySite?.toLowerCase()
  return (boundary) =>
    boundary.kind === 'active-directory-site'
      ? boundary.text.toLowerCase() === activeDirectorySite
      : address !== undefined && overlaps(boundary.range, address)
}
