import * as z from 'zod'
import { createHash, type X509Certificate } from 'node:crypto'
import { packageContent } from '../wire/distribution-point/package.ts'
import type { ActionResult } from '../client/actions/action.ts'
import type { ContentData } from '../client/actions/get-content.ts'
import type { Content } from '../client/actions/find-content.ts'
import type { ClientContactOptions } from '../client/contact.ts'
import type { ClientNetwork } from '../client/network.ts'
import type { Installation } from '../client/installation.ts'
import { createClientSoftware, type ClientSoftware, type NewLocation } from '../client/simulated-client.ts'
import type { Conversation } from '../client/transports/http.ts'
import { ContactError } from '../errors.ts'
import type { Attempt } from '../evidence/attempt.ts'
import type { SiteModeSeen } from '../evidence/end-evidence.ts'
import type { ClientShown } from '../evidence/recording/hierarchy-shown.ts'
import { lackOf } from '../model/check/unknown-names.ts'
import type { Client, Hierarchy, Package, PackageSource, Site, Update } from '../model/hierarchy.ts'
import { groupOf } from '../model/populations.ts'
import { primaryCodeOf, residentSiteOf } from '../model/sites.ts'
import { called, optionsOf, valueOf } from '../model/source/options.ts'
import { protocols } from '../vocabulary/network.ts'
import { siteSystemRoleNames, type SiteSystemRole } from '../vocabulary/site-system-role.ts'
import { experiment } from './experiment.ts'
import { describeCertificate } from './hierarchy-pki.ts'
import { installationOf } from './installation.ts'
import type { OpenContext } from './open-context.ts'
import type { MethodsOf } from './orders.ts'
import type { OpenHosts } from './open-hosts.ts'

/** The site system that a client is to contact, and how. */
export interface ContactOptions extends ClientContactOptions {
  /**
   * A certain system, by name or FQDN. By default the one to which the client is led by what it knows, or else the one of
   * the site that serves the client in this role.
   */
  system?: string
}

/** A contact that is a conversation. */
interface Conversing {
  /** Requests to make over one connection in place of the role's first one. */
  conversation?: Conversation<unknown>
}

/** A client in its hierarchy, which moves it about and gives it orders. */
export interface SimulatedClient extends Omit<
  ClientSoftware,
  'shown' | 'contact' | 'getContent' | 'installUpdate' | 'copy'
> {
  /** The site whose boundaries hold the client now. */
  readonly residentSite: Site | undefined
  /** The client as it is now, for reports. */
  shown(): ClientShown
  /** Makes the role's first request, or holds a conversation over one connection. */
  contact(role: SiteSystemRole, options?: ContactOptions & Conversing): Promise<Attempt>
  /** Finds a package and transfers it. */
  getContent(packageId: string): Promise<ActionResult<ContentData>>
  /** Scans, downloads an update (by its unique id), installs it, and reports that. */
  installUpdate(updateId: string): Promise<ActionResult<ContentData>>
  /** As a branch distribution point: gets a package to share it. */
  fetchToShare(packageId: string): Promise<ActionResult<ContentData>>
  /** The same computer with the same knowledge, to try something that the client itself is to know nothing of. */
  copy(): SimulatedClient
}

const checkRole = valueOf<SiteSystemRole>('contact', z.enum(siteSystemRoleNames), {
  what: 'a role',
  remedy: 'name one: management-point',
})

const checkContact = optionsOf<ContactOptions & Conversing>('contact', {
  relation: z.enum(['assigned', 'resident']),
  force: z.boolean(),
  protocol: z.enum(protocols),
  withoutCertificate: z.boolean(),
  system: z.string(),
  conversation: called(),
})

/** A location with the fields of both kinds. */
type AnyLocation = Partial<Record<'address' | 'activeDirectorySite', string>> & { internet?: boolean }

