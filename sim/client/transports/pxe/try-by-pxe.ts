import { computerIdentity } from '../../../model/computer-identity.ts'
import { pxeBoot } from './pxe.ts'
import { lookUp, timed, withoutSocket, withoutStatus, type Tried, type Try } from '../transport.ts'

/** Has the firmware boot the computer from the network, up to where the boot program would run. */
export async function tryByPxe({ standing, target, port }: Try): Promise<Tried> {
  const { client, surroundings } = standing
  const { sourceAddress, patience } = surroundings
  const { fqdn } = target.system
  const found = lookUp(surroundings, fqdn, port)
  // Where one of its ports is open all are.
  const open = (configured: number): number => surroundings.openPort(fqdn, configured) ?? configured
  const ports = {
    dhcp: open(port),
    binl: open(target.site.otherPorts.binl),
    tftp: open(target.site.otherPorts.tftp),
  }
  const exchange = await timed(async () => {
    if ('stage' in found) return withoutSocket(found)
    const { address } = found
    const boot = await pxeBoot({ address, ports, sourceAddress, patience }, computerIdentity(client.name))
    const path = boot.booted && `/${boot.booted.bootFile.replaceAll('\\', '/')}`
    return { ...withoutStatus(boot), ...(path !== undefined && { path }) }
  })
  const { path } = exchange
  const url = path === undefined ? `dhcp://${fqdn}:${ports.dhcp}` : `tftp://${fqdn}:${ports.tftp}${path}`
  return { url, ...exchange }
}
