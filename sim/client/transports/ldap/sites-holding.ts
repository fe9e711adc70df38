import { parseAddress, parsePrefix, parseRange } from '../../../model/address-range.ts'
import type { Boundary, Location } from '../../../model/boundary.ts'
import { covers } from '../../../model/sites-covering.ts'
import type { BoundaryRangeRecord, BoundaryRecord, SiteRecord } from './published-records.ts'

/** A site in whose boundaries a client finds itself. */
export interface HoldingSite {
  code: string
  assignmentSite: string
  /** `fast` where one of the boundaries that hold the client is fast. */
  connection: 'fast' | 'slow'
}

/** The sites whose boundaries hold a location, among the sites and ranges that a client has found. */
export function sitesHolding(
  location: Location,
  sites: readonly SiteRecord[],
  ranges: readonly BoundaryRangeRecord[],
): HoldingSite[] {
  return sites.flatMap(({ code, assignmentSite, boundaries }) => {
    const connections = [
      ...boundaries.filter((boundary) => covers(asBoundary(boundary), location)),
      ...ranges.filter((range) => range.site === code && isWithin(range, location)),
    ].map(({ connection }) => connection)
    if (connections.length === 0) return []
    return { code, assignmentSite, connection: connections.includes('fast') ? 'fast' : 'slow' }
  })
}

/** A text that is neither prefix nor range is the name of an Active Directory site. */
function asBoundary({ text, connection }: BoundaryRecord): Boundary {
  const range = parsePrefix(text) ?? parseRange(text)
  return range
    ? { kind: 'addresses', text, range, connection }
    : { kind: 'active-directory-site', text, connection }
}

function isWithin({ first, last }: BoundaryRangeRecord, location: Location): boolean {
  const own = location.internet || location.address === undefined ? undefined : parseAddress(location.address)
  return own?.version === 4 && first <= own.first && own.first <= last
}