const checkMove: (location: NewLocation) => void = optionsOf<AnyLocation>(
  'move',
  {
    address: z.string(),
    activeDirectorySite: z.string(),
    internet: z.boolean(),
  },
  { what: 'a location', remedy: 'give an address, a site of Active Directory, or internet: true' },
)

const checkState = optionsOf<NonNullable<Parameters<SimulatedClient['sendState']>[0]>>('sendState', {
  topic: z.int().min(0),
  id: z.int().min(0),
})

const checkBytes = valueOf<number>('storeState', z.int().min(0))

/** `known`: the hierarchy in which the client was installed, and when that was. */
export function createSimulatedClient(
  client: Client,
  context: OpenContext,
  hosts: Pick<OpenHosts, 'domainController' | 'nameServers'>,
  known: { hierarchy: Hierarchy; at: Date },
): SimulatedClient {
  const installation = installationOf(client, known.hierarchy, known.at)
  const software: ClientSoftware = createClientSoftware(
    installation,
    clientNetwork(context, hosts, installation),
    () => context.recorder.tell({ type: 'client', client: simulated.shown() }),
  )
  const simulated = inHierarchy(software, client.kind, context)
  return simulated
}

/** Adds what its hierarchy knows of a client, and the orders that need it. */
function inHierarchy(
  software: ClientSoftware,
  kind: Client['kind'],
  context: Pick<OpenContext, 'hierarchy' | 'clock' | 'orders'>,
): SimulatedClient {
  const { hierarchy, clock, orders } = context
  const siteCalled = (code?: string) => hierarchy.sites.find((site) => site.code === code)
  const packageCalled = (packageId: string): Package => {
    const content = hierarchy.packages.find(({ id }) => id === packageId.toUpperCase())
    if (!content)
      throw new ContactError(
        lackOf(
          'package',
          packageId,
          hierarchy.packages.map(({ id }) => id),
        ),
      )
    return content
  }
  const residentSite = () => residentSiteOf(hierarchy, software.at, siteCalled(software.assignedSite?.code))
  const simulated: SimulatedClient = {
    ...software,
    get assignedSite() {
      return software.assignedSite
    },
    get at() {
      return software.at
    },
    get residentSite() {
      return residentSite()
    },
    shown() {
      const group = groupOf(hierarchy, software.name)
      return {
        ...software.shown(),
        residentSite: residentSite()?.code ?? null,
        ...(group !== undefined && { group }),
      }
    },
    copy: () => inHierarchy(software.copy(), kind, context),
    move(location) {
      checkMove(location)
      software.move(location)
    },
    async contact(role, given = {}) {
      checkRole(role)
      checkContact(given)
      const { conversation, system, ...options } = given
      const sites = {
        get assigned() {
          return siteCalled(software.assignedSite?.code)
        },
        // Looked up on demand, since it compares every boundary.
        get resident() {
          return residentSite()
        },
      }
      const subject = { kind, at: software.at, sites }
      const named = system !== undefined
      const { relation } = options
      const target = { ...(relation && { relation }), ...(named && { system }) }
      const order = {
        ...options,
        named,
        experiment: experiment(hierarchy, subject, role, target, clock.moment()),
      }
      return software.contact(role, order, conversation)
    },
    async sendState(state) {
      if (state) checkState(state)
      return software.sendState(state)
    },
    async storeState(bytes) {
      if (bytes !== undefined) checkBytes(bytes)
      return software.storeState(bytes)
    },
    async getContent(packageId) {
      const { advertisement, ...content } = packageCalled(packageId)
      return software.getContent(contentOf(content, advertisement))
    },
    async installUpdate(updateId) {
      const update = hierarchy.updates.find(({ id }) => id === updateId.toLowerCase())
      if (!update)
        throw new ContactError(
          lackOf(
            'update',
            updateId,
            hierarchy.updates.map(({ id }) => id),
          ),
        )
      return software.installUpdate(contentOf(update, settingsOf(update)))
    },
    async fetchToShare(packageId) {
      const { advertisement, ...content } = packageCalled(packageId)
      // The advertisement's settings are for clients that run its program.
      const toAll = { whenSlow: 'download', runFromDistributionPoint: false, sensitive: false } as const
      return software.getContent(contentOf(content, { ...advertisement, ...toAll }, true))
    },
  }
  return orders.until(simulated, methods)
}

