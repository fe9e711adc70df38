import { domainName } from '../../wire/ldap/distinguished-name.ts'
import type { LdapEntry } from '../../wire/ldap/search.ts'
import { pagedResults } from '../../wire/ldap/message.ts'

/** What the server says of itself to who asks at the empty name (RFC 4512, 5.1; [MS-ADTS] 3.1.1.3.2). */
export function rootEntry(fqdn: string, domain: string): LdapEntry {
  const top = domainName(domain)
  return {
    name: '',
    attributes: {
      objectClass: ['top'],
      namingContexts: [top],
      defaultNamingContext: [top],
      rootDomainNamingContext: [top],
      supportedLDAPVersion: ['3'],
      supportedControl: [pagedResults],
      // It is an Active Directory.
      supportedCapabilities: ['1.2.840.113556.1.4.800'],
      dnsHostName: [fqdn],
      isSynchronized: ['TRUE'],
    },
  }
}
