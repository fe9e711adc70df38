import { parseAddress, prefixesAround, type AddressRange } from '../../model/address-range.ts'
import type { Location } from '../../model/hierarchy.ts'
import { activeDirectoryFirst } from '../../rules/service-location.ts'
import {
  readBoundaryRanges,
  readSites,
  findBoundaryRanges,
  findSites,
  findSitesAround,
  sitesHolding,
  type BoundaryRangeRecord,
  type HoldingSite,
} from '../conversations/published-sites.ts'
import { searchActiveDirectory } from '../lookups.ts'
import type { LdapSearch } from '../transports/ldap/search-directory.ts'
import type { ActionContext } from './action.ts'

/** The sites that publish boundaries around the client; undefined when Active Directory cannot be asked. */
export async function findHoldingSites(action: ActionContext): Promise<readonly HoldingSite[] | undefined> {
  const context = action.context()
  const { at, client, network } = context
  if (!client.activeDirectory || at.internet) return undefined
  const { domain } = network.hierarchy
  const own = at.address === undefined ? undefined : parseAddress(at.address)
  const ranges: BoundaryRangeRecord[] = []
  if (own?.version === 4) {
    const { entries } = action.keep(
      await searchActiveDirectory(context, findBoundaryRanges(domain, own.first)),
    )
    ranges.push(...readBoundaryRanges(entries))
  }
  const published = action.keep(await searchActiveDirectory(context, findAround(domain, at, own, ranges)))
  if (published.attempt.outcome !== 'answered') {
    action.tell('asked Active Directory, which could not be reached', activeDirectoryFirst, published.attempt)
    return undefined
  }
  const holding = sitesHolding(at, readSites(published.entries), ranges)
  const found = holding.map(({ code }) => code).join(', ') || 'none'
  action.tell(
    `asked Active Directory for the sites whose boundaries hold ${placeInWords(at)}: ${found}`,
    activeDirectoryFirst,
    published.attempt,
  )
  return holding
}

/** Searches for the client's own networks by name; IPv6 ranges have no such names, so there it reads all sites. */
function findAround(
  domain: string,
  { activeDirectorySite }: { activeDirectorySite?: string },
  own: AddressRange | undefined,
  ranges: readonly BoundaryRangeRecord[],
): LdapSearch {
  if (own?.version === 6) return findSites(domain)
  const networks = own ? prefixesAround(own) : []
  const texts = activeDirectorySite === undefined ? networks : [...networks, activeDirectorySite]
  const codes = [...new Set(ranges.map(({ site }) => site))]
  return findSitesAround(domain, texts, codes)
}

export function placeInWords({
  address,
  activeDirectorySite,
}: {
  address?: string
  activeDirectorySite?: string
}): string {
  const places = [
    ...(address === undefined ? [] : [address]),
    ...(activeDirectorySite === undefined ? [] : [`Active Directory site ${activeDirectorySite}`]),
  ]
  return places.join(' in ') || 'a place unknown to it'
}

/** The location that a client states in requests. */
export function claimedLocation(at: Exclude<Location, { internet: true }>) {
  const { address, activeDirectorySite } = at
  return {
    addresses: address === undefined ? [] : [{ address }],
    ...(activeDirectorySite !== undefined && { activeDirectorySite }),
  }
}
