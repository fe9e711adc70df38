/// <reference lib="esnext.disposable" preserve="true" />
import { createSimulatedClient, type SimulatedClient } from '../client/simulated-client.ts'
import type { ClientNetwork } from '../client/network.ts'
import type { Attempt } from '../evidence/attempt.ts'
import { createRecorder } from '../evidence/recorder.ts'
import type { Fault, RevocationListFault } from '../model/fault.ts'
import type { Client, Hierarchy } from '../model/hierarchy.ts'
import type { SiteMode } from '../model/site-mode.ts'
import { reserveAddresses, sharedAddress } from './addresses.ts'
import { breakHost, repairHost } from './break-and-repair.ts'
import { describeCertificate } from './certificate-evidence.ts'
import { FaultError } from './fault-error.ts'
import { hierarchyPki, readAll } from './hierarchy-pki.ts'
import { showHierarchy, showSite } from './hierarchy-shown.ts'
import { createClock } from './movable-clock.ts'
import { createKnownComputers } from './known-computers.ts'
import type { NameService } from './name-service.ts'
import { domainControllerPort } from './open-domain-controller.ts'
import { nameServerPorts } from './open-name-servers.ts'
import { openHosts } from './open-hosts.ts'
import type { OpenOptions } from './open-options.ts'
import type { OpenSystem } from './open-system.ts'
import { createRevocationCheckers, revocationListUrl } from './revocation-lists.ts'
import { revokeCertificates, type Revoked } from './revoke.ts'
import { switchSiteMode } from './switch-site-mode.ts'

export type { ContactOptions } from '../client/contact.ts'
export { ContactError } from '../errors.ts'
export type { ActionResult } from '../client/actions/action.ts'
export type { NewLocation, SimulatedClient } from '../client/simulated-client.ts'
export { FaultError } from './fault-error.ts'
export { SiteModeError } from './site-mode-error.ts'
export type { OpenOptions } from './open-options.ts'
export type { Revoked } from './revoke.ts'

/** A hierarchy whose site systems listen. Close it, or declare it with `await using`. */
export interface RunningHierarchy extends AsyncDisposable {
  readonly hierarchy: Hierarchy
  readonly systems: readonly RunningSystem[]
  /** The point that publishes the revocation lists. */
  readonly revocationLists: { fqdn: string; address: string; urls: string[] }
  /** The directory in which the sites publish themselves. */
  readonly domainController: { fqdn: string; address: string; urls: string[] }
  /** DNS and WINS, where management points are found by name. */
  readonly nameServers: { fqdn: string; address: string; urls: string[] }
  /** Every attempt so far, in the order in which they ended. */
  readonly attempts: readonly Attempt[]
  /** A client of the hierarchy by its name. */
  client(name: string): SimulatedClient
  /** One more client, which the hierarchy's file does not name. */
  addClient(client: Client): SimulatedClient
  /**
   * Switches a fault of a site system on, by its name or FQDN; another takes its place. `crl` is the point that
   * publishes the revocation lists. Throws a `FaultError` when the system cannot have this fault.
   */
  break(system: string, fault: Fault | RevocationListFault): Promise<void>
  repair(system: string): Promise<void>
  /** The authority revokes the certificates of a client or a site system and publishes a new list. */
  revoke(revoked: Revoked): void
  /**
   * A primary site and its secondary sites go into the other mode; their systems' faults are repaired with it. Clients
   * learn of it when they look again. Throws a `SiteModeError` when another site has to go first.
   */
  setMode(site: string, mode: SiteMode): Promise<void>
  /** Moves the simulation's clock ahead; certificates and revocation lists run out by it. */
  advance(milliseconds: number): void
  close(): Promise<void>
}

/** As `serve --json` prints it. */
export interface RunningSystem {
  name: string
  fqdn: string
  site: string
  roles: string[]
  address: string
  urls: string[]
}

