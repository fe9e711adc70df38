import { keysOf } from './keys-of.ts'
import { webProtocols, type Protocol } from './network.ts'

/**
 * The differences between site system roles, as data. Differences in code are a `Record<SiteSystemRole, …>` where the
 * code is.
 */
interface RoleTraits {
  /** The customary abbreviation, for diagrams. */
  acronym: string
  /** How clients reach it. `web`: by HTTP or HTTPS; `web-or-smb`: by SMB when HTTP transfer is not allowed; `web-and-smb`: by SMB as well. */
  speaks: 'web' | 'web-or-smb' | 'web-and-smb' | 'smb' | 'pxe' | 'soh'
  /** The site's port pair that its web server uses; without effect for a role that has none. */
  webPorts: 'ports' | 'softwareUpdatePorts'
  /** The software that contacts it. Only the Configuration Manager client has a client certificate to present. */
  usedBy: 'client' | 'browser' | 'firmware' | 'operating-system'
  /** Whether clients on the Internet use it. */
  onInternet: 'in-any-site' | 'in-assigned-site' | 'no'
  /** Protected boundaries keep clients from it. */
  protectable: boolean
  /** It holds packages. */
  holdsPackages: boolean
  /** `probe` can make its first request of any such system: it changes nothing there, and no site code stands in it. */
  probed: boolean
  /** The field of a site system that holds the settings of this role, if it has any of its own. */
  settings: 'managementPoint' | 'branchDistributionPoint' | 'stateMigration' | 'fallbackStatus' | 'pxe' | null
}

/** The site system roles that the source text names, in the words of the product's documentation. */
export const siteSystemRoles = {
  'management-point': {
    acronym: 'MP',
    speaks: 'web',
    webPorts: 'ports',
    usedBy: 'client',
    onInternet: 'in-assigned-site',
    protectable: false,
    holdsPackages: false,
    probed: true,
    settings: 'managementPoint',
  },
  'standard-distribution-point': {
    acronym: 'DP',
    speaks: 'web-or-smb',
    webPorts: 'ports',
    usedBy: 'client',
    onInternet: 'in-assigned-site',
    protectable: true,
    holdsPackages: true,
    probed: true,
    settings: null,
  },
  'branch-distribution-point': {
    acronym: 'BDP',
    speaks: 'smb',
    webPorts: 'ports',
    usedBy: 'client',
    onInternet: 'no',
    protectable: true,
    holdsPackages: true,
    probed: false,
    settings: 'branchDistributionPoint',
  },
  'software-update-point': {
    acronym: 'SUP',
    speaks: 'web',
    // WSUS has a web site of its own.
    webPorts: 'softwareUpdatePorts',
    usedBy: 'client',
    onInternet: 'in-assigned-site',
    protectable: false,
    holdsPackages: false,
    probed: true,
    settings: null,
  },
  'state-migration-point': {
    acronym: 'SMP',
    // The requests by HTTP or HTTPS, and the user state by SMB.
    speaks: 'web-and-smb',
    webPorts: 'ports',
    usedBy: 'client',
    onInternet: 'no',
    protectable: true,
    holdsPackages: false,
    probed: true,
    settings: 'stateMigration',
  },
  'fallback-status-point': {
    acronym: 'FSP',
    speaks: 'web',
    webPorts: 'ports',
    usedBy: 'client',
    // "The fallback status point can accept clients from the Internet", whatever its site's mode.
    onInternet: 'in-any-site',
    protectable: false,
    holdsPackages: false,
    // It keeps whatever it is sent.
    probed: false,
    settings: 'fallbackStatus',
  },
  'server-locator-point': {
    acronym: 'SLP',
    speaks: 'web',
    webPorts: 'ports',
    usedBy: 'client',
    onInternet: 'no',
    protectable: false,
    holdsPackages: false,
    probed: true,
    settings: null,
  },
  'pxe-service-point': {
    acronym: 'PXE',
    speaks: 'pxe',
    webPorts: 'ports',
    usedBy: 'firmware',
    onInternet: 'no',
    protectable: false,
    holdsPackages: false,
    probed: false,
    settings: 'pxe',
  },
  'system-health-validator-point': {
    acronym: 'SHV',
    speaks: 'soh',
    webPorts: 'ports',
    usedBy: 'operating-system',
    onInternet: 'no',
    protectable: false,
    holdsPackages: false,
    probed: false,
    settings: null,
  },
  'reporting-point': {
    acronym: 'RP',
    speaks: 'web',
    webPorts: 'ports',
    usedBy: 'browser',
    onInternet: 'in-assigned-site',
    protectable: false,
    holdsPackages: false,
    probed: false,
    settings: null,
  },
} as const satisfies Record<string, RoleTraits>

/** The purpose of a site system. One system may have several roles. */
export type SiteSystemRole = keyof typeof siteSystemRoles

export type RoleSettings = NonNullable<RoleTraits['settings']>

export const siteSystemRoleNames = keysOf(siteSystemRoles)

/** "Allow intranet-only", "Internet-only" or "both intranet and Internet client connections". */
export const clientConnections = ['intranet', 'internet', 'both'] as const
/** Where the clients of a site system are: "Allow intranet-only client connections" and its like. */
export type ClientConnections = (typeof clientConnections)[number]

/** The roles that match a predicate, in the table's order. */
export function rolesThat(match: (traits: Readonly<RoleTraits>) => boolean): SiteSystemRole[] {
  return siteSystemRoleNames.filter((role) => match(siteSystemRoles[role]))
}

function isSiteSystemRole(text: string): text is SiteSystemRole {
  return Object.hasOwn(siteSystemRoles, text)
}

/** Whether a system with this role has a web server for it. */
export function hasWebServer({ speaks }: Readonly<RoleTraits>): boolean {
  return speaks === 'web' || speaks === 'web-or-smb' || speaks === 'web-and-smb'
}

const spoken: Readonly<Record<RoleTraits['speaks'], readonly Protocol[]>> = {
  web: webProtocols,
  'web-or-smb': [...webProtocols, 'smb'],
  'web-and-smb': [...webProtocols, 'smb'],
  smb: ['smb'],
  pxe: ['pxe'],
  soh: ['soh'],
}

/** The protocols of systems with this role, whatever the mode and the options. */
export function protocolsOfRole(role: SiteSystemRole): readonly Protocol[] {
  return spoken[siteSystemRoles[role].speaks]
}

/** `MP`; what is no site system role is called by its own name. */
export function roleAcronym(role: string): string {
  return isSiteSystemRole(role) ? siteSystemRoles[role].acronym : role
}

/** `management point` for `management-point`. */
export function roleInWords(role: string): string {
  return role.replaceAll('-', ' ')
}
