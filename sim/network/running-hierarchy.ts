/// <reference lib="esnext.disposable" preserve="true" />
import * as z from 'zod'
import { createSigningIdentities } from '../../certs/issue.ts'
import type { Attempt } from '../evidence/attempt.ts'
import type { ConnectionEnds } from '../evidence/connection.ts'
import { createRecorder } from '../evidence/recorder.ts'
import type { AcceptedConnection } from '../evidence/server-view.ts'
import type { HierarchyShown, SiteShown, SystemShown } from '../evidence/recording/hierarchy-shown.ts'
import { faults, revocationListFaults, type Fault, type RevocationListFault } from '../vocabulary/fault.ts'
import { isCalled, policyServerSecret, tcpProtocols, type TcpProtocol } from '../vocabulary/network.ts'
import { clientNames, lackOf, systemNames } from '../model/check/unknown-names.ts'
import type { Client, Hierarchy, Site } from '../model/hierarchy.ts'
import { clientNamed } from '../model/populations.ts'
import type { MisbehaviourInput } from '../model/schema/hierarchy-input.ts'
import { readMisbehaviour } from '../model/schema/misbehaviour.ts'
import { siteModeNames, type SiteMode } from '../vocabulary/site-mode.ts'
import { valueOf } from '../model/source/options.ts'
import { openInTurn, type Keep } from '../net/open-together.ts'
import type { Patience } from '../net/other-end.ts'
import { addressesFor, hostNames, type Addresses } from './addresses.ts'
import {
  approveClient,
  breakHost,
  repairHost,
  replaceHost,
  revokeCertificates,
  switchSiteMode,
  type Revoked,
} from './changes.ts'
import { ClockError, ContactError } from '../errors.ts'
import {
  createRevocationCheckers,
  hierarchyPki,
  listUrls,
  readAll,
  revocationListHost,
  revocationListUrl,
  revokeFromTheStart,
} from './hierarchy-pki.ts'
import { createBehaviours, endMisbehaviour, misbehaveFromStart, scriptMisbehaviour } from './misbehaviours.ts'
import { createNameService } from './name-service.ts'
import { createBranchComputers } from './branch-computers.ts'
import { createForeignConnections, forOwnClients, type ForOwnClients } from './own-clients.ts'
import { createSimulatedClient, type SimulatedClient } from './simulated-client.ts'
import { createKnownComputers, type NetworkAccessAccount, type RunningComputer } from './known-computers.ts'
import { createOrders, type MethodsOf } from './orders.ts'
import { withOpenablePorts } from './openable-ports.ts'
import {
  createClock,
  type OpenContext,
  type OpenOptions,
  type OpenSystem,
  type Shared,
} from './open-context.ts'
import { openHosts, type OpenHosts, type OpenService } from './open-hosts.ts'

export { ContactError } from '../errors.ts'
export type { ActionResult } from '../client/actions/action.ts'
export type { NewLocation } from '../client/simulated-client.ts'
export type { ContactOptions, SimulatedClient } from './simulated-client.ts'
export type { Revoked } from './changes.ts'
export type { MisbehaviourInput } from '../model/schema/hierarchy-input.ts'
export type { NetworkAccessAccount, RunningComputer } from './known-computers.ts'
export type { ForOwnClients, NextConnectionOptions, RunningPki, TlsCredential } from './own-clients.ts'
export { ClockError, ClosedError, FaultError, NoConnectionError, SiteModeError } from '../errors.ts'
export type { OpenOptions, Shared } from './open-context.ts'

