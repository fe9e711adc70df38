import { pagedResults } from '../../wire/ldap/message.ts'
import { domainName } from '../../wire/ldap/published.ts'
import { describedAttributes, describedClasses, subschemaName } from '../../wire/ldap/schema.ts'
import type { OwnEntries } from './search-directory.ts'

/** The entries of a domain controller about itself (RFC 4512, 4.2 and 5.1; [MS-ADTS] 3.1.1.3.1.1.1 and 3.1.1.3.2). */
export function ownEntries(fqdn: string, domain: string): OwnEntries {
  const top = domainName(domain)
  const subschema = subschemaName(domain)
  return {
    root: {
      name: '',
      attributes: {
        objectClass: ['top'],
        namingContexts: [top],
        defaultNamingContext: [top],
        rootDomainNamingContext: [top],
        supportedLDAPVersion: ['3'],
        supportedControl: [pagedResults],
        // The capability that marks an Active Directory.
        supportedCapabilities: ['1.2.840.113556.1.4.800'],
        dnsHostName: [fqdn],
        isSynchronized: ['TRUE'],
      },
    },
    subschema: {
      name: subschema,
      attributes: {
        objectClass: ['top', 'subSchema'],
        cn: ['Aggregate'],
        name: ['Aggregate'],
        distinguishedName: [subschema],
        attributeTypes: describedAttributes,
        objectClasses: describedClasses,
      },
    },
  }
}
