import type { Finding } from '../../model/source/finding.ts'
import type { Client, Hierarchy, Site, SiteSystem } from '../../model/hierarchy.ts'
import { clientNamed } from '../../model/populations.ts'
import { assignedSiteOf, hasHttpForRoaming, howItServes, primaryCodeOf } from '../../model/sites.ts'
import { tooFarAway, type WhenSlow } from '../../rules/content-location.ts'
import { mayContact } from '../../rules/may-contact.ts'
import { holding, locationInWords, type Location } from '../../vocabulary/location.ts'
import { siteSystemRoles } from '../../vocabulary/site-system-role.ts'
import type { Scenario } from '../load-scenario.ts'

/**
 * Warnings of steps in which a client that has travelled gets nothing, since the package's advertisement or the update's deployment has the default
 * setting. A step that expects so is not warned of; neither is one after a change of mode or of assignment, where the run
 * decides.
 */
export function contentTooFarAway({ hierarchy, steps }: Scenario): Finding[] {
  /** Where a client is since it moved; undefined where only the run knows. */
  const moved = new Map<string, Location | undefined>()
  const findings: Finding[] = []
  for (const [index, { does, client: name, clients, to, gets, expect }] of steps.entries()) {
    if (does === 'setMode') break
    if (clients && (does === 'move' || does === 'assign')) break
    if (name === null) continue
    if (to) moved.set(name, to)
    if (does === 'assign') moved.set(name, undefined)
    const client = clientNamed(hierarchy, name)
    const content = gets === undefined ? undefined : soughtIn(hierarchy, gets)
    const at = moved.has(name) ? moved.get(name) : client?.at
    const isExpected = (expect?.outcome ?? 'answered') !== 'answered'
    if (!client || !content || !at || isExpected || !isTooFarAway(hierarchy, client, at, content)) continue
    findings.push({
      severity: 'warning',
      code: 'content-too-far-away',
      path: ['steps', index, does],
      message:
        `${client.name} (${locationInWords(at)}) gets nothing: ${gets ?? ''} is far away, and by default ${content.forbids} ` +
        'does not let it be downloaded from there',
      remedy: `${content.remedy}, put it on a distribution point nearby, or expect the outcome withheld`,
    })
  }
  return findings
}

export interface Sought {
  /** Id of the package in which distribution points hold it. */
  heldIn: string
  whenSlow: WhenSlow
  forbids: string
  remedy: string
}

export function soughtIn({ packages, updates }: Hierarchy, sought: string): Sought | undefined {
  const found = packages.find(({ id }) => id === sought)
  if (found) {
    const { whenSlow } = found.advertisement
    const remedy = 'set advertisement: { whenSlow: download } on the package'
    return { heldIn: found.id, whenSlow, forbids: 'an advertisement', remedy }
  }
  const { package: heldIn, deployment } = updates.find(({ id }) => id === sought) ?? {}
  if (heldIn === undefined || !deployment) return undefined
  const remedy = 'set deployment: { whenSlow: download } on the update'
  return { heldIn, whenSlow: deployment.whenSlow, forbids: 'a deployment', remedy }
}

/**
 * Whether a client at this place is told of the content, as far as the hierarchy's file tells, but only of distribution
 * points from which its advertisement or deployment does not let it be downloaded.
 */
export function isTooFarAway(
  hierarchy: Hierarchy,
  client: Client,
  at: Location,
  { heldIn, whenSlow }: Sought,
): boolean {
  const assigned = assignedSiteOf(hierarchy, client)
  if (!assigned || !tooFarAway('FALLBACK', whenSlow)) return false
  const around = holding(at)
  const gives = (site: Site) => site.systems.some((system) => mayGive(site, system))
  const mayGive = (site: Site, system: SiteSystem) =>
    system.packages.includes(heldIn) &&
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
