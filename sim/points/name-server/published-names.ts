import type { Hierarchy, Site, SiteSystem } from '../../model/hierarchy.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import type { DnsRecord, StartOfAuthority } from '../../wire/names/dns-message.ts'
import { managementPointName, serverLocatorPointName, type NetBiosName } from '../../wire/names/netbios.ts'
import { managementPointServiceName } from '../../wire/names/service-record.ts'

/** The names that DNS and WINS know. */
export interface PublishedNames {
  /** The one zone of the DNS server. */
  zone: Zone
  /** The address of a NetBIOS name. */
  netBios(name: NetBiosName): string | undefined
}

export interface Zone {
  /** The domain of the hierarchy; the names below it are the zone's too. */
  apex: string
  authority: StartOfAuthority
  /** The records of a name, none where there are only names below it (RFC 8020); undefined: there is no such name. */
  lookUp(name: string): readonly DnsRecord[] | undefined
}

/** In seconds ("How to Publish Management Points in DNS"). */
const serviceTtl = 14_400
/** In seconds: how long the records stay that computers register of themselves, and those of the zone itself. */
const hostTtl = 1200
const zoneTtl = 3600

interface Known {
  /** The address by which WINS knows a system. */
  netBiosAddress(system: SiteSystem): string | undefined
  /** The FQDNs of all hosts in the domain. */
  hosts: readonly string[]
  /** The FQDN of the name server itself. */
  nameServer: string
  /** The address of a host now; undefined while its name is broken. */
  resolve(fqdn: string): string | undefined
}

/**
 * Each site's default management point: in DNS with the port for clients' requests, if the site publishes there
 * ("How to Publish Management Points in DNS"); in WINS if it is in mixed mode, by itself ("Configuration Manager and
 * WINS"). A server locator point is in WINS if an administrator has entered it. Every host has its address in DNS.
 */
export function publishedNames({ sites, domain }: Hierarchy, known: Known): PublishedNames {
  return {
    zone: zoneOf(domain, { ...serviceOwners(sites, domain), ...hostOwners(known) }, known.nameServer),
    netBios(wanted) {
      const named = (known: NetBiosName): boolean =>
        known.suffix === wanted.suffix && known.name === wanted.name.toUpperCase()
      const system = named(serverLocatorPointName)
        ? sites.flatMap(({ systems }) => systems).find(({ winsEntry }) => winsEntry)
        : managementPointOf(
            sites.find(
              (site) => siteModes[site.mode].publishedInWins && named(managementPointName(site.code)),
            ),
          )
      return system && known.netBiosAddress(system)
    },
  }
}

/** Names, each with the records that it has at the moment: a site may change its mode, and a name may break. */
type Owners = Readonly<Record<string, () => DnsRecord[]>>

function serviceOwners(sites: readonly Site[], domain: string): Owners {
  return Object.fromEntries(
    sites.flatMap((site) => {
      const system = managementPointOf(site)
      if (!site.publishToDns || !system) return []
      const record = (): DnsRecord => ({
        type: 'SRV',
        host: system.fqdn,
        port: site.ports[siteModes[site.mode].protocol],
        ttl: serviceTtl,
      })
      return [[managementPointServiceName(site.code, domain), () => [record()]]]
    }),
  )
}

function hostOwners({ hosts, resolve }: Known): Owners {
  return Object.fromEntries(
    hosts.map((fqdn) => [
      fqdn,
      (): DnsRecord[] => {
        const address = resolve(fqdn)
        return address === undefined ? [] : [{ type: 'A', address, ttl: hostTtl }]
      },
    ]),
  )
}

function zoneOf(apex: string, described: Owners, nameServer: string): Zone {
  const authority: StartOfAuthority = {
    ...{ type: 'SOA', ttl: zoneTtl, nameServer, mailbox: `hostmaster.${apex}` },
    // The defaults of a DNS server on Windows.
    ...{ serial: 1, refresh: 900, retry: 600, expire: 86_400, minimum: zoneTtl },
  }
  const own = (): DnsRecord[] => [authority, { type: 'NS', host: nameServer, ttl: zoneTtl }]
  const owners = new Map(
    Object.entries({ ...described, [apex]: own }).map(([name, records]) => [name.toLowerCase(), records]),
  )
  const above = new Set([...owners.keys()].flatMap(namesAbove))
  return {
    apex,
    authority,
    lookUp(name) {
      const key = name.toLowerCase()
      const records = owners.get(key)?.() ?? []
      return records.length > 0 || above.has(key) ? records : undefined
    },
  }
}

function namesAbove(name: string): string[] {
  const labels = name.split('.')
  return labels.slice(1).map((_, index) => labels.slice(index + 1).join('.'))
}

function managementPointOf(site: Site | undefined): SiteSystem | undefined {
  return site?.systems.find(({ roles }) => roles.includes('management-point'))
}
