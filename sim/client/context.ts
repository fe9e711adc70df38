import type { Client, Site, SiteSystem } from '../model/hierarchy.ts'
import type { OwnedCertificate, SecureContexts } from './transports/client-certificate.ts'
import type { Surroundings } from './network.ts'
import type { SigningIdentity } from '../../certs/signing-identity.ts'
import type { Location } from '../model/boundary.ts'
import type { SiteMode } from '../model/site-mode.ts'
import type { TransferJob } from './conversations/transfer-content.ts'
import { siteSystemNamed } from '../model/site-system-named.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import { servingSystem } from '../rules/serving-system.ts'

/** A client as it stands at the moment of a contact. */
export interface Standing extends ClientState {
  client: Client
  resident: Site | undefined
  surroundings: Surroundings
  /** What is in its certificate store now. */
  store(): Promise<OwnedCertificate[]>
  secureContexts: SecureContexts
}

/** All that changes about a client while the hierarchy runs: where it is, and what it knows. */
export interface ClientState {
  at: Location
  /** Its site as the client last learned of it. Of what the site has become since it knows nothing. */
  assigned: Site | undefined
  /** That site was named, by CCMSetup or by an administrator, and not found by where the client is. */
  assignedDirectly: boolean
  /** Of its site; that which it was installed for while it has none. */
  mode: SiteMode
  httpForRoaming: boolean
  /** When it last learned of its site, in milliseconds since 1970 by the simulation's clock. */
  settingsRead: number
  /** The default management point of a site, where it was looked up by name. */
  managementPoint?: { site: string; fqdn: string }
  /** What it signs with; made when it first has to. */
  signing?: SigningIdentity
  /** Where it is registered, and as whom. */
  registration?: { site: string; clientId: string }
  /** Downloads that are not finished, by package id. */
  transfers: Map<string, TransferJob>
  /** Since when none of the distribution points that it was told of has given it a package, by package id: milliseconds since 1970. */
  withoutContent: Map<string, number>
  /** How far it knows the policy of a site. */
  policy?: { site: string; cookie: string | undefined }
}

export interface FoundSystem {
  site: Site
  system: SiteSystem
}

/** The system of a role that a client uses of a site; on the Internet the management point that it was told of. */
export function systemFor(
  { client, at, surroundings }: Standing,
  site: Site,
  role: SiteSystemRole,
): FoundSystem | undefined {
  const { internetManagementPoint } = client
  if (role === 'management-point' && at.internet && internetManagementPoint !== undefined)
    return siteSystemNamed(surroundings.hierarchy, internetManagementPoint)
  const system = servingSystem(site.systems, role, client.kind, at)
  return system && { site, system }
}
