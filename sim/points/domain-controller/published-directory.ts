import type { SiteMode } from '../../vocabulary/site-mode.ts'
import { prefixText, type Boundary } from '../../vocabulary/location.ts'
import type { Hierarchy, Site, SiteSystem } from '../../model/hierarchy.ts'
import type { Ports } from '../../vocabulary/network.ts'
import { primaryCodeOf } from '../../model/sites.ts'
import { pagedResults } from '../../wire/ldap/message.ts'
import {
  domainName,
  escapeName,
  objectCategory,
  publishedClasses,
  serializeSettings,
  systemManagement,
  type PublishedClass,
} from '../../wire/ldap/published.ts'
import { describedAttributes, describedClasses, subschemaName } from '../../wire/ldap/schema.ts'
import type { LdapEntry } from '../../wire/ldap/search.ts'
import type { OwnEntries } from './search-directory.ts'

/**
 * The entries of a domain's container System Management once every site has published, and the containers above it.
 * Names as public scripts find them (`SMS-Site-ABC`, `SMS-MP-ABC-HOST`); those of server locator points
 * and of ranges: not documented; our choice.
 */
export function publishedDirectory(sites: readonly PublishedSite[], domain: string): LdapEntry[] {
  const published = sites.filter(({ publishes }) => publishes)
  return [...above(domain), ...published.flatMap((site) => entriesOf(site, domain))]
}

function above(domain: string): LdapEntry[] {
  const top = domainName(domain)
  const [label = ''] = domain.split('.')
  const system = `CN=System,${top}`
  return [
    {
      name: top,
      attributes: {
        objectClass: ['top', 'domain', 'domainDNS'],
        dc: [label],
        name: [label],
        distinguishedName: [top],
        objectCategory: [objectCategory('Domain-DNS', domain)],
      },
    },
    makeEntry('container', 'Container', 'System', top, domain),
    makeEntry('container', 'Container', 'System Management', system, domain),
  ]
}

function makeEntry(
  objectClass: string,
  definition: string,
  name: string,
  parent: string,
  domain: string,
  more: LdapEntry['attributes'] = {},
): LdapEntry {
  const distinguishedName = `CN=${escapeName(name)},${parent}`
  return {
    name: distinguishedName,
    attributes: {
      objectClass: ['top', objectClass],
      cn: [name],
      name: [name],
      distinguishedName: [distinguishedName],
      objectCategory: [objectCategory(definition, domain)],
      ...more,
    },
  }
}

function entriesOf(site: PublishedSite, domain: string): LdapEntry[] {
  const { code, boundaries } = site
  const parent = systemManagement(domain)
  const make = (objectClass: PublishedClass, name: string, more: LdapEntry['attributes']): LdapEntry =>
    makeEntry(objectClass, publishedClasses[objectClass], name, parent, domain, {
      mSSMSSiteCode: [code],
      ...more,
    })
  const ranges = new Map(
    boundaries.flatMap((boundary) => {
      const range = ipRange(boundary)
      return range ? [[`${range.low}-${range.high}`, { ...range, boundary }]] : []
    }),
  )
  return [
    make('mSSMSSite', `SMS-Site-${code}`, {
      mSSMSAssignmentSiteCode: [site.assignmentSite],
      ...markedBoundaries(boundaries.filter((boundary) => !ipRange(boundary))),
    }),
    ...site.managementPoints.map((point) =>
      make('mSSMSManagementPoint', `SMS-MP-${code}-${point.fqdn}`, {
        mSSMSMPName: [point.fqdn],
        dNSHostName: [point.fqdn],
        mSSMSMPAddress: [point.address],
        mSSMSDefaultMP: [truth(point.isDefault)],
        mSSMSDeviceManagementPoint: [truth(point.forDevices)],
        mSSMSVersion: [site.version],
        mSSMSCapabilities: [capabilitiesOf(site, point)],
      }),
    ),
    ...site.serverLocatorPoints.map(({ fqdn, address }) =>
      make('mSSMSServerLocatorPoint', `SMS-SLP-${code}-${fqdn}`, {
        mSSMSMPName: [fqdn],
        dNSHostName: [fqdn],
        mSSMSMPAddress: [address],
      }),
    ),
    ...[...ranges.values()].map(({ low, high, boundary }) =>
      make('mSSMSRoamingBoundaryRange', `SMS-${code}-${low}-${high}`, {
        mSSMSRangedIPLow: [low],
        mSSMSRangedIPHigh: [high],
        ...markedBoundaries([boundary]),
      }),
    ),
  ]
}

/** The product has an object of its own for every range of IPv4 addresses, with its ends as numbers. */
function ipRange(boundary: Boundary): { low: string; high: string } | undefined {
  if (boundary.kind !== 'addresses' || boundary.text.includes('/') || boundary.range.version !== 4)
    return undefined
  return { low: String(boundary.range.first), high: String(boundary.range.last) }
}

/**
 * `mSSMSRoamingBoundaries` has Active Directory sites by name and subnets, as public scripts look for them. The product
 * writes no length behind a subnet, since a client knows that of its own adapter; a simulated one does not, so the
 * length is written, as it is behind an IPv6 prefix: our choice. How slow and fast boundaries differ is not documented;
 * our choice: `mSSMSSiteBoundaries` repeats the fast ones.
 */
