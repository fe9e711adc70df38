import type { SiteSystem } from '../../model/hierarchy.ts'
import { siteSystemRoles } from '../../vocabulary/site-system-role.ts'
import type { HeldContent } from '../../wire/distribution-point/package.ts'
import type { PointContext, OpeningPort } from '../point.ts'
import { openSmbServer } from '../smb-share/smb-server.ts'
import { stateShare } from '../state-migration-point/state-share.ts'
import { createStateStores } from '../state-migration-point/state-store-folder.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** What a distribution point has in its share. */
export interface PackagesShared {
  packages(): readonly HeldContent[]
  /** Is told of each path that a client sought and did not find. */
  missing?(path: string): void
  /** Waits for the packages that are on their way. */
  ready?(): Promise<void>
}

export function holdsPackages({ roles }: SiteSystem): boolean {
  return roles.some((role) => siteSystemRoles[role].holdsPackages)
}

/**
 * Opens the shares of a system, for the computers of the domain and for everybody else as a guest: our choice; simulated
 * clients come anonymously. One server has that of its packages and that of user state. `limits`: what the operating system of
 * a client computer allows.
 */
export function openShare(
  { site, system, database, address, recorder, accounts, bound }: PointContext,
  { ready, ...shared }: Partial<PackagesShared>,
  limits: { connections?: number } = {},
): OpeningPort {
  const { fqdn, roles } = system
  const { smb } = site.otherPorts
  const port = bound(smb)
  const opening = openSmbServer({
    ...{ address, port, fqdn, recorder, ...shared, ...limits },
    ...(roles.includes('state-migration-point') && {
      shares: [stateShare(database.table(createStateStores).folderOf(system))],
    }),
    policy: { accounts, guests: true },
  }).then((open) => ({
    ...open,
    ...(ready && { ready }),
    configuredPort: smb,
    protocol: 'smb' as const,
    url: `smb://${fqdn}:${open.port}/${open.share}`,
  }))
  return { opening, port }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the share of a distribution point, which is open to guests',
  },
]
