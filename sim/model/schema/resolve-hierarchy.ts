import type {
  Client,
  Hierarchy,
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
import type { HierarchyFile } from './hierarchy-file.ts'
import { defaultPorts, defaultSoftwareUpdatePorts, type SiteFile } from './site-file.ts'
import { readBoundary } from './written-boundary.ts'
import { nameWithoutDomain } from './written-values.ts'

/** Fills in the fields that a checked file leaves out. */
export function resolveHierarchy(file: HierarchyFile, statedPorts: StatedPorts): Hierarchy {
  const siteByCode = new Map(file.sites.map((site) => [site.code, site]))
  const sites = file.sites.map((site) => resolveSite(site, siteByCode, file))
  const systemNames = new Map(
    sites.flatMap(({ systems }) => systems.map(({ name }) => [name.toLowerCase(), name])),
  )
  return {
    name: file.name,
    domain: file.domain,
    tls: file.tls,
    servicePorts: file.servicePorts,
    statedPorts,
    sites,
    clients: file.clients.map((client) => resolveClient(client, systemNames, file.domain)),
    packages: file.packages,
    updates: file.updates.map(resolveUpdate),
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

function resolveClient(
  client: HierarchyFile['clients'][number],
  systemNames: ReadonlyMap<string, string>,
  domain: string,
): Client {
  const { certificate, at, mode, clock, ...installed } = client
  const {
    managementPoint,
    serverLocatorPoint,
    fallbackStatusPoint,
    internetManagementPoint,
    dnsSuffix,
    ...same
  } = installed
  const systemName = (written: string) =>
    systemNames.get(nameWithoutDomain(written, domain).toLowerCase()) ?? written
  return {
    ...same,
    fqdn: `${client.name}.${domain}`,
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
    at: resolveLocation(at),
  }
}

function certificateStore(written: HierarchyFile['clients'][number]['certificate']): CertificateRecipe[] {
  if (typeof written !== 'string') return written
  if (written === 'none') return []
  return written === 'several-matching' ? ['good', 'another-good'] : [written]
}

function resolveLocation({
  internet,
  address,
  activeDirectorySite,
}: HierarchyFile['clients'][number]['at']): Location {
  if (internet === true) return { internet }
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
