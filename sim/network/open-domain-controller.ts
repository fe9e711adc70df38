import { domainControllerName } from '../model/other-hosts.ts'
import { openDomainController } from '../points/domain-controller/domain-controller.ts'
import { publishedDirectory } from '../points/domain-controller/published-directory.ts'
import { publishedSites } from '../points/domain-controller/published-site.ts'
import type { Host } from './host.ts'
import type { Ground, OpenSystem, SystemListener } from './open-system.ts'

/** LDAP has 389. */
export const domainControllerPort = 8389

export interface OpenDirectory extends Host {
  listeners: readonly SystemListener[]
  close(): Promise<void>
}

/** Opens the domain's directory, in which the sites publish themselves; all clients of the hierarchy are in its forest or in none. */
export async function openDirectory(
  { hierarchy, addresses, recorder }: Ground,
  systems: readonly OpenSystem[],
): Promise<OpenDirectory> {
  const { domain } = hierarchy
  const fqdn = `${domainControllerName}.${domain}`
  const address = addresses.nextSystem()
  const addressOf = new Map(systems.map((system) => [system.system.fqdn, system.address]))
  const published = onceFor(() =>
    publishedDirectory(
      publishedSites(hierarchy, ({ fqdn }, { ports }) => ({ address: addressOf.get(fqdn) ?? '', ports })),
      domain,
    ),
  )
  const controller = await openDomainController({
    address,
    port: addresses.kind === 'own' ? domainControllerPort : 0,
    fqdn,
    domain,
    recorder,
    // What a site publishes changes with its mode alone.
    entries: () => published(hierarchy.sites.map(({ mode }) => mode).join(' ')),
  })
  const url = `ldap://${fqdn}:${controller.port}`
  const listeners = [{ ...controller, configuredPort: domainControllerPort, url }]
  return { name: domainControllerName, fqdn, address, listeners, close: controller.close }
}

/** The same list until the state is another: the controller indexes each list that it is given. */
function onceFor<List>(make: () => List): (state: string) => List {
  let last: { state: string; entries: List } | undefined
  return (state) => {
    if (last?.state !== state) last = { state, entries: make() }
    return last.entries
  }
}
