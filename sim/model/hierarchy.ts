import type { CertificateRecipe, KeyKind } from '../vocabulary/certificate.ts'
import type { WebProtocol } from '../vocabulary/protocol.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { AddressRange } from './address-range.ts'

/**
 * What an administrator describes, checked and with every default filled in. Data only: nothing is open.
 * `startHierarchy` turns it into a `RunningHierarchy`.
 */
export interface Hierarchy {
  name: string
  /** DNS suffix of every site system and client. */
  domain: string
  tls: TlsProfile
  sites: Site[]
  clients: Client[]
  packages: Package[]
}

export type TlsVersion = '1.2' | '1.3'
/** `handshake`: the TLS connection itself is refused. `iis`: HTTP 403 with a substatus, as the web server of that age answers. */
export type RefusalStyle = 'handshake' | 'iis'
export type ClientCertificatePolicy = 'require' | 'accept' | 'ignore'

export interface TlsProfile {
  version: TlsVersion
  keys: KeyKind
}

export interface Ports {
  http: number
  https: number
}

/** Ports of what does not speak HTTP and is not touched by the site's mode. */
export interface OtherPorts {
  /** Of distribution points. */
  smb: number
  /** Of a PXE service point: DHCP, its boot information negotiation layer, and TFTP. */
  dhcp: number
  binl: number
  tftp: number
  /** Of the policy server that statements of health reach. */
  radius: number
}

export interface Site {
  code: string
  kind: 'primary' | 'secondary'
  /** A secondary site has its parent's mode. */
  mode: SiteMode
  /** Of Configuration Manager: `4.00.6487.2000`. */
  version: string
  /** Absent at the central site. */
  parent?: string
  ports: Ports
  softwareUpdatePorts: Ports
  otherPorts: OtherPorts
  publishToActiveDirectory: boolean
  /** "Publish the default management point in DNS". */
  publishToDns: boolean
  httpForRoaming: boolean
  crlChecking: boolean
  certificateSelection: { criteria: string; selectFirst: boolean }
  refusal: RefusalStyle
  boundaries: Boundary[]
  systems: SiteSystem[]
}

export interface SiteSystem {
  name: string
  fqdn: string
  roles: SiteSystemRole[]
  /** "Allow clients to transfer content from this distribution point using BITS, HTTP, and HTTPS". */
  httpTransfer: boolean
  /** A software update point's own SSL setting, which counts in mixed mode only, or a reporting point's. */
  ssl: boolean
  packages: string[]
  protectedBoundaries: Boundary[]
  clientConnections: ClientConnections
  /** Somebody has entered this server locator point in WINS. */
  winsEntry: boolean
  fallbackStatus: FallbackStatusSettings
  stateMigration: StateMigrationSettings
  pxe: PxeSettings
  managementPoint: ManagementPointSettings
  branchDistributionPoint: BranchDistributionPointSettings
  listen: Listen
}

/** "Allow intranet-only", "Internet-only" or "both intranet and Internet client connections". */
export const clientConnections = ['intranet', 'internet', 'both'] as const
export type ClientConnections = (typeof clientConnections)[number]

/** How many state messages a fallback status point passes on to its site in one throttle interval. */
export interface FallbackStatusSettings {
  messages: number
  /** The interval. */
  seconds: number
}

export interface StateMigrationSettings {
  /** Bytes that its folder holds in all; no limit where absent. */
  quota?: number
  /** What is stored can be restored, and nothing new is stored. */
  restoreOnly: boolean
  /** Milliseconds for which a user state is kept once it has been restored. */
  deletionDelay: number
}

export interface BranchDistributionPointSettings {
  /** That its operating system, a client's, accepts at a time. */
  connections: number
}

export interface PxeSettings {
  /** Whether computers that the site does not know may boot. */
  unknownComputers: boolean
}

export interface ManagementPointSettings {
  signatures: SignaturePolicy
  /** Whether the body of a message has to be as long as its header says. */
  strictLengths: boolean
  /** Milliseconds for which a registration is pending. */
  registrationWait: number
  /** "Allow devices to use this management point". */
  devices: boolean
}

/** `verified`: a wrong one is refused; `required`: a missing one too; `ignored`: none is looked at. */
export type SignaturePolicy = 'verified' | 'required' | 'ignored'

/** What a site system really does where it differs from what its site's mode asks: a misconfiguration to observe. */
export interface Listen {
  protocol?: WebProtocol
  /** Name of a certificate recipe. */
  certificate?: CertificateRecipe
  refusal?: RefusalStyle
  clientCertificate?: ClientCertificatePolicy
}

export interface Client {
  name: string
  fqdn: string
  kind: 'computer' | 'mobile-device'
  /** Of its client software, as `Site.version`. */
  version: string
  /** What it was installed for (CCMSetup's `/native`); once it has a site, that site's mode is its own. */
  mode?: SiteMode
  /** A site code; `auto`: the site whose boundaries hold the client when the hierarchy opens; `none`: not assigned yet. */
  assignedSite: string
  activeDirectory: boolean
  /** The native-mode option "HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean | 'inherit'
  serverLocatorPoint?: string
  fallbackStatusPoint?: string
  /** Where it looks for its management point in DNS: DNSSUFFIX=. */
  dnsSuffix?: string
  /** Whether it looks in WINS: not with SMSDIRECTORYLOOKUP=NOWINS. */
  wins: boolean
  /** The Internet-based management point that CCMHOSTNAME= names. */
  internetManagementPoint?: string
  /** It takes itself to be on the Internet wherever it is: CCMALWAYSINF=1. */
  alwaysOnInternet: boolean
  /** Names of the certificate recipes in the client's store. */
  certificates: CertificateRecipe[]
  /** What a PXE service point finds when this computer boots from the network. */
  pxeBoot: PxeBoot
  at: Location
}

/**
 * `advertised`: a task sequence is advertised to the computer. `not-advertised`: the site knows the computer and has
 * nothing for it. `unknown`: the site does not know it.
 */
export const pxeBoots = ['advertised', 'not-advertised', 'unknown'] as const
export type PxeBoot = (typeof pxeBoots)[number]

/** What a distribution point has of a package. */
export interface PackageSource {
  id: string
  version: number
  /** Bytes. */
  size: number
}

export interface Package extends PackageSource {
  advertisement: Advertisement
}

/** What the advertisement of a package's program says. */
export interface Advertisement {
  /** What clients do that are in a slow boundary or in none, or have to go to another site for it. */
  whenSlow: 'download' | 'do-not-run'
  /** The program is not downloaded but run from the distribution point. */
  runFromDistributionPoint: boolean
  /** Clients may fall back to unprotected distribution points when no protected one has it for them. */
  fallBackToUnprotected: boolean
}

/** How well a boundary's network is connected to its site. */
export type BoundaryConnection = 'fast' | 'slow'

/** A part of the network that belongs to a site: addresses, or an Active Directory site by name. */
export type Boundary =
  | { kind: 'addresses'; text: string; range: AddressRange; connection: BoundaryConnection }
  | { kind: 'active-directory-site'; text: string; connection: BoundaryConnection }

/** Where a client is: an intranet address and perhaps an Active Directory site, or out on the Internet. */
export type Location =
  { internet: false; address?: string; activeDirectorySite?: string } | { internet: true }

/** `10.1.4.20`, `the Internet`. */
export function locationInWords(place: {
  internet?: boolean
  address?: string
  activeDirectorySite?: string
}): string {
  if (place.internet) return 'the Internet'
  return place.address ?? place.activeDirectorySite ?? 'no place in particular'
}