const methods: MethodsOf<SimulatedClient> = {
  shown: 'tells',
  copy: 'tells',
  move: 'throws',
  contact: 'rejects',
  assign: 'rejects',
  getContent: 'rejects',
  start: 'rejects',
  requestPolicy: 'rejects',
  sendState: 'rejects',
  scanForUpdates: 'rejects',
  installUpdate: 'rejects',
  storeState: 'rejects',
  restoreState: 'rejects',
  fetchToShare: 'rejects',
}

/** An update that is not deployed has the settings by which a deployment begins. */
function settingsOf({ deployment }: Update): Content['settings'] {
  const { whenSlow = 'do-not-install', fallBackToUnprotected = true } = deployment ?? {}
  return { whenSlow, fallBackToUnprotected, runFromDistributionPoint: false, sensitive: false }
}

function contentOf(source: PackageSource, settings: Content['settings'], toShare = false): Content {
  const { id, version, size } = source
  return {
    ...{ id, version, size, settings, toShare },
    // Worked out only for a download that begins: a package may be long.
    get sha1() {
      return sha1Of(source)
    },
  }
}

/** Of a package whose bytes follow from these facts, once for all clients. */
const hashes = new Map<string, string>()

function sha1Of({ id, version, size }: PackageSource): string {
  const key = `${id}.${version}.${size}`
  const known = hashes.get(key)
  if (known !== undefined) return known
  const hash = createHash('sha1')
  for (const piece of packageContent({ id, version }, { first: 0, last: size - 1 })) hash.update(piece)
  const sha1 = hash.digest('hex')
  hashes.set(key, sha1)
  return sha1
}

function clientNetwork(
  context: OpenContext,
  { domainController, nameServers }: Pick<OpenHosts, 'domainController' | 'nameServers'>,
  { clockAhead, fqdn: ownName }: Installation,
): ClientNetwork {
  const {
    addresses,
    names,
    hierarchy,
    recorder,
    clock,
    timeout,
    patienceWith,
    pki,
    revocation,
    signingIdentity,
    siteBySystem,
    traffic,
  } = context
  const { resolve, openPort, refuses, acceptableAuthorities, ready, servicePort } = names
  const { fqdn, nameAt } = nameServers
  const sourceAddress = addresses.nextClient()
  recorder.watch(sourceAddress)
  if (addresses.kind === 'own') traffic?.named(sourceAddress, ownName)
  return {
    ...{ resolve, openPort, refuses, acceptableAuthorities, ready, servicePort },
    tlsVersion: hierarchy.tls.version,
    siteOf: (system) => siteBySystem.get(system.toLowerCase()) ?? null,
    siteModeOf: (system) => siteModeOf(system, context),
    domainController: { fqdn: domainController.fqdn, port: hierarchy.servicePorts.ldap },
    nameServer: { fqdn, ports: hierarchy.servicePorts, nameAt },
    ...{ recorder, clock, timeout, patienceWith, pki, sourceAddress, signingIdentity },
    revocation: revocation.of(sourceAddress, clockAhead),
    describe: (certificate: X509Certificate) => describeCertificate(certificate, clock),
  }
}

function siteModeOf(
  system: string,
  { hierarchy, siteBySystem, switchedAt }: OpenContext,
): SiteModeSeen | null {
  const code = siteBySystem.get(system.toLowerCase())
  const site = hierarchy.sites.find((one) => one.code === code)
  if (!site) return null
  // Clients read of their own primary site, also in a secondary site below it.
  const primary = hierarchy.sites.find((one) => one.code === primaryCodeOf(site)) ?? site
  const { publishToActiveDirectory: published } = primary
  return { mode: site.mode, since: switchedAt.get(site.code) ?? null, published }
}
