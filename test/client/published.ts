import { findPublished } from '../../sim/client/conversations/published-sites.ts'
import type { LdapSearch } from '../../sim/client/transports/ldap.ts'
import { valuesOf, type LdapEntry, isEqual } from '../../sim/wire/ldap/search.ts'

/** Searches that an administrator's tool makes, and no client. */
export function findSite(domain: string, code: string): LdapSearch {
  return findPublished(domain, 'mSSMSSite', isEqual('mSSMSSiteCode', code))
}

export function findManagementPoints(domain: string): LdapSearch {
  return findPublished(domain, 'mSSMSManagementPoint')
}

export function findServerLocatorPoints(domain: string): LdapSearch {
  return findPublished(domain, 'mSSMSServerLocatorPoint')
}

/** Passes over entries of other classes, and those without a site or a name. */
export function readServerLocatorPoints(
  entries: readonly LdapEntry[],
): { site: string; fqdn: string; address: string }[] {
  return entries.flatMap((entry) => {
    const first = (attribute: string): string => valuesOf(entry, attribute)[0] ?? ''
    const site = first('mSSMSSiteCode')
    const fqdn = first('dNSHostName') || first('mSSMSMPName')
    const isOne = valuesOf(entry, 'objectClass').includes('mSSMSServerLocatorPoint')
    return isOne && site !== '' && fqdn !== '' ? { site, fqdn, address: first('mSSMSMPAddress') } : []
  })
}