/** Puts a hierarchy on loopback. Throws an `EnvironmentError` when the machine does not let it. */
export async function openHierarchy(
  described: Hierarchy,
  options: OpenOptions = {},
): Promise<RunningHierarchy> {
  // Sites change their mode while it runs, and whoever described them does not expect that.
  const hierarchy = { ...described, sites: described.sites.map((site) => ({ ...site })) }
  const { patience = 10_000 } = options
  const clock = createClock(options.startsAt)
  const pki = hierarchyPki(hierarchy, clock, options)
  if (options.pki !== undefined) await readAll(pki, hierarchy)
  const recorder = createRecorder(options.firstAttempt, options.journal)
  const addresses = options.addresses === 'shared' ? sharedAddress() : await reserveAddresses()
  // Listeners fetch revocation lists by names that are only known once all of them are open.
  const names: Pick<NameService, 'resolve' | 'openPort'> = {
    resolve: (fqdn) => (closed ? undefined : hosts.names.resolve(fqdn)),
    openPort: (fqdn, port) => hosts.names.openPort(fqdn, port),
  }
  const revocation = createRevocationCheckers(pki, revocationListUrl(hierarchy), clock, {
    ...names,
    patience,
  })
  const computers = createKnownComputers(hierarchy.clients)
  const { keyLog = () => undefined } = options
  const ground = { hierarchy, addresses, recorder, pki, clock, revocation, computers, keyLog }
  const hosts = await openHosts(ground).catch(async (error: unknown) => {
    await addresses.release()
    throw error
  })
  let closed = false

  const atOpening = { hierarchy: described, at: clock.now() }
  const startClient = (client: Client, known: typeof atOpening): SimulatedClient => {
    const sourceAddress = addresses.nextClient()
    const network: ClientNetwork = {
      ...names,
      domainController: { fqdn: hosts.domainController.fqdn, port: domainControllerPort },
      nameServer: {
        fqdn: hosts.nameServers.fqdn,
        ports: nameServerPorts,
        nameAt: hosts.nameServers.nameAt,
      },
      refuses: hosts.names.refuses,
      ready: hosts.names.ready,
      hierarchy,
      recorder,
      clock,
      timeout: patience,
      pki,
      revocation: revocation.of(sourceAddress),
      describe: (certificate) => describeCertificate(certificate, clock),
      sourceAddress,
    }
    return createSimulatedClient(client, network, known)
  }
  const clientsByName = new Map(hierarchy.clients.map((client) => [client.name, client]))
  const clients = new Map<string, SimulatedClient>()

  let systems = hosts.systems.map(describe)

  const close = once(async () => {
    closed = true
    await hosts.close()
    recorder.end()
    await addresses.release()
  })

  const running: RunningHierarchy = {
    hierarchy,
    get systems() {
      return systems
    },
    revocationLists: hosts.revocationLists,
    domainController: hosts.domainController,
    nameServers: hosts.nameServers,
    attempts: recorder.attempts,
    client(name) {
      const known = clients.get(name)
      if (known) return known
      const one = clientsByName.get(name)
      if (!one) throw new RangeError(`the hierarchy has no client ${name}`)
      // However late it is first asked for, it has been there from the start.
      const client = startClient(one, atOpening)
      clients.set(name, client)
      return client
    },
    addClient(client) {
      computers.add(client)
      return startClient(client, { hierarchy, at: clock.now() })
    },
    async break(system, fault) {
      await breakHost(hosts.all, hosts.names, system, fault)
      recorder.tell({ type: 'fault', system, fault })
    },
    async repair(system) {
      await repairHost(hosts.all, hosts.names, system)
      recorder.tell({ type: 'fault', system, fault: null })
    },
    revoke(revoked) {
      revokeCertificates(hierarchy, pki, revoked)
      recorder.tell({ type: 'revoked', holder: 'client' in revoked ? revoked.client : revoked.system })
      if (revoked.cachedLists !== 'keep') revocation.forget()
    },
    async setMode(site, mode) {
      const switched = await switchSiteMode(ground, hosts.systems, site, mode)
      systems = hosts.systems.map(describe)
      recorder.tell({ type: 'sites', sites: switched.map((one) => showSite(one, hosts.systems)) })
    },
    advance(milliseconds) {
      if (options.pki !== undefined)
        throw new FaultError(`the certificates in ${options.pki} have fixed dates: the clock cannot be moved`)
      clock.advance(milliseconds)
      hosts.renew()
      recorder.tell({ type: 'clock', now: clock.now().toISOString() })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
  if (options.journal) {
    const shown = showHierarchy(hierarchy, hosts.systems, running.client)
    recorder.tell({ type: 'opened', hierarchy: shown, now: clock.now().toISOString() })
  }
  return running
}

function describe({ site, system, address, listeners }: OpenSystem): RunningSystem {
  const { name, fqdn, roles } = system
  const urls = listeners.map(({ url }) => url)
  return { name, fqdn, site: site.code, roles: [...roles], address, urls }
}

function once<T>(act: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => (done ??= act())
}
