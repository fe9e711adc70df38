import type { SiteSystemRole } from '../model/site-system-role.ts'
import { policyServerSecret } from '../model/policy-server.ts'
import { openSystemHealthValidatorPoint } from '../points/system-health-validator-point/system-health-validator-point.ts'
import type { Ground, OpeningPort, SystemListener, SystemPlace } from './open-system.ts'

/** Opens the ports of a site system that are no web server's. */
export function openOtherPorts(ground: Ground, place: SystemPlace): OpeningPort[] {
  const has = (role: SiteSystemRole): boolean => place.system.roles.includes(role)
  return [...(has('system-health-validator-point') ? [policyServer(ground, place)] : [])]
}

/** A site publishes its health state reference when it starts: it has no NAP policies that could change. */
function policyServer(
  { addresses, recorder, clock, hierarchy }: Ground,
  { site, system, address }: SystemPlace,
): OpeningPort {
  const { radius } = site.otherPorts
  const port = addresses.kind === 'own' ? radius : 0
  const published = clock.now()
  const opening = openSystemHealthValidatorPoint({
    address,
    port,
    fqdn: system.fqdn,
    recorder,
    sharedSecret: policyServerSecret,
    reference: (code) =>
      hierarchy.sites.some((known) => known.code === code) ? { policyTimeStamp: published } : undefined,
    now: clock.now,
  }).then((open) => withoutFaults(open, radius, `radius://${system.fqdn}:${open.port}`))
  return { opening, port }
}

/** The faults are those of web servers and their connections. */
function withoutFaults(
  { address, port, close }: Pick<SystemListener, 'address' | 'port' | 'close'>,
  configuredPort: number,
  url: string,
): SystemListener {
  return {
    address,
    port,
    configuredPort,
    url,
    close,
    break: () => Promise.reject(new RangeError(`${url} is no web server's, and cannot break`)),
    repair: () => Promise.resolve(),
    refuses: () => null,
    ready: () => Promise.resolve(),
    renew: () => undefined,
  }
}
