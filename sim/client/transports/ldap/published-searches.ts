import { allOf, anyOf, isAtLeast, isAtMost, isEqual, type Filter } from '../../../wire/ldap/filter.ts'
import { systemManagement, type PublishedClass } from '../../../wire/ldap/published-names.ts'
import type { LdapSearch } from './search-directory.ts'

/** A search for entries of one class in the container where the sites of a domain publish. */
export function findPublished(
  domain: string,
  objectClass: PublishedClass,
  ...more: readonly Filter[]
): LdapSearch {
  const filter = allOf(isEqual('objectCategory', objectClass), ...more)
  return { base: systemManagement(domain), scope: 'one', filter }
}

export function findSites(domain: string): LdapSearch {
  return findPublished(domain, 'mSSMSSite')
}

/** The sites that publish one of these boundaries, by their texts, and the sites of these codes. */
export function findSitesAround(
  domain: string,
  boundaries: readonly string[],
  codes: readonly string[],
): LdapSearch {
  const around = [
    ...boundaries.map((text) => isEqual('mSSMSRoamingBoundaries', text)),
    ...codes.map((code) => isEqual('mSSMSSiteCode', code)),
  ]
  return findPublished(domain, 'mSSMSSite', anyOf(...around))
}

/** Clients use only a site's default management point, however many it has ("Troubleshooting management points"). */
export function findDefaultManagementPoint(domain: string, code: string): LdapSearch {
  const ofSite = isEqual('mSSMSSiteCode', code)
  return findPublished(domain, 'mSSMSManagementPoint', ofSite, isEqual('mSSMSDefaultMP', 'TRUE'))
}

/** The ranges that hold an IPv4 address, given as a number. */
export function findBoundaryRanges(domain: string, address: bigint): LdapSearch {
  const number = String(address)
  const holds = [isAtMost('mSSMSRangedIPLow', number), isAtLeast('mSSMSRangedIPHigh', number)]
  return findPublished(domain, 'mSSMSRoamingBoundaryRange', ...holds)
}