/** A hierarchy whose site systems listen. Close it, or declare it with `await using`. */
export interface RunningHierarchy extends AsyncDisposable, ForOwnClients {
  /** What was opened, with every default filled in. */
  readonly hierarchy: Hierarchy
  /** The site systems with their addresses, in the order of the file. */
  readonly systems: readonly RunningSystem[]
  /** The point that publishes the revocation lists. */
  readonly revocationLists: RunningService
  /** The directory in which the sites publish themselves. */
  readonly domainController: RunningService
  /** DNS and WINS, where management points are found by name; DNS by UDP and TCP, with the addresses of all hosts. */
  readonly nameServers: RunningService
  /** The computers, as another program can pass for them. */
  readonly computers: readonly RunningComputer[]
  /** The accounts besides those of the computers, with which clients sign in to distribution points. */
  readonly networkAccessAccounts: readonly NetworkAccessAccount[]
  /** The PXE service points, by FQDN, and whether each lets computers boot that its site does not know. */
  readonly pxe: readonly {
    /** FQDN. */
    system: string
    /** It lets them boot. */
    unknownComputers: boolean
  }[]
  /** The secret of the policy servers' RADIUS. */
  readonly radiusSecret: string
  /** Every attempt so far, in the order in which they ended; none where the journal alone gets them. */
  readonly attempts: readonly Attempt[]
  /**
   * Connections that listeners accepted from the hierarchy's clients and that no attempt accounts for, each reported once:
   * something went over the network that the attempts do not tell. A client with an attempt in progress is passed over.
   */
  strayConnections(): Promise<readonly AcceptedConnection[]>
  /** A site system by its name or FQDN. Throws a `ContactError` where there is none of that name. */
  system(name: string): RunningSystem
  /** A client of the hierarchy by its name. Throws a `ContactError` where it has none of that name. */
  client(name: string): SimulatedClient
  /** Adds a client that the hierarchy's file does not name. */
  addClient(client: Client): SimulatedClient
  /**
   * Switches a fault of a site system on, by its name or FQDN, replacing any other. `crl` is the point that
   * publishes the revocation lists. Without a protocol the web server breaks where there is one, and its share goes on.
   * Throws a `FaultError` when the system cannot have this fault.
   */
  break(system: string, fault: Fault | RevocationListFault, protocol?: TcpProtocol): Promise<void>
  /**
   * Closes the web listeners of a site system, or the listener for a protocol, so that a program of your own can listen at
   * its address in their place, on those ports and any others. No listener sees the connections to that program: attempts
   * have the client's word alone, and say so in `server_end`. `repair` ends it.
   */
  replace(system: string, protocol?: TcpProtocol): Promise<void>
  /** Switches off the fault of a site system, or puts its own listeners back in place. */
  repair(system: string): Promise<void>
  /**
   * A server, or each site system with a role, misbehaves for the requests that match, until `behave`; faults come before it. Attempts
   * and connections that meet it have `SCRIPTED` in `server_end`, and `scripted-misbehaviour` as their diagnosis if they fail. Throws an
   * `InputError` with what is wrong in its description, or a `FaultError` when the server does not speak the protocol or the name is taken.
   */
  misbehave(misbehaviour: MisbehaviourInput): void
  /** Ends the misbehaviour of this name, or all. Throws a `FaultError` when none of that name goes on. */
  behave(name?: string): void
  /** The authority revokes the certificates of a client or a site system and publishes a new list. */
  revoke(revoked: Revoked): void
  /**
   * Switches a primary site and its secondary sites to the other mode, and repairs their systems' faults. Clients learn of
   * it when they next read the settings. Throws a `SiteModeError` if another site must switch first.
   */
  setMode(site: string, mode: SiteMode): Promise<void>
  /**
   * The administrator approves a client that has registered, for policy with sensitive data. Throws a `ContactError` when it
   * is registered nowhere.
   */
  approve(client: string): void
  /**
   * Moves the simulation's clock ahead; certificates and revocation lists expire by it. Throws a `ClockError` when the
   * certificates have fixed dates.
   */
  advance(milliseconds: number): void
  /**
   * Closes every listener and connection; resolves once all are closed. `await using` calls it. From the call on, whatever would change
   * the hierarchy, and whatever a client is to do, throws a `ClosedError` or rejects with one: a change that is under way is completed
   * first.
   */
  close(): Promise<void>
}

/** A service beside the site systems. */
interface RunningService {
  /** Name by which clients ask for it. */
  fqdn: string
  /** IP address on loopback. */
  address: string
  /** One for each listener, with its port. */
  urls: string[]
}

