import { policyServerSecret } from '../../vocabulary/network.ts'
import type { PointContext, OpeningPort, Point } from '../point.ts'
import { openSystemHealthValidatorPoint } from './system-health-validator-point.ts'

export const systemHealthValidatorPoint: Point = {
  directories: () => [],
  open: (context) => [openPolicyServer(context)],
}

/** A site publishes its health state reference when it starts: it has no NAP policies that could change. */
function openPolicyServer({
  hierarchy,
  site,
  system,
  address,
  recorder,
  behaviour,
  now,
  bound,
}: PointContext): OpeningPort {
  const { radius } = site.otherPorts
  const port = bound(radius)
  const published = now()
  const opening = openSystemHealthValidatorPoint({
    address,
    port,
    fqdn: system.fqdn,
    recorder,
    behaviour,
    sharedSecret: policyServerSecret,
    reference: (code) =>
      hierarchy.sites.some((known) => known.code === code) ? { policyTimeStamp: published } : undefined,
    now,
  }).then((open) => ({
    ...open,
    configuredPort: radius,
    protocol: 'soh' as const,
    url: `radius://${system.fqdn}:${open.port}`,
  }))
  return { opening, port }
}
