import type { WebLocation } from '../wire/server-address.ts'
import type { Attempt } from '../evidence/attempt.ts'
import type { Teller, Told } from '../evidence/end-evidence.ts'
import type { Contact } from '../rules/rule.ts'
import type { Ports, Protocol } from '../vocabulary/network.ts'
import { siteModeCalled, type SiteMode } from '../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { Installation, SiteSettings } from './installation.ts'
import type { Basis } from '../vocabulary/basis.ts'

/** A fact that a client was told, and by whom. It is kept as it was told until it is told anew. */
export type Known<Fact> = Fact & {
  /** By whom, and when. */
  told: Told
}

/** The client's own site. */
export type KnownSite = Known<SiteSettings>

/** The site of a system, as far as a client was told of it. */
interface KnownSiteOfSystem {
  /** Three characters. */
  code: string
  /** Code of the primary site that manages the clients there: another one for a secondary site. */
  primary: string
  /** undefined where nobody told; the client then takes it to be its own. */
  mode?: SiteMode | undefined
}

/** A site system, as far as a client was told of it. */
export interface KnownSystem {
  /** What it was named as. */
  role: SiteSystemRole
  /** Name to resolve. */
  fqdn: string
  /** null where the client knows the system by its name alone. */
  site: KnownSiteOfSystem | null
  /** The ports that the client was told; for others it takes its own ports for requests, or the protocol's. */
  ports: Partial<Record<Protocol | 'binl' | 'tftp', number>>
  /** What the client was told of the system's settings; elsewhere they are as usual. */
  settings?: Partial<Pick<Contact, keyof typeof usualSettings>>
  /** The path of the address that the client was told: a package's directory, or a service. */
  path?: string
  /** The share and the folder in it that the client was told. */
  share?: {
    /** Of the share. */
    name: string
    /** The folder within it. */
    path: string
  }
  /** IDs of packages that the system has, for the first request of a distribution point. */
  packages?: readonly string[]
  /** By whom, and when. */
  told: Told
}

/** A client is sent only to systems that serve it, so these settings are what it expects. */
export const usualSettings = {
  ssl: false,
  httpTransfer: true,
  clientConnections: 'both',
  devices: true,
  outsideProtection: false,
} as const satisfies Partial<Contact>

/** The mode of another site. */
export type KnownMode = Known<{ mode: SiteMode; until: number }>

/** The default management point of the client's site. */
export interface KnownManagementPoint extends KnownSystem {
  /** The client looks for it again after this time: milliseconds since 1970 by the simulation's clock. */
  until: number
}

/** Told by the reply to an attempt, at the time when that began. */
export function toldBy(by: Teller, { id, startedAt }: Attempt): Told {
  return { by, attempt: id, at: startedAt }
}

/** Told when the client was installed, without a message. */
export function toldAtInstallation({ installedAt: at }: Pick<Installation, 'installedAt'>): Told {
  return { by: 'installation', attempt: null, at }
}

/**
 * A site system at the address that a client was told, of the mode to which the address belongs: the word about a system
 * counts more than that about its site. Not documented; our choice.
 */
export function systemAt(
  { protocol, host, port, path }: WebLocation,
  role: SiteSystemRole,
  site: { code: string; primary: string },
  told: Told,
): KnownSystem {
  return {
    role,
    fqdn: host,
    site: { ...site, mode: siteModeCalled(protocol === 'https') },
    ports: { [protocol]: port },
    settings: { ssl: protocol === 'https' },
    path,
    told,
  }
}

/** A system of the client's own site that answers at the ports for requests. */
export function ownSystem(
  role: SiteSystemRole,
  fqdn: string,
  { code, mode }: Pick<SiteSettings, 'code' | 'mode'>,
  ports: Partial<Ports>,
  told: Told,
): KnownSystem {
  return { role, fqdn, site: { code, primary: code, mode }, ports, told }
}

/** What a client is told of a site before it is assigned there, and whenever it reads the settings again. */
export interface ToldSite {
  told: Told
  /** FQDN of the default management point. */
  managementPoint: string
  /** The primary site that clients there are assigned to: another one for a secondary site. */
  assignmentSite: string
  /** The site's version of Configuration Manager; undefined where the source does not say. */
  version?: string
  settings: Pick<SiteSettings, 'mode'> & Partial<Omit<SiteSettings, 'code'>>
}

/** The default management point of a site, as the client was told of both. */
export function managementPointOf(
  code: string,
  { managementPoint, assignmentSite, settings, told }: ToldSite,
): KnownSystem {
  const { mode, ports = {} } = settings
  const site = { code, primary: assignmentSite, mode }
  return { role: 'management-point', fqdn: managementPoint, site, ports, told }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the mode of another site of which nobody told it: its own',
  },
  {
    certainty: 'our choice',
    about: 'the word that counts if an address and the mode of its site disagree: the address',
  },
]