/** As `serve --json` prints it. */
export interface RunningSystem {
  /** As in the file. */
  name: string
  /** Its name and the hierarchy's domain. */
  fqdn: string
  /** Code of its site. */
  site: string
  /** Ids: `management-point`. */
  roles: string[]
  /** IP address on loopback. */
  address: string
  /** One for each listener, with its port: `https://mp.contoso.test:8443`. */
  urls: string[]
}

/** Puts a hierarchy on loopback. Throws an `EnvironmentError` when the machine does not allow it. */
export async function openHierarchy(
  described: Hierarchy,
  options: OpenOptions = {},
  shared: Shared = {},
): Promise<RunningHierarchy> {
  const { opened } = await openInTurn(async (keep, close) => {
    const addresses = keep(await addressesFor(options.addresses ?? 'own'))
    // Now, so that each is the same at every start, whichever host opens first.
    for (const fqdn of hostNames(described)) addresses.ofHost(fqdn)
    const installed = await withOpenablePorts(described, addresses, options)
    // A copy, since sites change their mode while the hierarchy runs.
    const hierarchy = {
      ...installed,
      sites: installed.sites.map((site) => ({ ...site })),
      ...(options.unusual && { unusual: options.unusual }),
    }
    const context = await createContext(hierarchy, addresses, { ...options, ...shared }, keep)
    const hosts = keep(await openHosts(context))
    keep(context.names)
    // Closed first, and the others are closed in turn.
    keep(context.orders)
    const running = runningHierarchy(context, hosts, installed, options, once(close))
    if (options.journal) {
      const shown = showHierarchy(hierarchy, hosts.systems, running.client)
      context.recorder.tell({ type: 'opened', hierarchy: shown, now: context.clock.now().toISOString() })
    }
    misbehaveFromStart(hosts, context)
    return running
  })
  return opened
}

async function createContext(
  hierarchy: Hierarchy,
  addresses: Addresses,
  options: OpenOptions & Shared,
  keep: Keep,
): Promise<OpenContext> {
  const { timeout = 10_000, signingIdentity = createSigningIdentities() } = options
  const { unusual } = hierarchy
  const clock = createClock(options)
  const pki = hierarchyPki(hierarchy, clock, options)
  if (options.pki !== undefined) await readAll(pki, hierarchy)
  const foreign = keep(createForeignConnections())
  const traffic = options.packets?.follow((clientAddress) => recorder.isAttempting(clientAddress))
  const recorder = createRecorder(
    options.firstAttempt,
    options.journal,
    (closed) => {
      const connection = foreign.add(closed, clock.moment())
      options.journal?.({ type: 'connection', connection })
    },
    options.attempts !== 'told',
    traffic,
  )
  const listRecorder = createRecorder(undefined, undefined, undefined, undefined, traffic)
  keep({
    close() {
      recorder.end()
      listRecorder.end()
      traffic?.close()
      return Promise.resolve()
    },
  })
  const names = createNameService(addresses)
  const { resolve, openPort, refuses } = names
  const patienceWith = (fqdn: string, port: number): Patience => {
    const isOurs = (): boolean => names.isOurs(fqdn, port)
    const { silenceOf } = fqdn === revocationListHost(hierarchy) ? listRecorder : recorder
    const refused = traffic && ((ends: ConnectionEnds) => traffic.refused(ends))
    if (!isOurs()) return { timeout, refused }
    return { timeout, refused, silenceOf: async (ends) => (isOurs() ? silenceOf(ends) : undefined) }
  }
  const fetcher = { resolve, openPort, refuses, patienceWith, recorder, listRecorder }
  const revocation = keep(createRevocationCheckers(pki, revocationListUrl(hierarchy), clock, fetcher))
  const computers = createKnownComputers(hierarchy)
  const orders = createOrders(hierarchy.name)
  const siteBySystem = new Map(
    hierarchy.sites.flatMap(({ code, systems }) => systems.map(({ fqdn }) => [fqdn.toLowerCase(), code])),
  )
  return {
    ...{ hierarchy, addresses, recorder, foreign, pki, clock, names, siteBySystem },
    switchedAt: new Map(),
    revocation,
    signingIdentity,
    computers,
    branches: createBranchComputers(orders),
    orders,
    behaviourOf: createBehaviours(unusual),
    keyLog(line) {
      options.keyLog?.(line)
      traffic?.keyLog(line)
    },
    traffic,
    timeout,
    patienceWith,
    listRecorder,
  }
}