function markedBoundaries(boundaries: readonly Boundary[]): LdapEntry['attributes'] {
  const all = [...new Set(boundaries.map(publishedText))]
  const fast = new Set(boundaries.filter(({ connection }) => connection === 'fast').map(publishedText))
  return {
    ...(all.length > 0 && { mSSMSRoamingBoundaries: all }),
    ...(fast.size > 0 && { mSSMSSiteBoundaries: [...fast] }),
  }
}

/** Normalizes a prefix, since clients search for prefixes by their text. */
function publishedText(boundary: Boundary): string {
  const isPrefix = boundary.kind === 'addresses' && boundary.text.includes('/')
  return isPrefix ? prefixText(boundary.range) : boundary.text
}

function capabilitiesOf(site: PublishedSite, { ports }: PublishedManagementPoint): string {
  const { version, assignmentSite, rootSite, mode, httpForRoaming, crlChecking, fallbackStatusPoint } = site
  return serializeSettings({
    ...{ version, rootSite, mode, httpForRoaming, crlChecking },
    ...(fallbackStatusPoint !== undefined && { fallbackStatusPoint }),
    assignedSite: assignmentSite,
    ports: ports ?? site.ports,
    certificateCriteria: site.certificateSelection.criteria,
    selectFirstCertificate: site.certificateSelection.selectFirst,
  })
}

function truth(value: boolean): string {
  return value ? 'TRUE' : 'FALSE'
}

/** The data that a site publishes in Active Directory. */
export interface PublishedSite {
  code: string
  /** The site that clients within its boundaries are assigned to: its own, or a secondary site's primary. */
  assignmentSite: string
  /** The central site of the hierarchy. */
  rootSite: string
  mode: SiteMode
  /** "Publish this site in Active Directory Domain Services"; without it the site publishes nothing. */
  publishes: boolean
  /** Version of Configuration Manager: `4.00.6487.2000`. */
  version: string
  boundaries: readonly Boundary[]
  ports: Ports
  httpForRoaming: boolean
  crlChecking: boolean
  /** Criteria in the form of `CCMCERTSEL`; empty: none. */
  certificateSelection: { criteria: string; selectFirst: boolean }
  fallbackStatusPoint?: string
  managementPoints: readonly PublishedManagementPoint[]
  serverLocatorPoints: readonly PublishedServer[]
}

interface PublishedServer {
  fqdn: string
  address: string
}

interface PublishedManagementPoint extends PublishedServer {
  /** The one management point that clients of the site use. */
  isDefault: boolean
  /** Mobile devices may use it. */
  forDevices: boolean
  /** Its ports, if they differ from the site's. */
  ports?: Ports
}

/**
 * The sites of a hierarchy, as they would publish themselves. `locate`: where a system listens, in the run at hand.
 * The first management point of a site is its default one.
 */
export function publishedSites(
  hierarchy: Hierarchy,
  locate: (system: SiteSystem, site: Site) => { address: string; ports: Ports },
): PublishedSite[] {
  const rootSite = hierarchy.sites.find(({ parent }) => parent === undefined)?.code ?? ''
  return hierarchy.sites.map((site) => {
    const having = (role: SiteSystem['roles'][number]): SiteSystem[] =>
      site.systems.filter(({ roles }) => roles.includes(role))
    const fallbackStatusPoint = having('fallback-status-point')[0]?.fqdn
    const { code, mode, version, boundaries, ports, httpForRoaming, crlChecking } = site
    const { criteria, selectFirst } = site.certificateSelection
    return {
      ...{ code, mode, version, boundaries, ports, httpForRoaming, crlChecking },
      certificateSelection: { criteria: criteria === 'none' ? '' : criteria, selectFirst },
      ...(fallbackStatusPoint !== undefined && { fallbackStatusPoint }),
      assignmentSite: primaryCodeOf(site),
      rootSite,
      publishes: site.publishToActiveDirectory,
      managementPoints: having('management-point').map((system, index) => ({
        fqdn: system.fqdn,
        ...locate(system, site),
        isDefault: index === 0,
        forDevices: system.managementPoint.devices && site.kind === 'primary',
      })),
      serverLocatorPoints: having('server-locator-point').map((system) => ({
        fqdn: system.fqdn,
        address: locate(system, site).address,
      })),
    }
  })
}

/** The entries of a domain controller about itself (RFC 4512, 4.2 and 5.1; [MS-ADTS] 3.1.1.3.1.1.1 and 3.1.1.3.2). */
export function ownEntries(fqdn: string, domain: string): OwnEntries {
  const top = domainName(domain)
  const subschema = subschemaName(domain)
  return {
    root: {
      name: '',
      attributes: {
        objectClass: ['top'],
        namingContexts: [top],
        defaultNamingContext: [top],
        rootDomainNamingContext: [top],
        supportedLDAPVersion: ['3'],
        supportedControl: [pagedResults],
        // The capability that marks an Active Directory.
        supportedCapabilities: ['1.2.840.113556.1.4.800'],
        dnsHostName: [fqdn],
        isSynchronized: ['TRUE'],
      },
    },
    subschema: {
      name: subschema,
      attributes: {
        objectClass: ['top', 'subSchema'],
        cn: ['Aggregate'],
        name: ['Aggregate'],
        distinguishedName: [subschema],
        attributeTypes: describedAttributes,
        objectClasses: describedClasses,
      },
    },
  }
}
