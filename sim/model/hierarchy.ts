import type { TlsVersion, Ports, ServicePorts, WebProtocol } from '../vocabulary/network.ts'
import type { CertificateRecipe, KeyKind } from '../vocabulary/certificate.ts'
import type { TrustFault } from '../vocabulary/fault.ts'
import type { ComputerAccountState } from '../vocabulary/computer-identity.ts'
import type { ApprovalMethod } from '../vocabulary/client-approval.ts'
import type { Boundary, Location, Place } from '../vocabulary/location.ts'
import type { Misbehaviour } from '../vocabulary/misbehaviour.ts'
import type { UnusualSettings } from '../vocabulary/unusual.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { ClientConnections, SiteSystemRole } from '../vocabulary/site-system-role.ts'

/**
 * A hierarchy as its administrator describes it, checked and with every default filled in. Plain data: no listener is
 * open. `startHierarchy` turns it into a `RunningHierarchy`.
 */
export interface Hierarchy {
  name: string
  /** DNS suffix of every site system and client. */
  domain: string
  tls: TlsProfile
  servicePorts: ServicePorts
  statedPorts: StatedPorts
  sites: Site[]
  clients: Client[]
  groups: Group[]
  packages: Package[]
  updates: Update[]
  /** Absent where servers behave as usual. */
  unusual?: UnusualSettings
}

/** The port numbers that a file states. Any other is a default, and gives way where another program has it. */
export interface StatedPorts {
  services: number[]
  sites: number[]
}

/**
 * `handshake`: the TLS connection itself is refused. `iis`: HTTP 403 with a substatus, as web servers of that time
 * answer.
 */
export type RefusalStyle = 'handshake' | 'iis'
export type ClientCertificatePolicy = 'require' | 'accept' | 'ignore'

export interface TlsProfile {
  version: TlsVersion
  keys: KeyKind
}

/** Ports of services that do not speak HTTP. The site's mode does not affect them. */
interface OtherPorts {
  /** The shares of distribution points and state migration points. */
  smb: number
  /** A PXE service point's DHCP, boot information negotiation layer, and TFTP. */
  dhcp: number
  binl: number
  tftp: number
  /** The policy server that receives statements of health. */
  radius: number
}

export interface Site {
  code: string
  kind: 'primary' | 'secondary'
  /** A secondary site has its parent's mode. */
  mode: SiteMode
  /** The version of Configuration Manager: `4.00.6487.2000`. */
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
  /** How often clients ask for policy, in milliseconds. */
  policyPollingInterval: number
  clientApproval: ClientApproval
  /** The name of an account of the domain. */
  networkAccessAccount?: string
  refusal: RefusalStyle
  boundaries: Boundary[]
  systems: SiteSystem[]
}

/** Counts in mixed mode only. */
interface ClientApproval {
  method: ApprovalMethod
  /** "This site contains only ConfigMgr 2007 clients": policy with sensitive data is for approved clients alone. */
  onlyNewClients: boolean
}

export interface SiteSystem {
  name: string
  fqdn: string
  roles: SiteSystemRole[]
  /** "Allow clients to transfer content from this distribution point using BITS, HTTP, and HTTPS". */
  httpTransfer: boolean
  /** The SSL setting of a software update point, which counts in mixed mode only, or of a reporting point. */
  ssl: boolean
  /** Where a distribution point stands, as far as that is described. */
  at: Place
  /** "Allow clients to connect anonymously" to a distribution point; counts in mixed mode only. */
  anonymousAccess: boolean
  packages: string[]
  protectedBoundaries: Boundary[]
  clientConnections: ClientConnections
  /** An administrator has entered this server locator point in WINS. */
  winsEntry: boolean
  fallbackStatus: FallbackStatusSettings
  stateMigration: StateMigrationSettings
  pxe: PxeSettings
  managementPoint: ManagementPointSettings
  branchDistributionPoint: BranchDistributionPointSettings
  listen: Listen
  /** What it does amiss from the start. */
  misbehave: Misbehaviour[]
}

/** The throttle between a fallback status point and its site. */
export interface FallbackStatusSettings {
  /** State messages passed on in one interval. */
  messages: number
  /** Length of the interval. */
  seconds: number
}

export interface StateMigrationSettings {
  /** Capacity of its folder in bytes; no limit when absent. */
  quota?: number
  /** Stored user states can be restored, but no new ones are stored. */
  restoreOnly: boolean
  /** How long a user state is kept once it has been restored, in milliseconds. */
  deletionDelay: number
}

interface BranchDistributionPointSettings {
  /** Simultaneous connections that its operating system accepts; client editions of Windows have a limit. */
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
  /** How long a registration stays pending, in milliseconds. */
  registrationWait: number
  /** "Allow devices to use this management point". */
  devices: boolean
}