const checkFault = valueOf<Fault | RevocationListFault>(
  'break',
  z.enum([...faults, ...revocationListFaults]),
  {
    what: 'a fault',
    remedy: 'name one',
  },
)

const checkProtocol = valueOf<TcpProtocol | undefined>('break', z.enum(tcpProtocols).optional())

const checkSite = valueOf<string>('setMode', z.string(), {
  what: 'the code of a primary site',
  remedy: 'name one: OSL',
})

const checkMode = valueOf<SiteMode>('setMode', z.enum(siteModeNames), {
  what: 'a mode',
  remedy: `name one: ${siteModeNames.join(' or ')}`,
})

const checkAdvance = valueOf<number>('advance', z.number(), { what: 'a time', remedy: 'give milliseconds' })

function runningHierarchy(
  context: OpenContext,
  hosts: OpenHosts,
  installed: Hierarchy,
  options: OpenOptions,
  close: () => Promise<void>,
): RunningHierarchy {
  const { hierarchy, recorder, pki, clock, names, revocation, computers } = context
  const atOpening = { hierarchy: installed, at: clock.now() }
  context.branches.open((client) => {
    computers.add(client)
    return createSimulatedClient(client, context, hosts, atOpening)
  })
  const alone = new Map(hierarchy.clients.map((client) => [client.name, client]))
  const started = new Map<string, SimulatedClient>()
  let systems = hosts.systems.map(systemOf)
  const running: RunningHierarchy = {
    hierarchy,
    get systems() {
      return systems
    },
    revocationLists: {
      ...serviceOf(hosts.revocationLists),
      urls: hosts.revocationLists.listeners.flatMap(({ url }) => listUrls(url)),
    },
    domainController: serviceOf(hosts.domainController),
    nameServers: serviceOf(hosts.nameServers),
    get computers() {
      return computers.told()
    },
    networkAccessAccounts: computers.networkAccessAccounts,
    pxe: hosts.systems
      .filter(({ system }) => system.roles.includes('pxe-service-point'))
      .map(({ system: { fqdn, pxe } }) => ({ system: fqdn, unknownComputers: pxe.unknownComputers })),
    radiusSecret: policyServerSecret,
    attempts: recorder.attempts,
    ...forOwnClients(context, hosts.all),
    async strayConnections() {
      // Lets a listener accept what was sent to it.
      await new Promise(setImmediate)
      return recorder.takeStrays()
    },
    system(name) {
      const found = systems.find((system) => isCalled(system, name))
      if (!found) throw new ContactError(lackOf('site system', name, systemNames(hierarchy)))
      return found
    },
    client(name) {
      const known = started.get(name)
      if (known) return known
      const described = alone.get(name)
      const client = described ?? clientNamed(hierarchy, name)
      if (!client) throw new ContactError(lackOf('client', name, clientNames(hierarchy)))
      // Created on first use, but present from the start.
      if (!described) computers.add(client)
      const one = createSimulatedClient(client, context, hosts, atOpening)
      started.set(name, one)
      if (!described) recorder.tell({ type: 'client', client: one.shown() })
      return one
    },
    addClient(client) {
      const { name, fqdn, certificates } = client
      const wasRevoked = clientNamed(hierarchy, name)?.certificates.includes('revoked')
      if (certificates.includes('revoked') && !wasRevoked) revokeFromTheStart(fqdn, pki, revocation)
      computers.add(client)
      return createSimulatedClient(client, context, hosts, { hierarchy, at: clock.now() })
    },
    async break(system, fault, protocol) {
      checkFault(fault)
      checkProtocol(protocol)
      await breakHost(hosts.all, names, system, fault, protocol)
      recorder.tell({ type: 'fault', system, fault })
    },
    async replace(system, protocol) {
      await replaceHost(hosts.all, names, system, protocol)
      recorder.tell({ type: 'fault', system, fault: 'other-program' })
    },
    async repair(system) {
      await repairHost(hosts.all, names, system)
      recorder.tell({ type: 'fault', system, fault: null })
    },
    misbehave(written) {
      const misbehaviour = readMisbehaviour(written)
      const systems = scriptMisbehaviour(hosts, context, misbehaviour)
      recorder.tell({ type: 'misbehaviour', name: misbehaviour.name, systems })
    },
    behave(name) {
      endMisbehaviour(hosts, context, name)
      recorder.tell({ type: 'misbehaviour', name: name ?? null, systems: null })
    },
    revoke(revoked) {
      revokeCertificates(hierarchy, pki, revoked)
      recorder.tell({ type: 'revoked', holder: 'client' in revoked ? revoked.client : revoked.system })
      if (revoked.cachedLists !== 'keep') revocation.forget()
    },
    async setMode(site, mode) {
      checkSite(site)
      checkMode(mode)
      const switched = await switchSiteMode(context, hosts.systems, site, mode)
      systems = hosts.systems.map(systemOf)
      recorder.tell({ type: 'sites', sites: switched.map((one) => showSite(one, hosts.systems)) })
    },
    approve(client) {
      approveClient(hosts.systems, client)
    },
    advance(milliseconds) {
      checkAdvance(milliseconds)
      if (options.pki !== undefined)
        throw new ClockError(`the certificates in ${options.pki} have fixed dates: the clock cannot be moved`)
      clock.advance(milliseconds)
      for (const listener of hosts.systems.flatMap(({ listeners }) => listeners)) listener.renew?.()
      recorder.tell({ type: 'clock', now: clock.now().toISOString() })
    },
    close,
    [Symbol.asyncDispose]: close,
  }
  return context.orders.until(running, methods)
}

