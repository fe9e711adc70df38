import type { Installation, SiteSettings } from '../client/installation.ts'
import type { Client, Hierarchy, Site } from '../model/hierarchy.ts'
import { assignedSiteOf, siteSystemNamed } from '../model/sites.ts'
import { waysOpenTo } from '../rules/service-location.ts'
import { defaultSiteMode } from '../vocabulary/site-mode.ts'
import { servingSystem } from './experiment.ts'

/** A client as it was installed in the hierarchy that its file describes. */
export function installationOf(client: Client, hierarchy: Hierarchy): Installation {
  const { serverLocatorPoint, fallbackStatusPoint, internetManagementPoint, ...same } = client
  const site = assignedSiteOf(hierarchy, client)
  const fqdn = (name: string): string => siteSystemNamed(hierarchy, name)?.system.fqdn ?? name
  const managementPoint = site && initialManagementPoint(client, site)
  return {
    ...same,
    domain: hierarchy.domain,
    // CCMSetup without its properties takes the usual ports; here those of the top of the hierarchy.
    requestPorts: (site ?? hierarchy.sites[0])?.ports ?? { http: 80, https: 443 },
    assignedDirectly: client.assignedSite !== 'auto',
    ...(site && { site: settingsOf(site) }),
    ...(managementPoint !== undefined && { managementPoint }),
    ...(serverLocatorPoint !== undefined && { serverLocatorPoint: fqdn(serverLocatorPoint) }),
    ...(fallbackStatusPoint !== undefined && { fallbackStatusPoint: fqdn(fallbackStatusPoint) }),
    ...(internetManagementPoint !== undefined && { internetManagementPoint: fqdn(internetManagementPoint) }),
  }
}

function settingsOf({ code, mode, ports, httpForRoaming, crlChecking, certificateSelection }: Site): SiteSettings {
  return { code, mode, ports, httpForRoaming, crlChecking, certificateSelection }
}

/** A client that has no way to find its management point is installed with one (SMSMP=), as a careful administrator does. */
function initialManagementPoint(client: Client, site: Site): string | undefined {
  const { mode, assignedSite, at } = client
  const assignedDirectly = assignedSite !== 'auto'
  const ways = waysOpenTo({ ...client, mode: mode ?? site.mode ?? defaultSiteMode, assignedDirectly })
  return ways.length > 0 ? undefined : servingSystem(site.systems, 'management-point', client.kind, at)?.fqdn
}
