import {
  toldAtInstallation,
  ownSystem,
  type KnownSystem,
  type KnownManagementPoint,
  type KnownMode,
  type KnownSite,
} from './knowledge.ts'
import type { SigningIdentity } from '../../certs/issue.ts'
import { knownLocation, type Location } from '../vocabulary/location.ts'
import type { Ports } from '../vocabulary/network.ts'
import { defaultSiteMode, type SiteMode } from '../vocabulary/site-mode.ts'
import type { CachedContent, TriesForRoom } from '../rules/client-cache.ts'
import type { TransferJob } from './conversations/transfer-content.ts'
import type { Installation } from './installation.ts'
import type { ClientNetwork } from './network.ts'
import type { ClientCertificates } from './transports/certificates.ts'

/** A client at the moment of a contact: its installation, its location, its knowledge and its means. */
export interface ClientContext extends ClientState {
  client: Installation
  network: ClientNetwork
  certificates: ClientCertificates
}

/** Everything about a client that changes while the hierarchy runs. */
export interface ClientState {
  at: Location
  /** Its site as the client last learned of it; later changes of the site do not show here. */
  assigned: KnownSite | undefined
  /** The site was named by CCMSetup or an administrator, and not found by the client's location. */
  assignedDirectly: boolean
  /** Its site's mode; without a site, the mode for which the client was installed. */
  mode: SiteMode
  /** The ports for its requests, where it is not told others. */
  ports: Ports
  httpForRoaming: boolean
  /** When it last read all settings of its site: milliseconds since 1970 by the simulation's clock. */
  settingsRead: number
  /** When it last read its site's mode: milliseconds since 1970 by the simulation's clock. */
  modeRead: number
  managementPoint?: KnownManagementPoint
  /** The modes of other sites, by code, as the client last learned of them. */
  neighbours: Map<string, KnownMode>
  /** Made when the client first signs. */
  signing?: SigningIdentity
  /** The site where it is registered, and its ID there. */
  registration?: { site: string; clientId: string }
  /** Unfinished downloads, by package ID. */
  transfers: Map<string, TransferJob>
  /** The time from which no distribution point has given it a package, by package ID: milliseconds since 1970. */
  withoutContent: Map<string, number>
  /** The packages in its cache, by ID. */
  cache: Map<string, CachedContent>
  /** Unique ids of the updates that it has installed. */
  installed: Set<string>
  /** Downloads that found no room in the cache, by package ID. */
  waitingForRoom: Map<string, TriesForRoom>
  /** IDs of the packages whose programs policy has advertised to it. */
  advertised: Set<string>
  /** The site whose policy it knows, and the cookie that asks for later changes. */
  policy?: { site: string; cookie: string | undefined }
}

/** A client that was just installed. */
export function installedState(client: Installation): ClientState {
  const { site, requestPorts, assignedDirectly, httpForRoaming } = client
  return {
    at: placeOf(client, client.at),
    assigned: site && { ...site, told: toldAtInstallation(client) },
    mode: site?.mode ?? client.mode ?? defaultSiteMode,
    ports: site?.ports ?? requestPorts,
    httpForRoaming: httpForRoaming === 'inherit' ? (site?.httpForRoaming ?? false) : httpForRoaming,
    assignedDirectly,
    settingsRead: Date.parse(client.installedAt),
    modeRead: Date.parse(client.installedAt),
    neighbours: new Map(),
    transfers: new Map(),
    withoutContent: new Map(),
    cache: new Map(),
    installed: new Set(),
    waitingForRoom: new Map(),
    advertised: new Set(),
  }
}

/** The same state, which changes by itself from then on. */
export function copyOf(state: ClientState): ClientState {
  const { neighbours, transfers, withoutContent, cache, installed, waitingForRoom, advertised } = state
  return {
    ...state,
    neighbours: new Map(neighbours),
    transfers: new Map([...transfers].map(([id, job]) => [id, { ...job, hash: job.hash.copy() }])),
    withoutContent: new Map(withoutContent),
    cache: new Map(cache),
    installed: new Set(installed),
    waitingForRoom: new Map(waitingForRoom),
    advertised: new Set(advertised),
  }
}

/** The location where the client takes itself to be. */
export function placeOf(client: Installation, location: Location): Location {
  return client.alwaysOnInternet ? { internet: true } : knownLocation(client, location)
}

type NamedAtInstallation = 'management-point' | 'server-locator-point' | 'fallback-status-point'

/**
 * The system of a role that CCMSetup named; undefined if it named none. On the Internet a management point is the one for
 * there, or the one with which the client was installed there.
 */
export function namedAtInstallation(
  { client, at, assigned, ports }: ClientContext,
  role: NamedAtInstallation,
): KnownSystem | undefined {
  const { managementPoint, internetManagementPoint, serverLocatorPoint, fallbackStatusPoint } = client
  const installedThere = client.at.internet ? managementPoint : undefined
  const names: Record<NamedAtInstallation, string | undefined> = {
    'management-point': at.internet ? (internetManagementPoint ?? installedThere) : managementPoint,
    'server-locator-point': serverLocatorPoint,
    'fallback-status-point': fallbackStatusPoint,
  }
  const fqdn = names[role]
  if (fqdn === undefined) return undefined
  const told = toldAtInstallation(client)
  if (role === 'management-point' && assigned) return ownSystem(role, fqdn, assigned, ports, told)
  return { role, fqdn, site: null, ports: {}, told }
}
