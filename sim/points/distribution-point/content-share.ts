import type { PointContext, OpeningPort } from '../point.ts'
import { openSmbServer } from '../smb-share/smb-server.ts'
import { packagesOn } from './package-tree.ts'

/** Opens the share of a distribution point; `limits`: what the operating system of a client computer allows. */
export function openShare(
  { hierarchy, site, system, address, recorder, bound }: PointContext,
  limits: { connections?: number } = {},
): OpeningPort {
  const { fqdn } = system
  const { smb } = site.otherPorts
  const port = bound(smb)
  const packages = () => packagesOn(system, hierarchy)
  const opening = openSmbServer({ address, port, fqdn, recorder, packages, ...limits }).then((open) => ({
    ...open,
    configuredPort: smb,
    protocol: 'smb' as const,
    url: `smb://${fqdn}:${open.port}/${open.share}`,
  }))
  return { opening, port }
}
