import type { TlsVersion, Ports, ServicePorts, WebProtocol } from '../vocabulary/network.ts'
import type { CertificateRecipe, KeyKind, RefusalStyle } from '../vocabulary/certificate.ts'
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
  /** For reports; the file's name where it states none. */
  name: string
  /** DNS suffix of every site system and client. */
  domain: string
  /** What all listeners and clients speak. */
  tls: TlsProfile
  /** Where the directory, the name services and the revocation lists listen. */
  servicePorts: ServicePorts
  /** Which port numbers the file itself states. */
  statedPorts: StatedPorts
  /** The central site and everything below it, in the order of the file. */
  sites: Site[]
  /** Those that are described alone. */
  clients: Client[]
  /** Those that are described many at a time. */
  groups: Group[]
  /** What distribution points can hold. */
  packages: Package[]
  /** What software update points offer. */
  updates: Update[]
  /** Absent where servers behave as usual. */
  unusual?: UnusualSettings
  /** What servers do amiss from the start, besides what each site system's own description has. */
  misbehave: Misbehaviour[]
}

/** The port numbers that a file states. Any other is a default, and gives way where another program has it. */
export interface StatedPorts {
  /** Of `servicePorts`. */
  services: number[]
  /** Of any site. */
  sites: number[]
}

/** Whether a listener wants a certificate of its clients: and takes none instead, or does not ask. */
export type ClientCertificatePolicy = 'require' | 'accept' | 'ignore'

/** What TLS is spoken, and by what keys. */
export interface TlsProfile {
  /** The only version that is offered. */
  version: TlsVersion
  /** `ec` is P-256, `rsa` is RSA with 2048 bits. */
  keys: KeyKind
}

/** Ports of services that do not speak HTTP. The site's mode does not affect them. */
interface OtherPorts {
  /** The shares of distribution points and state migration points. */
  smb: number
  /** A PXE service point's DHCP, boot information negotiation layer, and TFTP. */
  dhcp: number
  /** UDP port of the boot information negotiation layer. */
  binl: number
  /** UDP port of TFTP. */
  tftp: number
  /** The policy server that receives statements of health. */
  radius: number
}

/** A site, with every setting that its clients and systems go by. */
export interface Site {
  /** Three characters, as the product has it. */
  code: string
  /** A secondary site is managed through its parent. */
  kind: 'primary' | 'secondary'
  /** A secondary site has its parent's mode. */
  mode: SiteMode
  /** The version of Configuration Manager: `4.00.6487.2000`. */
  version: string
  /** Absent at the central site. */
  parent?: string
  /** Of its web servers. */
  ports: Ports
  /** Of the web server of its software update points. */
  softwareUpdatePorts: Ports
  /** Of everything that does not speak HTTP. */
  otherPorts: OtherPorts
  /** Clients of the forest find it, and its systems, in the directory. */
  publishToActiveDirectory: boolean
  /** "Publish the default management point in DNS". */
  publishToDns: boolean
  /** The native-mode option "HTTP communication for roaming and site assignment", which its clients inherit. */
  httpForRoaming: boolean
  /** Its clients look certificates up in revocation lists. */
  crlChecking: boolean
  /** How its clients choose among their certificates. */
  certificateSelection: {
    /** As the file writes it: `none`, `SubjectStr:contoso`. */
    criteria: string
    /** Of several that match, the first is taken; otherwise the client has none. */
    selectFirst: boolean
  }
  /** How often clients ask for policy, in milliseconds. */
  policyPollingInterval: number
  /** Which clients it approves. */
  clientApproval: ClientApproval
  /** The name of an account of the domain. */
  networkAccessAccount?: string
  /** How its listeners refuse a client's certificate: in the handshake, or like IIS by a status after it. */
  refusal: RefusalStyle
  /** The networks that belong to it. */
  boundaries: Boundary[]
  /** Its servers, each with its roles. */
  systems: SiteSystem[]
}

/** Counts in mixed mode only. */
interface ClientApproval {
  /** Approved by themselves are all, those of trusted domains, or none. */
  method: ApprovalMethod
  /** "This site contains only ConfigMgr 2007 clients": policy with sensitive data is for approved clients alone. */
  onlyNewClients: boolean
}