const methods: MethodsOf<RunningHierarchy> = {
  system: 'tells',
  client: 'tells',
  strayConnections: 'tells',
  // It rejects with an error of its own.
  nextConnection: 'tells',
  lookup: 'tells',
  addClient: 'throws',
  break: 'in turn',
  replace: 'in turn',
  repair: 'in turn',
  misbehave: 'throws',
  behave: 'throws',
  revoke: 'throws',
  setMode: 'in turn',
  approve: 'throws',
  advance: 'throws',
  close: 'tells',
  [Symbol.asyncDispose]: 'tells',
}

function systemOf({ site, system, address, listeners }: OpenSystem): RunningSystem {
  const { name, fqdn, roles } = system
  const urls = listeners.map(({ url }) => url)
  return { name, fqdn, site: site.code, roles: [...roles], address, urls }
}

function serviceOf({ fqdn, address, listeners }: OpenService): RunningService {
  // DNS listens twice on one port, by UDP and by TCP.
  return { fqdn, address, urls: [...new Set(listeners.map(({ url }) => url))] }
}

/** An open hierarchy as a picture of it needs it. */
function showHierarchy(
  { name, domain, sites, clients, unusual }: Hierarchy,
  systems: readonly OpenSystem[],
  client: (name: string) => SimulatedClient,
): HierarchyShown {
  return {
    name,
    domain,
    sites: sites.map((site) => showSite(site, systems)),
    clients: clients.map((one) => client(one.name).shown()),
    ...(unusual && { unusual }),
  }
}

function showSite(site: Site, systems: readonly OpenSystem[]): SiteShown {
  const { code, kind, mode, parent = null, boundaries } = site
  return {
    code,
    kind,
    mode,
    parent,
    boundaries: boundaries.map(({ text, connection }) => ({ text, connection })),
    systems: systems.filter((system) => system.site.code === code).map(showSystem),
  }
}

function showSystem({ system, address, listeners }: OpenSystem): SystemShown {
  const { name, fqdn, roles } = system
  return { name, fqdn, roles: [...roles], address, urls: listeners.map(({ url }) => url), fault: null }
}

function once<T>(act: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => (done ??= act())
}
