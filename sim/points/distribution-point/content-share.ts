import type { PackageSource } from '../../model/hierarchy.ts'
import type { PointContext, OpeningPort } from '../point.ts'
import { openSmbServer } from '../smb-share/smb-server.ts'

/** What a distribution point has in its share. */
export interface PackagesShared {
  packages(): readonly PackageSource[]
  /** Is told of each path that a client sought and did not find. */
  missing?(path: string): void
  /** Waits for the packages that are on their way. */
  ready?(): Promise<void>
}

/**
 * Opens the share of a distribution point, for the computers of the domain and for everybody else as a guest: our choice;
 * simulated clients come anonymously. `limits`: what the operating system of a client computer allows.
 */
export function openShare(
  { site, system, address, recorder, accounts, bound }: PointContext,
  { ready, ...shared }: PackagesShared,
  limits: { connections?: number } = {},
): OpeningPort {
  const { fqdn } = system
  const { smb } = site.otherPorts
  const port = bound(smb)
  const policy = { accounts, guests: true }
  const opening = openSmbServer({ address, port, fqdn, recorder, policy, ...shared, ...limits }).then(
    (open) => ({
      ...open,
      ...(ready && { ready }),
      configuredPort: smb,
      protocol: 'smb' as const,
      url: `smb://${fqdn}:${open.port}/${open.share}`,
    }),
  )
  return { opening, port }
}
