import type { Attempt } from '../evidence/attempt.ts'
import type { LdapEntry } from '../wire/ldap/search.ts'
import { activeDirectoryFirst } from '../rules/service-location.ts'
import { searchDirectory, type LdapSearch } from './ldap/search-directory.ts'
import { recordAttempt } from './record-attempt.ts'
import type { Standing } from './standing.ts'
import { lookUp, timed, withoutSocket, withoutStatus } from './try.ts'

/** Asks Active Directory for what the sites have published there. */
export async function lookInDirectory(
  standing: Standing,
  search: LdapSearch,
): Promise<{ attempt: Attempt; entries: readonly LdapEntry[] }> {
  const { surroundings } = standing
  const { domainController, sourceAddress, patience, clock } = surroundings
  const { fqdn, port } = domainController
  const startedAt = clock.now().toISOString()
  const found = lookUp(surroundings, fqdn, port)
  let entries: readonly LdapEntry[] = []
  const exchange = await timed(async () => {
    if ('stage' in found) return withoutSocket(found)
    const searching = await searchDirectory({ ...found, fqdn, sourceAddress, patience }, search)
    entries = searching.entries
    return withoutStatus(searching)
  })
  const about = {
    ...{ forced: false, role: 'domain-controller', relation: 'assigned' as const, site: null, after: null },
    ...{ system: fqdn, protocol: 'ldap' as const, port, rule: activeDirectoryFirst, startedAt },
  }
  const attempt = await recordAttempt(standing, about, {
    ...exchange,
    url: `ldap://${fqdn}:${'stage' in found ? port : found.port}`,
  })
  return { attempt, entries }
}
