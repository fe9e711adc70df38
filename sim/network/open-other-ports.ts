import { policyServerSecret } from '../model/policy-server.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import { unbreakable } from '../net/listener.ts'
import { packagesOn } from '../points/distribution-point/package-tree.ts'
import { defaultBootFiles } from '../points/pxe-service-point/boot-files.ts'
import { openPxeServicePoint } from '../points/pxe-service-point/pxe-service-point.ts'
import { openSmbServer } from '../points/smb-share/smb-server.ts'
import { openSystemHealthValidatorPoint } from '../points/system-health-validator-point/system-health-validator-point.ts'
import type { OpenContext, OpeningPort, SystemPlace } from './open-context.ts'

/** Opens the ports of a site system besides those of its web server. */
export function openOtherPorts(context: OpenContext, place: SystemPlace): OpeningPort[] {
  const has = (role: SiteSystemRole): boolean => place.system.roles.includes(role)
  return [
    // A distribution point has its share whether or not it lets clients transfer by HTTP (bb932208).
    ...(has('standard-distribution-point') || has('branch-distribution-point')
      ? [share(context, place)]
      : []),
    ...(has('pxe-service-point') ? pxeService(context, place) : []),
    ...(has('system-health-validator-point') ? [policyServer(context, place)] : []),
  ]
}

function share(
  { addresses, recorder, hierarchy }: OpenContext,
  { site, system, address }: SystemPlace,
): OpeningPort {
  const { fqdn } = system
  const { smb } = site.otherPorts
  const port = addresses.kind === 'own' ? smb : 0
  const packages = () => packagesOn(system, hierarchy)
  // A client's operating system limits them; a standard distribution point has that of a server.
  const limited = !system.roles.includes('standard-distribution-point') && system.branchDistributionPoint
  const opening = openSmbServer({ address, port, fqdn, recorder, packages, ...limited }).then((open) => ({
    ...open,
    configuredPort: smb,
    url: `smb://${fqdn}:${open.port}/${open.share}`,
  }))
  return { opening, port }
}

/** One service on three ports. */
function pxeService(
  { addresses, recorder, computers }: OpenContext,
  { site, system, address }: SystemPlace,
): OpeningPort[] {
  const { fqdn, pxe } = system
  const { dhcp, binl, tftp } = site.otherPorts
  const own = addresses.kind === 'own'
  const opening = openPxeServicePoint({
    address,
    ports: own ? { dhcp, binl, tftp } : { dhcp: 0, binl: 0, tftp: 0 },
    fqdn,
    recorder,
    bootFiles: defaultBootFiles,
    answersFor: (computer) => computers.bootDecision(computer, pxe),
  })
  return (['dhcp', 'binl', 'tftp'] as const).map((service) => {
    const configured = site.otherPorts[service]
    return {
      opening: opening.then(({ address, ports, close }) => {
        const port = ports[service]
        const listener = unbreakable({ address, port, close })
        return { ...listener, configuredPort: configured, url: `${service}://${fqdn}:${port}` }
      }),
      port: own ? configured : 0,
    }
  })
}

/** A site publishes its health state reference when it starts: it has no NAP policies that could change. */
function policyServer(
  { addresses, recorder, clock, hierarchy }: OpenContext,
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
  }).then((open) => ({
    ...open,
    configuredPort: radius,
    url: `radius://${system.fqdn}:${open.port}`,
  }))
  return { opening, port }
}
