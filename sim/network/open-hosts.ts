import { domainControllerName, nameServerName, revocationListPointName } from '../vocabulary/network.ts'
import type { Listener } from '../net/listener.ts'
import { openInTurn, type Closable } from '../net/open-together.ts'
import { openDomainController } from '../points/domain-controller/domain-controller.ts'
import { publishedDirectory, publishedSites } from '../points/domain-controller/published-directory.ts'
import {
  openDnsServer,
  openDnsTcpServer,
  openWinsServer,
  type NameServerOptions,
} from '../points/name-server/name-server.ts'
import { publishedNames } from '../points/name-server/published-names.ts'
import { openRevocationListPoint } from '../points/revocation-list-point.ts'
import { revocationListHost } from './hierarchy-pki.ts'
import type { Host } from './name-service.ts'
import type { OpenContext, OpenSystem, SystemListener } from './open-context.ts'
import { cannotOpen, openSystems } from './open-systems.ts'

/** The setting that moves the ports of the services. */
function settingOf({ portSetting }: OpenContext['addresses']): string {
  return portSetting ?? 'servicePorts'
}

/** Every host of a hierarchy that listens. */
export interface OpenHosts extends Closable {
  systems: OpenSystem[]
  revocationLists: OpenService
  domainController: OpenService
  nameServers: OpenNameServers
  all: readonly Host[]
}

/** A host beside the site systems. */
export interface OpenService extends Host, Closable {
  listeners: readonly SystemListener[]
}

interface OpenNameServers extends OpenService {
  /** The FQDN of the system that has an address in WINS. */
  nameAt(address: string): string | undefined
}

/** Opens the site systems and the services beside them, or nothing, and adds their names to the name service. */
export async function openHosts(context: OpenContext): Promise<OpenHosts> {
  const { opened, close } = await openInTurn(async (keep) => {
    const systems = await openSystems(context)
    keep({
      async close() {
        await Promise.all(systems.map((system) => system.close()))
      },
    })
    const revocationLists = keep(await openRevocationLists(context))
    const domainController = keep(await openDirectory(context, systems))
    const nameServers = keep(await openNameServers(context, systems))
    return { systems, revocationLists, domainController, nameServers }
  })
  const { systems, revocationLists, domainController, nameServers } = opened
  const all = [...systems.map(hostOf), revocationLists, domainController, nameServers]
  context.names.add(all)
  if (context.addresses.kind === 'own')
    for (const { address, fqdn } of all) context.traffic?.named(address, fqdn)
  return { ...opened, all, close }
}

function hostOf({ system, address, listeners }: OpenSystem): Host {
  return { name: system.name, fqdn: system.fqdn, address, listeners }
}

async function openRevocationLists({
  hierarchy,
  addresses,
  pki,
  listRecorder: recorder,
  revocation,
  behaviourOf,
}: OpenContext): Promise<OpenService> {
  const fqdn = revocationListHost(hierarchy)
  const address = addresses.ofHost(fqdn)
  const configuredPort = hierarchy.servicePorts.revocationLists
  const port = addresses.portFor(fqdn, configuredPort)
  const point = await openRevocationListPoint({
    ...{ address, port, fqdn, recorder, publish: pki.publishedList },
    behaviour: behaviourOf(fqdn),
    isAwaited: revocation.isFetching,
  }).catch(cannotOpen({ fqdn, address, port }, settingOf(addresses)))
  const url = `http://${fqdn}:${point.port}`
  const listener = { ...point, configuredPort, protocol: 'http' as const, url }
  return { name: revocationListPointName, fqdn, address, listeners: [listener], close: point.close }
}

/**
 * Opens the domain's directory, in which the sites publish themselves. A client of the hierarchy is in its forest or in
 * none.
 */
