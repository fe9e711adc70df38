import { parseAddress } from '../../model/address-range.ts'
import { activeDirectoryFirst } from '../../rules/service-location.ts'
import { findBoundaryRanges, findSites } from '../ldap/published-searches.ts'
import { readBoundaryRanges, readSites } from '../ldap/published-records.ts'
import { sitesHolding, type HoldingSite } from '../ldap/sites-holding.ts'
import { lookInDirectory } from '../look-in-directory.ts'
import type { Acting } from './action.ts'

/** The sites that publish boundaries around the client; undefined when Active Directory cannot be asked. */
export async function findHoldingSites(acting: Acting): Promise<readonly HoldingSite[] | undefined> {
  const standing = acting.standing()
  const { at, client, surroundings } = standing
  if (!client.activeDirectory || at.internet) return undefined
  const { domain } = surroundings.hierarchy
  const published = await lookInDirectory(standing, findSites(domain))
  acting.made(published.attempt)
  if (published.attempt.outcome !== 'answered') {
    acting.tell('asked Active Directory, which could not be reached', activeDirectoryFirst, published.attempt)
    return undefined
  }
  const own = at.address === undefined ? undefined : parseAddress(at.address)
  const ranges =
    own?.version === 4 ? await lookInDirectory(standing, findBoundaryRanges(domain, own.first)) : undefined
  if (ranges) acting.made(ranges.attempt)
  const holding = sitesHolding(at, readSites(published.entries), readBoundaryRanges(ranges?.entries ?? []))
  const found = holding.map(({ code }) => code).join(', ') || 'none'
  acting.tell(
    `asked Active Directory for the sites whose boundaries hold ${placeInWords(at)}: ${found}`,
    activeDirectoryFirst,
    published.attempt,
  )
  return holding
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