/** `verified`: wrong signatures are refused; `required`: missing ones too; `ignored`: signatures are not checked. */
export type SignaturePolicy = 'verified' | 'required' | 'ignored'

/** Listener settings of a site system that deviate from its site's mode: a misconfiguration to observe. */
export interface Listen {
  protocol?: WebProtocol
  /** Name of a certificate recipe. */
  certificate?: CertificateRecipe
  refusal?: RefusalStyle
  clientCertificate?: ClientCertificatePolicy
  trust?: TrustFault
}

export interface Client {
  name: string
  fqdn: string
  kind: 'computer' | 'mobile-device'
  /** The version of its client software, as in `Site.version`. */
  version: string
  /** The mode that it was installed for (CCMSetup's `/native`). Once assigned, it takes the mode of its site. */
  mode?: SiteMode
  /** A site code; `auto`: the site whose boundaries contain the client when the hierarchy opens; `none`: not assigned yet. */
  assignedSite: string
  activeDirectory: boolean
  computerAccount: ComputerAccountState
  /** The native-mode option "HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean | 'inherit'
  /** The management point that SMSMP= names. */
  managementPoint?: string
  serverLocatorPoint?: string
  fallbackStatusPoint?: string
  /** The DNS suffix under which it looks for its management point: DNSSUFFIX=. */
  dnsSuffix?: string
  /** Whether it looks in WINS; SMSDIRECTORYLOOKUP=NOWINS turns this off. */
  wins: boolean
  /** The Internet-based management point that CCMHOSTNAME= names. */
  internetManagementPoint?: string
  /** It considers itself on the Internet wherever it is: CCMALWAYSINF=1. */
  alwaysOnInternet: boolean
  /** The root of the hierarchy's certificates is among its trusted roots. */
  trustsRoot: boolean
  /** Milliseconds by which its clock is ahead of everybody else's; negative: behind. */
  clockAhead: number
  /** Bytes that its cache of downloaded packages holds. */
  cacheSize: number
  /** Names of the certificate recipes in the client's store. */
  certificates: CertificateRecipe[]
  /** Nobody knows what is in its store; it acts as if nothing were. */
  certificatesUnknown?: true
  /** State of this computer at its site when it boots from the network. */
  pxeBoot: PxeBoot
  at: Location
}

/** Clients that are alike but for name and place. `clientNamed` makes one of them when somebody asks for it. */
export interface Group {
  name: string
  traits: Omit<Client, 'name' | 'fqdn' | 'at'>
  members: CountedMembers | ListedMembers
  visits: Visit[]
}

/** Clients called by their group and a number, which tells their place in the boundaries of a site as well. */
interface CountedMembers {
  kind: 'counted'
  count: number
  at: Location | { site: string }
}

/** Clients of a table, by name. */
export interface ListedMembers {
  kind: 'listed'
  places: ReadonlyMap<string, ListedClient>
}

interface ListedClient {
  /** From 0, among the clients of its table. */
  number: number
  at: Location
}

/** A site in which a part of a group spends time. */
export interface Visit {
  site: string
  /** Part of one. */
  share: number
}

/**
 * `advertised`: a task sequence is advertised to the computer. `not-advertised`: the site knows the computer and has
 * nothing for it. `unknown`: the site does not know it.
 */
export const pxeBoots = ['advertised', 'not-advertised', 'unknown'] as const
type PxeBoot = (typeof pxeBoots)[number]

/** The properties of a package that the files on distribution points depend on. */
export interface PackageSource {
  id: string
  version: number
  /** Bytes. */
  size: number
}

export interface Package extends PackageSource {
  /** A branch distribution point fetches it only when a client asks for it. */
  onDemand: boolean
  advertisement: Advertisement
}

/** A software update. Its id is that of its configuration item as well, and its version is its revision. */
export interface Update extends PackageSource {
  title: string
  /** Id of the deployment package in which distribution points hold it. */
  package?: string
  deployment?: UpdateDeployment
}

interface UpdateDeployment {
  /** Behaviour of clients in a slow boundary, outside all boundaries, or when the update is in another site. */
  whenSlow: 'download' | 'do-not-install'
  /** Clients may fall back to unprotected distribution points if no protected one has the update. */
  fallBackToUnprotected: boolean
}

/** Settings of the advertisement of a package's program. */
interface Advertisement {
  /** Behaviour of clients in a slow boundary, outside all boundaries, or when the content is in another site. */
  whenSlow: 'download' | 'do-not-run'
  /** The program is run from the distribution point instead of being downloaded. */
  runFromDistributionPoint: boolean
  /** Clients may fall back to unprotected distribution points if no protected one has the content. */
  fallBackToUnprotected: boolean
  /** Its policy holds sensitive data, as that of a task sequence does. */
  sensitive: boolean
}
