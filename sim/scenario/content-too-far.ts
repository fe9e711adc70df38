import type { Finding } from '../model/source/finding.ts'
import type { Client, Hierarchy, Package, Site, SiteSystem } from '../model/hierarchy.ts'
import { assignedSiteOf, hasHttpForRoaming, howItServes, primaryCodeOf } from '../model/sites.ts'
import { mayRun } from '../rules/content-location.ts'
import { mayContact } from '../rules/may-contact.ts'
import { holding, locationInWords, type Location } from '../vocabulary/location.ts'
import { siteSystemRoles } from '../vocabulary/site-system-role.ts'
import type { Scenario } from './load-scenario.ts'

/**
 * Warnings of steps in which a client that has travelled gets nothing, since the package's advertisement has the default
 * setting. A step that expects so is not warned of; neither is one after a change of mode or of assignment, where the run
 * decides.
 */
export function contentTooFarAway({ hierarchy, steps }: Scenario): Finding[] {
  const places = new Map(hierarchy.clients.map(({ name, at }) => [name, at]))
  const findings: Finding[] = []
  for (const [index, { does, client: name, to, gets, expect }] of steps.entries()) {
    if (does === 'setMode') break
    if (name !== null && to) places.set(name, to)
    if (name !== null && does === 'assign') places.delete(name)
    const client = hierarchy.clients.find((one) => one.name === name)
    const content = hierarchy.packages.find(({ id }) => id === gets)
    const at = places.get(name ?? '')
    const isExpected = (expect?.outcome ?? 'answered') !== 'answered'
    if (!client || !content || !at || isExpected || !isTooFarAway(hierarchy, client, at, content)) continue
    findings.push({
      severity: 'warning',
      code: 'content-too-far-away',
      path: ['steps', index, 'getContent'],
      message:
        `${client.name} (${locationInWords(at)}) gets nothing: ${content.id} is far away, and by default an advertisement ` +
        'does not let it be downloaded from there',
      remedy:
        'set advertisement: { whenSlow: download } on the package, put it on a distribution point nearby, or expect the ' +
        'outcome withheld',
    })
  }
  return findings
}

/**
 * Whether a client at this place is told of the package, as far as the hierarchy's file tells, but only of distribution
 * points from which its advertisement does not let it be downloaded.
 */
function isTooFarAway(
  hierarchy: Hierarchy,
  client: Client,
  at: Location,
  { id, advertisement }: Package,
): boolean {
  const assigned = assignedSiteOf(hierarchy, client)
  if (!assigned || mayRun('FALLBACK', advertisement.whenSlow)) return false
  const around = holding(at)
  const gives = (site: Site) => site.systems.some((system) => mayGive(site, system))
  const mayGive = (site: Site, system: SiteSystem) =>
    system.packages.includes(id) &&
    system.roles.some((role) => {
      if (!siteSystemRoles[role].holdsPackages) return false
      const { kind } = client
      const { mode } = assigned
      const httpForRoaming = hasHttpForRoaming(client, assigned)
      const decided = mayContact({
        client: { kind, mode, httpForRoaming, onInternet: at.internet },
        ...{ role, siteMode: site.mode, siteKind: site.kind },
        ofAssignedSite: primaryCodeOf(site) === assigned.code,
        ...{
          ssl: system.ssl,
          httpTransfer: system.httpTransfer,
          clientConnections: system.clientConnections,
        },
        ...howItServes(system, at),
      })
      return decided.allowed
    })
  const nearby = hierarchy.sites.filter(({ boundaries }) =>
    boundaries.some((boundary) => boundary.connection === 'fast' && around(boundary)),
  )
  return gives(assigned) && !nearby.some(gives)
}
