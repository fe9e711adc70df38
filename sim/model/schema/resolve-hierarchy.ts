import type {
  Group,
  Hierarchy,
  ListedMembers,
  Listen,
  Site,
  SiteSystem,
  StatedPorts,
  StateMigrationSettings,
  Update,
} from '../hierarchy.ts'
import type { Boundary, Location, Place } from '../../vocabulary/location.ts'
import type { CertificateRecipe } from '../../vocabulary/certificate.ts'
import { defaultSiteMode } from '../../vocabulary/site-mode.ts'
import { placed } from '../populations.ts'
import type { HierarchyFile } from './hierarchy-file.ts'
import { defaultPorts, defaultSoftwareUpdatePorts, type SiteFile } from './site-file.ts'
import { readBoundary } from './written-boundary.ts'
import { nameWithoutDomain } from './written-values.ts'

type ClientFile = Extract<HierarchyFile['clients'], readonly unknown[]>[number]
type GroupFile = HierarchyFile['groups'][number]

/** Fills in the fields that a checked file leaves out. `tables`: the clients read from one, by the name of their group. */
export function resolveHierarchy(
  file: HierarchyFile,
  statedPorts: StatedPorts,
  tables: ReadonlyMap<string, ListedMembers> = new Map(),
): Hierarchy {
  const siteByCode = new Map(file.sites.map((site) => [site.code, site]))
  const sites = file.sites.map((site) => resolveSite(site, siteByCode, file))
  const systemNames = new Map(
    sites.flatMap(({ systems }) => systems.map(({ name }) => [name.toLowerCase(), name])),
  )
  const siteCalled = (code: string): Site | undefined => sites.find((site) => site.code === code)
  const clients = Array.isArray(file.clients) ? file.clients : []
  return {
    name: file.name,
    domain: file.domain,
    tls: file.tls,
    servicePorts: file.servicePorts,
    statedPorts,
    sites,
    clients: clients.map((client, index) => ({
      name: client.name,
      fqdn: `${client.name}.${file.domain}`,
      ...resolveTraits(client, systemNames, file.domain),
      at: placed(resolveLocation(client.at), siteCalled, index),
    })),
    groups: file.groups.map((group) => ({
      name: group.name,
      traits: resolveTraits(group, systemNames, file.domain),
      members: tables.get(group.name) ?? {
        kind: 'counted',
        count: group.count,
        at: resolveLocation(group.at),
      },
      visits: group.visits,
    })),
    packages: file.packages,
    updates: file.updates.map(resolveUpdate),
    ...(file.unusual && { unusual: file.unusual }),
    misbehave: file.misbehave,
  }
}

function resolveUpdate({ package: id, deployment, ...same }: HierarchyFile['updates'][number]): Update {
  return { ...same, ...(id !== undefined && { package: id }), ...(deployment && { deployment }) }
}

/**
 * "Secondary sites take the primary's mode, ports and custom-web-site setting automatically" ("How to Revert a Site
 * to Mixed Mode", bb693556, in short).
 */
function resolveSite(
  site: SiteFile,
  siteByCode: ReadonlyMap<string, SiteFile>,
  { domain, schemaExtended }: HierarchyFile,
): Site {
  const parent = site.parent === undefined ? undefined : siteByCode.get(site.parent)
  const primary = site.kind === 'secondary' && parent ? parent : site
  return {
    code: site.code,
    kind: site.kind,
    mode: primary.mode ?? defaultSiteMode,
    version: site.version,
    ...(site.parent === undefined ? {} : { parent: site.parent }),
    ports: primary.ports ?? defaultPorts,
    softwareUpdatePorts:
      site.softwareUpdatePorts ?? primary.softwareUpdatePorts ?? defaultSoftwareUpdatePorts,
    otherPorts: site.otherPorts,
    publishToActiveDirectory: schemaExtended && site.publishToActiveDirectory,
    publishToDns: site.publishToDns,
    // Off by default ("How to Configure HTTP Communication for Roaming and Site Assignment").
    httpForRoaming: primary.httpForRoaming ?? false,
    // On by default as a property of the site ("Determine If You Need to Enable CRL Checking on Clients", bb680463).
    crlChecking: primary.crlChecking ?? true,
    certificateSelection: primary.certificateSelection ?? { criteria: 'none', selectFirst: false },
    // A property of the computer client agent ("How to Monitor the Site Mode of Configuration Manager Clients").
    policyPollingInterval: primary.policyPollingInterval ?? 60 * 60_000,
    clientApproval: primary.clientApproval ?? { method: 'trusted-domains', onlyNewClients: true },
    ...(primary.networkAccessAccount !== undefined && {
      networkAccessAccount: primary.networkAccessAccount,
    }),
    refusal: site.refusal ?? primary.refusal ?? 'handshake',
    boundaries: resolveBoundaries(site.boundaries),
    systems: site.systems.map((system) => resolveSystem(system, domain)),
  }
}

