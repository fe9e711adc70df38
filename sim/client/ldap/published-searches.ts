import { allOf, anyOf, isAtLeast, isAtMost, isEqual, type Filter } from '../../wire/ldap/filter.ts'
import { systemManagement, type PublishedClass } from '../../wire/ldap/published.ts'
import type { LdapSearch } from './search-directory.ts'

/** What a client looks for where the sites of its domain publish. */
function findPublished(domain: string, objectClass: PublishedClass, ...more: readonly Filter[]): LdapSearch {
  const filter = allOf(isEqual('objectCategory', objectClass), ...more)
  return { base: systemManagement(domain), scope: 'one', filter }
}

export function findSites(domain: string): LdapSearch {
  return findPublished(domain, 'mSSMSSite')
}

/** The sites that publish one of some boundaries, by their texts, and those of some codes. */
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

/** The site of that name, which a client is assigned to or may roam to. */
export function findSite(domain: string, code: string): LdapSearch {
  return findPublished(domain, 'mSSMSSite', isEqual('mSSMSSiteCode', code))
}

/** Clients never use but the default one, however many a site has ("Troubleshooting management points"). */
export function findDefaultManagementPoint(domain: string, code: string): LdapSearch {
  const ofSite = isEqual('mSSMSSiteCode', code)
  return findPublished(domain, 'mSSMSManagementPoint', ofSite, isEqual('mSSMSDefaultMP', 'TRUE'))
}

export function findManagementPoints(domain: string): LdapSearch {
  return findPublished(domain, 'mSSMSManagementPoint')
}

export function findServerLocatorPoints(domain: string): LdapSearch {
  return findPublished(domain, 'mSSMSServerLocatorPoint')
}

/** The ranges that hold an IPv4 address, given as a number. */
export function findBoundaryRanges(domain: string, address: bigint): LdapSearch {
  const number = String(address)
  const holds = [isAtMost('mSSMSRangedIPLow', number), isAtLeast('mSSMSRangedIPHigh', number)]
  return findPublished(domain, 'mSSMSRoamingBoundaryRange', ...holds)
}
