import type { Hierarchy, Site, SiteSystem } from '../../model/hierarchy.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { managementPointName, serverLocatorPointName, type NetBiosName } from '../../wire/names/netbios.ts'
import { managementPointServiceName, type ServiceRecord } from '../../wire/names/service-record.ts'

/** The names that DNS and WINS know. */
export interface PublishedNames {
  /** The records of a DNS name. */
  service(name: string): readonly ServiceRecord[]
  /** The address of a NetBIOS name. */
  netBios(name: NetBiosName): string | undefined
}

/** In seconds ("How to Publish Management Points in DNS"). */
const ttl = 14_400

/**
 * Each site's default management point: in DNS with the port for clients' requests, if the site publishes there
 * ("How to Publish Management Points in DNS"); in WINS if it is in mixed mode, by itself ("Configuration Manager and
 * WINS"). A server locator point is in WINS if an administrator has entered it. `addressOf`: where a system listens.
 */
export function publishedNames(
  { sites, domain }: Hierarchy,
  addressOf: (system: SiteSystem) => string | undefined,
): PublishedNames {
  return {
    service(name) {
      const found = sites.find(
        ({ code, publishToDns }) =>
          publishToDns && managementPointServiceName(code, domain).toLowerCase() === name.toLowerCase(),
      )
      const system = found && managementPointOf(found)
      return system ? [{ host: system.fqdn, port: found.ports[siteModes[found.mode].protocol], ttl }] : []
    },
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
      return system && addressOf(system)
    },
  }
}

function managementPointOf(site: Site | undefined): SiteSystem | undefined {
  return site?.systems.find(({ roles }) => roles.includes('management-point'))
}