async function openDirectory(
  { hierarchy, addresses, recorder, computers, behaviourOf }: OpenContext,
  systems: readonly OpenSystem[],
): Promise<OpenService> {
  const { domain } = hierarchy
  const fqdn = `${domainControllerName}.${domain}`
  const address = addresses.ofHost(fqdn)
  const addressOf = new Map(systems.map((system) => [system.system.fqdn, system.address]))
  const published = keptFor(() =>
    publishedDirectory(
      publishedSites(hierarchy, ({ fqdn }, { ports }) => ({ address: addressOf.get(fqdn) ?? '', ports })),
      domain,
    ),
  )
  const configuredPort = hierarchy.servicePorts.ldap
  const port = addresses.portFor(fqdn, configuredPort)
  const controller = await openDomainController({
    address,
    port,
    fqdn,
    domain,
    recorder,
    behaviour: behaviourOf(fqdn),
    accounts: computers.accounts,
    // The published data depends on nothing that changes but the sites' modes.
    entries: () => published(hierarchy.sites.map(({ mode }) => mode).join(' ')),
  }).catch(cannotOpen({ fqdn, address, port }, settingOf(addresses)))
  const url = `ldap://${fqdn}:${controller.port}`
  const listeners = [{ ...controller, configuredPort, protocol: 'ldap' as const, url }]
  return { name: domainControllerName, fqdn, address, listeners, close: controller.close }
}

/** Keeps a list until the state changes, since the controller indexes every new list. */
function keptFor<List>(make: () => List): (state: string) => List {
  let last: { state: string; entries: List } | undefined
  return (state) => {
    if (last?.state !== state) last = { state, entries: make() }
    return last.entries
  }
}

/** Opens DNS and WINS, where clients that do not read Active Directory find management points. */
async function openNameServers(
  { hierarchy, addresses, recorder, behaviourOf, names: service }: OpenContext,
  systems: readonly OpenSystem[],
): Promise<OpenNameServers> {
  const fqdn = `${nameServerName}.${hierarchy.domain}`
  const address = addresses.ofHost(fqdn)
  const own = addresses.kind === 'own'
  // WINS returns addresses without ports: where all systems share one address, each gets a made-up one.
  const known = new Map(
    systems.map((open, index) => [open.system, own ? open.address : `127.255.${index >> 8}.${index & 0xff}`]),
  )
  const names = publishedNames(hierarchy, {
    netBiosAddress: (system) => known.get(system),
    hosts: [
      ...systems.map(({ system }) => system.fqdn),
      revocationListHost(hierarchy),
      `${domainControllerName}.${hierarchy.domain}`,
      fqdn,
    ],
    nameServer: fqdn,
    resolve: service.resolve,
  })
  const options = { address, fqdn, recorder, behaviour: behaviourOf(fqdn), names }
  const dns = addresses.portFor(fqdn, hierarchy.servicePorts.dns)
  const wins = addresses.portFor(fqdn, hierarchy.servicePorts.wins)
  const failed = (port: number) => cannotOpen({ fqdn, address, port }, settingOf(addresses))
  const { opened, close } = await openInTurn(async (keep) => ({
    dns: keep(await openDns({ ...options, port: dns }).catch(failed(dns))),
    wins: keep(await openWinsServer({ ...options, port: wins }).catch(failed(wins))),
  }))
  const listener = (protocol: 'dns' | 'wins', one: Listener): SystemListener => ({
    ...one,
    configuredPort: hierarchy.servicePorts[protocol],
    protocol,
    url: `${protocol}://${fqdn}:${one.port}`,
  })
  const { udp, tcp } = opened.dns
  return {
    ...{ name: nameServerName, fqdn, address },
    listeners: [listener('dns', udp), listener('dns', tcp), listener('wins', opened.wins)],
    nameAt: (wanted) => [...known].find(([, each]) => each === wanted)?.[0].fqdn,
    close,
  }
}

interface OpenDns extends Closable {
  udp: Listener
  tcp: Listener
}

/** Ports that the machine chooses for UDP until one is free for TCP as well. */
const mostChoices = 16

/** DNS by UDP and by TCP, on one port: a client whose answer is cut short asks again on the same number. */
async function openDns(options: NameServerOptions, choices = mostChoices): Promise<OpenDns> {
  try {
    const { opened, close } = await openInTurn(async (keep) => {
      const udp = keep(await openDnsServer(options))
      return { udp, tcp: keep(await openDnsTcpServer({ ...options, port: udp.port })) }
    })
    return { ...opened, close }
  } catch (error) {
    const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
    if (!isTaken || options.port !== 0 || choices === 0) throw error
    return openDns(options, choices - 1)
  }
}
