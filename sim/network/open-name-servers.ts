import { nameServerName } from '../model/other-hosts.ts'
import type { Listener } from '../net/listener.ts'
import { openDnsServer, openWinsServer } from '../points/name-server/name-server.ts'
import { publishedNames } from '../points/name-server/published-names.ts'
import type { Host } from './host.ts'
import type { Ground, OpenSystem, SystemListener } from './open-system.ts'

/** DNS has 53, and NetBIOS name servers have 137. */
export const nameServerPorts = { dns: 8053, wins: 8137 } as const

export interface OpenNameServers extends Host {
  listeners: readonly SystemListener[]
  /** The FQDN of the system that has an address in WINS. */
  nameAt(address: string): string | undefined
  close(): Promise<void>
}

/** Opens the servers by which clients that do not read Active Directory find management points: DNS and WINS. */
export async function openNameServers(
  { hierarchy, addresses, recorder }: Ground,
  systems: readonly OpenSystem[],
): Promise<OpenNameServers> {
  const fqdn = `${nameServerName}.${hierarchy.domain}`
  const address = addresses.nextSystem()
  const own = addresses.kind === 'own'
  // WINS tells addresses and no ports: where all systems share one address, a number takes its place.
  const known = new Map(
    systems.map((open, index) => [open.system, own ? open.address : `127.255.${index >> 8}.${index & 0xff}`]),
  )
  const names = publishedNames(hierarchy, (system) => known.get(system))
  const options = { address, recorder, names }
  const dns = await openDnsServer({ ...options, port: own ? nameServerPorts.dns : 0 })
  const wins = await openWinsServer({ ...options, port: own ? nameServerPorts.wins : 0 }).catch(
    async (error: unknown) => {
      await dns.close()
      throw error
    },
  )
  const listener = (server: Listener, service: keyof typeof nameServerPorts): SystemListener => ({
    ...server,
    configuredPort: nameServerPorts[service],
    url: `${service}://${fqdn}:${server.port}`,
  })
  return {
    ...{ name: nameServerName, fqdn, address },
    listeners: [listener(dns, 'dns'), listener(wins, 'wins')],
    nameAt: (wanted) => [...known].find(([, has]) => has === wanted)?.[0].fqdn,
    async close() {
      await Promise.all([dns.close(), wins.close()])
    },
  }
}
