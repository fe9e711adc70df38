import type { PointContext, OpeningPort, Point } from '../point.ts'
import { defaultBootFiles } from './boot-files.ts'
import { openPxeServicePoint } from './pxe-service-point.ts'

export const pxeServicePoint: Point = { directories: () => [], open: openBootServices }

/** One service on three ports. */
function openBootServices({
  site,
  system,
  address,
  recorder,
  behaviour,
  bound,
  bootDecision,
}: PointContext): OpeningPort[] {
  const { fqdn, pxe } = system
  const { dhcp, binl, tftp } = site.otherPorts
  const opening = openPxeServicePoint({
    address,
    ports: { dhcp: bound(dhcp), binl: bound(binl), tftp: bound(tftp) },
    fqdn,
    recorder,
    behaviour,
    bootFiles: defaultBootFiles,
    answersFor: (computer) => bootDecision(computer, pxe),
  })
  return (['dhcp', 'binl', 'tftp'] as const).map((service) => {
    const configuredPort = site.otherPorts[service]
    return {
      opening: opening.then(({ listeners }) => {
        const listener = listeners[service]
        return { ...listener, configuredPort, protocol: 'pxe', url: `${service}://${fqdn}:${listener.port}` }
      }),
      port: bound(configuredPort),
    }
  })
}
