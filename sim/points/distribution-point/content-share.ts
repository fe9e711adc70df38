import type { Site, SiteSystem } from '../../model/hierarchy.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
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
 * Opens the shares of a system, for the accounts of the domain: of the packages and of user state, at one server. `limits`: what
 * the operating system of a client computer allows.
 */
export function openShare(
  { site, system, database, address, recorder, behaviour, accounts, bound }: PointContext,
  { ready, ...shared }: Partial<PackagesShared>,
  limits: { connections?: number } = {},
): OpeningPort {
  const { fqdn, roles } = system
  const { smb } = site.otherPorts
  const port = bound(smb)
  const opening = openSmbServer({
    ...{ address, port, fqdn, recorder, behaviour, ...shared, ...limits },
    ...(roles.includes('state-migration-point') && {
      shares: [stateShare(database.table(createStateStores).folderOf(system))],
    }),
    accounts,
    admitsAnonymous: () => admitsAnonymous(site, system),
  }).then((open) => ({
    ...open,
    ...(ready && { ready }),
    configuredPort: smb,
    protocol: 'smb' as const,
    url: `smb://${fqdn}:${open.port}/${open.share}`,
  }))
  return { opening, port }
}

/**
 * Whether "Allow clients to connect anonymously" holds at a distribution point: it is an option of mixed mode (the General tab
 * of a distribution point).
 */
export function admitsAnonymous({ mode }: Site, { roles, anonymousAccess }: SiteSystem): boolean {
  const isOptional =
    roles.includes('standard-distribution-point') && !siteModes[mode].clientsPresentCertificates
  return isOptional && anonymousAccess
}

export const basis: readonly Basis[] = [
  {
    certainty: 'documented',
    about:
      'The share of a distribution point, which Windows accounts may read: "About Package Access Accounts" has the group Users ' +
      'read it by default, and no guests; a program that runs from there is reached by Windows authentication in both modes',
  },
  {
    certainty: 'our choice',
    about:
      'the share of a distribution point that lets clients connect anonymously, which admits them as its directories do: what is ' +
      'documented of that option is the Internet Guest account of the web server',
  },
]
