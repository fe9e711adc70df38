import { createPki } from '../../certs/create-pki.ts'
import { defaultCacheDirectory } from '../../certs/cache/default-cache-directory.ts'
import type { Pki } from '../../certs/pki.ts'
import { pkiFromDirectory } from '../../certs/directory/pki-from-directory.ts'
import type { Clock } from '../client/network.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { directoriesOf } from '../points/points.ts'
import { bindingsOf } from '../points/web-server/bindings.ts'
import type { OpenOptions } from './open-options.ts'
import { revocationListUrl } from './revocation-lists.ts'

/** The PKI that a hierarchy runs with, and that `certs` writes. */
export function hierarchyPki(hierarchy: Hierarchy, clock: Clock, { cache, pki }: OpenOptions): Pki {
  if (pki !== undefined) return pkiFromDirectory(pki)
  const revokedServers = hierarchy.sites
    .flatMap(({ systems }) => systems)
    .filter(({ listen }) => listen.certificate === 'revoked')
  const revokedClients = hierarchy.clients.filter(({ certificates }) => certificates.includes('revoked'))
  return createPki({
    name: hierarchy.name,
    domain: hierarchy.domain,
    keys: hierarchy.tls.keys,
    startsAt: clock.now(),
    ahead: clock.ahead,
    revocationListUrl: revocationListUrl(hierarchy),
    cache: cache ?? defaultCacheDirectory(),
    revoked: [
      ...revokedServers.map(({ fqdn }) => ({ purpose: 'server' as const, fqdn })),
      ...revokedClients.map(({ fqdn }) => ({ purpose: 'client' as const, fqdn })),
    ],
  })
}

/**
 * Reads all that a hierarchy needs of a PKI written to a directory. A file that is missing would otherwise show at
 * the first handshake, as a failure that nobody meant.
 */
export async function readAll(pki: Pki, { sites, clients }: Hierarchy): Promise<void> {
  const listening = sites.flatMap((site) =>
    site.systems.filter((system) =>
      bindingsOf(site, system, directoriesOf(site, system)).some(({ protocol }) => protocol === 'https'),
    ),
  )
  // By itself first: where the whole directory is missing, that is the file to name.
  await pki.authorities()
  await Promise.all([
    pki.crls(),
    ...listening.map((system) => pki.webServer(system, system.listen.certificate ?? 'good')),
    ...clients.flatMap((client) => client.certificates.map((recipe) => pki.client(client, recipe))),
  ])
}