function resolveSystem(system: SiteFile['systems'][number], domain: string): SiteSystem {
  return {
    ...system,
    fqdn: `${system.name}.${domain}`,
    roles: [...new Set(system.roles)],
    at: resolvePlace(system.at ?? {}),
    protectedBoundaries: resolveBoundaries(system.protectedBoundaries),
    stateMigration: resolveStateMigration(system.stateMigration),
    managementPoint: {
      ...system.managementPoint,
      registrationWait: system.managementPoint.registrationWait ?? 0,
    },
    listen: resolveListen(system.listen),
  }
}

function resolveStateMigration({
  quota,
  ...same
}: SiteFile['systems'][number]['stateMigration']): StateMigrationSettings {
  return { ...same, ...(quota !== undefined && { quota }) }
}

function resolveListen({
  protocol,
  certificate,
  refusal,
  clientCertificate,
  trust,
}: SiteFile['systems'][number]['listen']): Listen {
  return {
    ...(protocol && { protocol }),
    ...(certificate && { certificate }),
    ...(refusal && { refusal }),
    ...(clientCertificate && { clientCertificate }),
    ...(trust && { trust }),
  }
}

/** What a client has in common with others of its kind. */
function resolveTraits(
  described: ClientFile | GroupFile,
  systemNames: ReadonlyMap<string, string>,
  domain: string,
): Group['traits'] {
  const { kind, version, assignedSite, activeDirectory, computerAccount, httpForRoaming } = described
  const { wins, alwaysOnInternet, trustsRoot, cacheSize, pxeBoot } = described
  const { certificate, mode, clock, dnsSuffix } = described
  const { managementPoint, serverLocatorPoint, fallbackStatusPoint, internetManagementPoint } = described
  const systemName = (written: string) =>
    systemNames.get(nameWithoutDomain(written, domain).toLowerCase()) ?? written
  return {
    ...{ kind, version, assignedSite, activeDirectory, computerAccount, httpForRoaming },
    ...{ wins, alwaysOnInternet, trustsRoot, cacheSize, pxeBoot },
    ...(mode && { mode }),
    ...(managementPoint !== undefined && { managementPoint: systemName(managementPoint) }),
    ...(serverLocatorPoint !== undefined && { serverLocatorPoint: systemName(serverLocatorPoint) }),
    ...(fallbackStatusPoint !== undefined && { fallbackStatusPoint: systemName(fallbackStatusPoint) }),
    ...(dnsSuffix !== undefined && { dnsSuffix }),
    ...(internetManagementPoint !== undefined && {
      internetManagementPoint: systemName(internetManagementPoint),
    }),
    clockAhead: (clock.ahead ?? 0) - (clock.behind ?? 0),
    certificates: certificateStore(certificate),
    ...(certificate === 'unknown' && { certificatesUnknown: true }),
  }
}

function certificateStore(written: ClientFile['certificate']): CertificateRecipe[] {
  if (typeof written !== 'string') return written
  if (written === 'none' || written === 'unknown') return []
  return written === 'several-matching' ? ['good', 'another-good'] : [written]
}

function resolveLocation({
  internet,
  site,
  address,
  activeDirectorySite,
}: ClientFile['at']): Location | { site: string } {
  if (internet === true) return { internet }
  if (site !== undefined) return { site }
  return { internet: false, ...resolvePlace({ address, activeDirectorySite }) }
}

function resolvePlace({
  address,
  activeDirectorySite,
}: NonNullable<SiteFile['systems'][number]['at']>): Place {
  return {
    ...(address !== undefined && { address }),
    ...(activeDirectorySite !== undefined && { activeDirectorySite }),
  }
}

function resolveBoundaries(written: SiteFile['boundaries']): Boundary[] {
  return written.map(readBoundary).filter((boundary) => boundary !== undefined)
}
