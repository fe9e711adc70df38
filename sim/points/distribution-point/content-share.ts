import type { PointContext, OpeningPort } from '../point.ts'
import { openSmbServer } from '../smb-share/smb-server.ts'
import { packagesOn } from './package-tree.ts'

/**
 * Opens the share of a distribution point, for the computers of the domain and for everybody else as a guest: our choice;
 * simulated clients come anonymously. `limits`: what the operating system of a client computer allows.
 */
export function openShare(
  { hierarchy, site, system, address, recorder, accounts, bound }: PointContext,
  limits: { connections?: number } = {},
): OpeningPort {
  const { fqdn } = system
  const { smb } = site.otherPorts
  const port = bound(smb)
  const packages = () => packagesOn(system, hierarchy)
  const policy = { accounts, guests: true }
  const opening = openSmbServer({ address, port, fqdn, recorder, packages, policy, ...limits }).then(
    (open) => ({
      ...open,
      configuredPort: smb,
      protocol: 'smb' as const,
      url: `smb://${fqdn}:${open.port}/${open.share}`,
    }),
  )
  return { opening, port }
}
