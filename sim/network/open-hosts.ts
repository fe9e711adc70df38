import { openDirectory } from './open-domain-controller.ts'
import { revocationListPointName } from '../model/other-hosts.ts'
import { openRevocationListPoint } from '../points/revocation-list-point.ts'
import { openNameServers } from './open-name-servers.ts'
import type { Host, HostListener } from './host.ts'
import { createNameService, type NameService } from './name-service.ts'
import type { Ground, OpenSystem } from './open-system.ts'
import { closeSystem, openSystems } from './open-systems.ts'
import { listUrls, revocationListHost, revocationListPort } from './revocation-lists.ts'

/** Everything of a hierarchy that listens, and the names it is known by. */
export interface OpenHosts {
  systems: OpenSystem[]
  revocationLists: { fqdn: string; address: string; urls: string[] }
  domainController: { fqdn: string; address: string; urls: string[] }
  nameServers: {
    fqdn: string
    address: string
    urls: string[]
    nameAt(address: string): string | undefined
  }
  all: readonly Host[]
  names: NameService
  /** Certificates are issued anew; the next connection to each listener shows the new one. */
  renew(): void
  close(): Promise<void>
}

/** Opens the site systems, the point that publishes the revocation lists and the domain controller; all of them or none. */
export async function openHosts(ground: Ground): Promise<OpenHosts> {
  const systems = await openSystems(ground)
  const closeSystems = () => Promise.all(systems.map(closeSystem))
  const point = await openPoint(ground).catch(async (error: unknown) => {
    await closeSystems()
    throw error
  })
  const directory = await openDirectory(ground, systems).catch(async (error: unknown) => {
    await Promise.all([closeSystems(), point.close()])
    throw error
  })
  const nameServers = await openNameServers(ground, systems).catch(async (error: unknown) => {
    await Promise.all([closeSystems(), point.close(), directory.close()])
    throw error
  })
  const hosts = [...systems.map(hostOf), point.host, directory, nameServers]
  const { fqdn, address } = point.host
  const url = `http://${fqdn}:${point.port}`
  return {
    systems,
    revocationLists: { fqdn, address, urls: listUrls(url) },
    domainController: {
      fqdn: directory.fqdn,
      address: directory.address,
      urls: directory.listeners.map((listener) => listener.url),
    },
    nameServers: {
      fqdn: nameServers.fqdn,
      address: nameServers.address,
      urls: nameServers.listeners.map((listener) => listener.url),
      nameAt: nameServers.nameAt,
    },
    all: hosts,
    names: createNameService(hosts, ground.addresses.kind === 'own'),
    renew() {
      for (const listener of systems.flatMap((system) => system.listeners)) listener.renew?.()
    },
    async close() {
      await Promise.all([closeSystems(), point.close(), directory.close(), nameServers.close()])
    },
  }
}

async function openPoint({ hierarchy, addresses, pki }: Ground) {
  const address = addresses.nextSystem()
  const fqdn = revocationListHost(hierarchy)
  const port = addresses.kind === 'own' ? revocationListPort : 0
  const point = await openRevocationListPoint({ address, port, fqdn, publish: pki.publishedList })
  const listener: HostListener = { ...point, configuredPort: revocationListPort }
  const host = {
    name: revocationListPointName,
    fqdn,
    address,
    listeners: [listener],
  }
  return { host, port: point.port, close: point.close }
}

function hostOf({ system, address, listeners }: OpenSystem): Host {
  return {
    name: system.name,
    fqdn: system.fqdn,
    address,
    listeners: listeners,
  }
}
