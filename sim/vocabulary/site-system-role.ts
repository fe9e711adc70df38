import { keysOf } from './keys-of.ts'
import { webProtocols, type TcpProtocol } from './protocol.ts'

/** All in which one site system role is unlike another, as data. What is no data is a `Record<SiteSystemRole, …>`. */
interface RoleTraits {
  /** As the field writes it in a picture. */
  acronym: string
  /** How it is reached. `web`: by HTTP or HTTPS; `web-or-smb`: by SMB when HTTP transfer is not allowed. */
  speaks: 'web' | 'web-or-smb' | 'smb' | 'pxe' | 'soh'
  /** Which of the site's pairs of ports its web server has. */
  webPorts: 'ports' | 'softwareUpdatePorts'
  /** Who turns to it. Only the Configuration Manager client has a client certificate to present. */
  usedBy: 'client' | 'browser' | 'firmware' | 'operating-system'
  /** Whether clients on the Internet use it. */
  onInternet: 'in-any-site' | 'in-assigned-site' | 'no'
  /** Protected boundaries keep clients from it. */
  protectable: boolean
  /** It holds packages. */
  holdsPackages: boolean
  /** `probe` can make its first request of any such system: it changes nothing there, and no site code stands in it. */
  probed: boolean
  /** The field of a site system with the settings of this role alone. */
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
    speaks: 'web',
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

/** What a site system is for. One system may have several roles. */
export type SiteSystemRole = keyof typeof siteSystemRoles

export type RoleSettings = NonNullable<RoleTraits['settings']>

export const siteSystemRoleNames = keysOf(siteSystemRoles)

/** The roles of which something holds, in the table's order. */
export function rolesThat(holds: (traits: Readonly<RoleTraits>) => boolean): SiteSystemRole[] {
  return siteSystemRoleNames.filter((role) => holds(siteSystemRoles[role]))
}

export function isSiteSystemRole(text: string): text is SiteSystemRole {
  return Object.hasOwn(siteSystemRoles, text)
}

/** Whether a system with this role has a web server for it. */
export function hasWebServer({ speaks }: Readonly<RoleTraits>): boolean {
  return speaks === 'web' || speaks === 'web-or-smb'
}

const overTcp: Readonly<Record<RoleTraits['speaks'], readonly TcpProtocol[]>> = {
  web: webProtocols,
  'web-or-smb': [...webProtocols, 'smb'],
  smb: ['smb'],
  pxe: [],
  soh: [],
}

/** What systems with this role speak over TCP, whatever the mode and the options. */
export function tcpProtocolsOf(role: SiteSystemRole): readonly TcpProtocol[] {
  return overTcp[siteSystemRoles[role].speaks]
}

/** `MP`; what is no site system role is called by its own name. */
export function roleAcronym(role: string): string {
  return isSiteSystemRole(role) ? siteSystemRoles[role].acronym : role
}

/** `management-point` as people write it. */
export function roleInWords(role: string): string {
  return role.replaceAll('-', ' ')
}
