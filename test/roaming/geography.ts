import { BlockList, isIPv6 } from 'node:net'
import type { DescribedBoundary, DescribedHierarchy, DescribedSite, Place } from './described-hierarchy.ts'

/** Whether a boundary holds a place; by Node's own lists of blocked addresses. */
export function isWithin(boundary: DescribedBoundary, place: Place): boolean {
  if ('internet' in place) return false
  const { subnet, range, ipv6Prefix, activeDirectorySite } = boundary
  if (activeDirectorySite !== undefined) return activeDirectorySite === place.activeDirectorySite
  const { address } = place
  if (address === undefined) return false
  const list = new BlockList()
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  if (range !== undefined) {
    const [first = '', last = ''] = range.split('-')
    list.addRange(first, last, 'ipv4')
  }
  for (const prefix of [subnet, ipv6Prefix]) {
    const [net = '', length = ''] = (prefix ?? '').split('/')
    if (prefix !== undefined) list.addSubnet(net, Number(length), isIPv6(net) ? 'ipv6' : 'ipv4')
  }
  return list.check(address, family)
}

/** The boundaries of a site that hold a place. */
export function boundariesAround({ boundaries }: DescribedSite, place: Place): DescribedBoundary[] {
  return boundaries.filter((boundary) => isWithin(boundary, place))
}

export function sitesAround({ sites }: DescribedHierarchy, place: Place): DescribedSite[] {
  return sites.filter((site) => boundariesAround(site, place).length > 0)
}

/** Whether a site is under another, however far. */
export function isBelow({ sites }: DescribedHierarchy, site: DescribedSite, upper: string): boolean {
  for (let parent = site.parent; parent !== undefined;) {
    if (parent === upper) return true
    const above = sites.find(({ code }) => code === parent)
    parent = above?.parent
  }
  return false
}