/** A server with the roles that it has for its site. */
export interface SiteSystem {
  /** The first labels of its FQDN. */
  name: string
  /** Its name and the hierarchy's domain. */
  fqdn: string
  /** One or several. */
  roles: SiteSystemRole[]
  /** "Allow clients to transfer content from this distribution point using BITS, HTTP, and HTTPS". */
  httpTransfer: boolean
  /** The SSL setting of a software update point, which counts in mixed mode only, or of a reporting point. */
  ssl: boolean
  /** Where a distribution point stands, as far as that is described. */
  at: Place
  /** "Allow clients to connect anonymously" to a distribution point; counts in mixed mode only. */
  anonymousAccess: boolean
  /** Ids of the packages that it holds as a distribution point. */
  packages: string[]
  /** Only clients within these use it as a distribution point; empty: all do. */
  protectedBoundaries: Boundary[]
  /** Whom it serves: the intranet, the Internet, or both. */
  clientConnections: ClientConnections
  /** An administrator has entered this server locator point in WINS. */
  winsEntry: boolean
  /** As a fallback status point. */
  fallbackStatus: FallbackStatusSettings
  /** As a state migration point. */
  stateMigration: StateMigrationSettings
  /** As a PXE service point. */
  pxe: PxeSettings
  /** As a management point. */
  managementPoint: ManagementPointSettings
  /** As a branch distribution point. */
  branchDistributionPoint: BranchDistributionPointSettings
  /** Where it listens otherwise than its site's mode asks; empty where it does not. */
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

/** Settings of a state migration point. */
export interface StateMigrationSettings {
  /** Capacity of its folder in bytes; no limit when absent. */
  quota?: number
  /** Stored user states can be restored, but no new ones are stored. */
  restoreOnly: boolean
  /** How long a user state is kept once it has been restored, in milliseconds. */
  deletionDelay: number
}

/** Settings of a branch distribution point. */
interface BranchDistributionPointSettings {
  /** Simultaneous connections that its operating system accepts; client editions of Windows have a limit. */
  connections: number
}

/** Settings of a PXE service point. */
export interface PxeSettings {
  /** Whether computers that the site does not know may boot. */
  unknownComputers: boolean
}

/** Settings of a management point. */
export interface ManagementPointSettings {
  /** What becomes of messages whose signature does not hold. */
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
  /** Spoken in place of the mode's own. */
  protocol?: WebProtocol
  /** Name of a certificate recipe. */
  certificate?: CertificateRecipe
  /** How this listener refuses a client's certificate. */
  refusal?: RefusalStyle
  /** Whether it wants one at all. */
  clientCertificate?: ClientCertificatePolicy
  /** What its list of trusted authorities lacks. */
  trust?: TrustFault
}

/** A client as its administrator describes it, with every default filled in. */
export interface Client {
  /** Unique in the hierarchy; the first label of its FQDN. */
  name: string
  /** Its name and the hierarchy's domain. */
  fqdn: string
  /** The two kinds differ in what they contact, and by which protocol. */
  kind: 'computer' | 'mobile-device'
  /** The version of its client software, as in `Site.version`. */
  version: string
  /** The mode that it was installed for (CCMSetup's `/native`). Once assigned, it takes the mode of its site. */
  mode?: SiteMode
  /** A site code; `auto`: the site whose boundaries contain the client when the hierarchy opens; `none`: not assigned yet. */
  assignedSite: string
  /** It is in the forest, whose schema is extended: it finds sites and systems in the directory. */
  activeDirectory: boolean
  /** What the domain has of its computer. */
  computerAccount: ComputerAccountState
  /** The native-mode option "HTTP communication for roaming and site assignment". */
  httpForRoaming: boolean | 'inherit'
  /** The management point that SMSMP= names. */
  managementPoint?: string
  /** The one that SMSSLP= names. */
  serverLocatorPoint?: string
  /** The one that FSP= names. */
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
  /** Where it is when the hierarchy opens. */
  at: Location
}

/** Clients that are alike but for name and place. `clientNamed` makes one of them when somebody asks for it. */
export interface Group {
  /** Unique in the hierarchy. */
  name: string
  /** What all of them have in common. */
  traits: Omit<Client, 'name' | 'fqdn' | 'at'>
  /** How they are called, and where each is at home. */
  members: CountedMembers | ListedMembers
  /** Where else they go. */
  visits: Visit[]
}

/** Clients called by their group and a number, which tells their place in the boundaries of a site as well. */
interface CountedMembers {
  kind: 'counted'
  /** How many there are. */
  count: number
  /** One place for all, or the boundaries of a site, over which they are spread. */
  at:
    | Location
    | {
        /** Code of the site. */
        site: string
      }
}

/** Clients of a table, by name. */
export interface ListedMembers {
  kind: 'listed'
  /** By the name of the client. */
  places: ReadonlyMap<string, ListedClient>
}

/** A client of a table. */
interface ListedClient {
  /** From 0, among the clients of its table. */
  number: number
  /** Its home. */
  at: Location
}

/** A site in which a part of a group spends time. */
export interface Visit {
  /** Code of the site. */
  site: string
  /** Part of one. */
  share: number
}

/**
 * `advertised`: a task sequence is advertised to the computer. `not-advertised`: the site knows the computer and has
 * nothing for it. `unknown`: the site does not know it.
 */
export const pxeBoots = ['advertised', 'not-advertised', 'unknown'] as const
/** What a site has for a computer that boots from the network. */
type PxeBoot = (typeof pxeBoots)[number]

/** The properties of a package that the files on distribution points depend on. */
export interface PackageSource {
  /** `OSL00001`: the code of the site that made it, and a number. */
  id: string
  /** Rises with each change of the files. */
  version: number
  /** Bytes. */
  size: number
}

/** A package, with the advertisement that has clients get it. */
export interface Package extends PackageSource {
  /** A branch distribution point fetches it only when a client asks for it. */
  onDemand: boolean
  /** What it has clients do in a slow boundary, and without a protected distribution point. */
  advertisement: Advertisement
}

/** A software update. Its id is that of its configuration item as well, and its version is its revision. */
export interface Update extends PackageSource {
  /** For people. */
  title: string
  /** Id of the deployment package in which distribution points hold it. */
  package?: string
  /** What clients do that cannot get it nearby; absent where the update is not deployed. */
  deployment?: UpdateDeployment
}

/** Settings of the deployment of an update. */
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
