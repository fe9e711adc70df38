import type { SigningIdentity } from '../../certs/issue.ts'
import type { Client, Site, SiteSystem } from '../model/hierarchy.ts'
import type { Location } from '../vocabulary/location.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import { siteSystemNamed } from '../model/sites.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { TransferJob } from './conversations/transfer-content.ts'
import type { ClientNetwork } from './network.ts'
import type { ClientCertificates } from './transports/certificates.ts'

/** A client at the moment of a contact: its description, its location, its state and its means. */
export interface ClientContext extends ClientState {
  client: Client
  /** The site whose boundaries hold the client. */
  resident: Site | undefined
  network: ClientNetwork
  certificates: ClientCertificates
}

/** Everything about a client that changes while the hierarchy runs. */
export interface ClientState {
  at: Location
  /** Its site as the client last learned of it; later changes of the site do not show here. */
  assigned: Site | undefined
  /** The site was named by CCMSetup or an administrator, and not found by the client's location. */
  assignedDirectly: boolean
  /** Its site's mode; without a site, the mode for which the client was installed. */
  mode: SiteMode
  httpForRoaming: boolean
  /** When it last read its site's settings: milliseconds since 1970 by the simulation's clock. */
  settingsRead: number
  /** The default management point of a site, where it was looked up by name. */
  managementPoint?: { site: string; fqdn: string }
  /** Made when the client first signs. */
  signing?: SigningIdentity
  /** The site where it is registered, and its ID there. */
  registration?: { site: string; clientId: string }
  /** Unfinished downloads, by package ID. */
  transfers: Map<string, TransferJob>
  /** The time from which no distribution point has given it a package, by package ID: milliseconds since 1970. */
  withoutContent: Map<string, number>
  /** The site whose policy it knows, and the cookie that asks for later changes. */
  policy?: { site: string; cookie: string | undefined }
}

export interface FoundSystem {
  site: Site
  system: SiteSystem
}

/** The system of a site that serves this client in a role; on the Internet, the management point that it was given. */
export function systemFor(
  { client, at, network }: ClientContext,
  site: Site,
  role: SiteSystemRole,
): FoundSystem | undefined {
  const { internetManagementPoint } = client
  if (role === 'management-point' && at.internet && internetManagementPoint !== undefined)
    return siteSystemNamed(network.hierarchy, internetManagementPoint)
  const system = servingSystem(site.systems, role, client.kind, at)
  return system && { site, system }
}
