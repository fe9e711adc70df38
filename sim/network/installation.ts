import type { Installation, SiteSettings } from '../client/installation.ts'
import { serviceAccount } from '../vocabulary/computer-identity.ts'
import type { Client, Hierarchy, Site } from '../model/hierarchy.ts'
import { assignedSiteOf, siteSystemNamed } from '../model/sites.ts'
import { waysOpenTo } from '../rules/service-location.ts'
import { servingSystem } from './experiment.ts'

/** A client as it was installed in the hierarchy that its file describes. */
export function installationOf(described: Client, hierarchy: Hierarchy, installedAt: Date): Installation {
  // What is in its store is as much as a client knows.
  const client = { ...described }
  delete client.certificatesUnknown
  const { managementPoint, serverLocatorPoint, fallbackStatusPoint, internetManagementPoint, ...same } =
    client
  const site = assignedSiteOf(hierarchy, client)
  const fqdn = (name: string): string => siteSystemNamed(hierarchy, name)?.system.fqdn ?? name
  const initial = managementPoint ?? initialManagementPoint(client, site)
  return {
    ...same,
    domain: hierarchy.domain,
    installedAt: installedAt.toISOString(),
    // CCMSetup without its properties takes the usual ports; here those of the top of the hierarchy.
    requestPorts: (site ?? hierarchy.sites[0])?.ports ?? { http: 80, https: 443 },
    assignedDirectly: client.assignedSite !== 'auto',
    ...(site && { site: settingsOf(site) }),
    ...(initial !== undefined && { managementPoint: fqdn(initial) }),
    ...(serverLocatorPoint !== undefined && { serverLocatorPoint: fqdn(serverLocatorPoint) }),
    ...(fallbackStatusPoint !== undefined && { fallbackStatusPoint: fqdn(fallbackStatusPoint) }),
    ...(internetManagementPoint !== undefined && { internetManagementPoint: fqdn(internetManagementPoint) }),
  }
}

function settingsOf({
  code,
  mode,
  ports,
  httpForRoaming,
  crlChecking,
  certificateSelection,
  policyPollingInterval,
  networkAccessAccount: account,
}: Site): SiteSettings {
  return {
    ...{ code, mode, ports, httpForRoaming, crlChecking, certificateSelection, policyPollingInterval },
    ...(account !== undefined && { networkAccessAccount: serviceAccount(account) }),
  }
}

/** A client that has no way to find its management point is installed with one, as a careful administrator does. */
function initialManagementPoint(client: Client, site: Site | undefined): string | undefined {
  if (!site) return undefined
  const { mode = site.mode, assignedSite, at, kind } = client
  const ways = waysOpenTo({ ...client, mode, assignedDirectly: assignedSite !== 'auto' })
  if (ways.length > 0) return undefined
  return servingSystem(site.systems, 'management-point', kind, at)?.fqdn
}
