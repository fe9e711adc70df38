import type { RunningHierarchy, SimulatedClient } from '../network/running-hierarchy.ts'
import type { Client, Hierarchy, Site } from '../model/hierarchy.ts'
import { hasHttpForRoaming } from '../model/sites.ts'
import type { ClientKind } from '../model/tables/table.ts'

/** A client of a kind, assigned to a site: one from the hierarchy, or a stand-in. */
export type MatrixClients = (kind: ClientKind, site: Site) => SimulatedClient

export function createMatrixClients(running: RunningHierarchy): MatrixClients {
  const chosen = new Map<string, SimulatedClient>()
  return (kind, site) => {
    const key = `${kind} ${site.code}`
    const known = chosen.get(key)
    if (known) return known
    const named = running.hierarchy.clients.find((client) => isOfKind(kind, site, client))
    const client = named
      ? running.client(named.name)
      : running.addClient(standIn(kind, site, running.hierarchy))
    chosen.set(key, client)
    return client
  }
}

function isOfKind(kind: ClientKind, site: Site, client: Client): boolean {
  const wanted = traits[kind]
  return (
    client.assignedSite === site.code &&
    client.kind === wanted.kind &&
    wanted.certificates.every((recipe, index) => client.certificates[index] === recipe) &&
    hasHttpForRoaming(client, site) === wanted.httpForRoaming
  )
}

function standIn(kind: ClientKind, site: Site, { domain }: Hierarchy): Client {
  const name = `STAND-IN-${kind}-${site.code}`.toUpperCase()
  return {
    name,
    fqdn: `${name}.${domain}`,
    ...traits[kind],
    version: site.version,
    assignedSite: site.code,
    activeDirectory: true,
    computerAccount: 'trusted',
    alwaysOnInternet: false,
    trustsRoot: true,
    clockAhead: 0,
    wins: false,
    cacheSize: 5 * 1024 ** 3,
    pxeBoot: 'advertised',
    at: { internet: false },
  }
}

const traits: Readonly<
  Record<ClientKind, Pick<Client, 'kind' | 'certificates'> & { httpForRoaming: boolean }>
> = {
  'mixed-client': { kind: 'computer', httpForRoaming: false, certificates: [] },
  'native-client': { kind: 'computer', httpForRoaming: false, certificates: ['good'] },
  'native-client-http-allowed': { kind: 'computer', httpForRoaming: true, certificates: ['good'] },
  'mobile-device': { kind: 'mobile-device', httpForRoaming: false, certificates: ['good'] },
}
