import { activeDirectoryFirst } from '../rules/service-location.ts'
import type { LdapEntry } from '../wire/ldap/entry.ts'
import { attempt } from './attempt.ts'
import type { Attempt } from '../evidence/attempt.ts'
import type { ClientContext } from './context.ts'
import { ldapTransport, type LdapSearch } from './transports/ldap/search-directory.ts'

/** Searches Active Directory for what the sites have published there. A failed search has the entries that came. */
export async function searchActiveDirectory(
  context: ClientContext,
  search: LdapSearch,
): Promise<{ attempt: Attempt; entries: readonly LdapEntry[] }> {
  const { network } = context
  const { domainController } = network
  const subject = {
    ...({
      role: 'domain-controller',
      relation: 'assigned',
      site: null,
      system: domainController.fqdn,
    } as const),
    rule: activeDirectoryFirst,
  }
  const searched = await attempt(context, subject, ldapTransport(network, domainController, search))
  return { attempt: searched.attempt, entries: searched.result ?? [] }
}
