import type { Finding } from '../../model/source/finding.ts'
import type { Client, Hierarchy, Site } from '../../model/hierarchy.ts'
import { clientNamed } from '../../model/populations.ts'
import { assignedSiteOf, hasHttpForRoaming, howItServes, primaryCodeOf } from '../../model/sites.ts'
import { tooFarAway, type WhenSlow } from '../../rules/content-location.ts'
import type { Rule } from '../../rules/rule.ts'
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
    if (!client || !content || !at || isExpected) continue
    const tooFar = tooFarFor(hierarchy, client, at, content)
    if (!tooFar) continue
    const { why, remedies } = tooFarInWords(tooFar, content, gets ?? '')
    findings.push({
      severity: 'warning',
      code: 'content-too-far-away',
      path: ['steps', index, does],
      message: `${client.name} (${locationInWords(at)}) gets nothing: ${why}`,
      remedy: `${remedies.join(', ')}, or expect the outcome withheld`,
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

/** Content that a client does not get for the default of its advertisement or deployment. */
interface TooFar {
  /** The distribution point nearby that has it all the same; absent where none has. */
  keptFrom?: {
    system: string
    /** Keeps the client from it. */
    rule: Rule
    /** With the option "HTTP communication for roaming and site assignment" the client may use it. */
    httpForRoamingHelps: boolean
  }
}

/** Why it gets nothing, as the end of a sentence, and what to do. `what`: the content. */
export function tooFarInWords(
  { keptFrom }: TooFar,
  { forbids, remedy }: Sought,
  what: string,
): { why: string; remedies: readonly string[] } {
  if (!keptFrom)
    return {
      why: `${what} is far away, and by default ${forbids} does not let it be downloaded from there`,
      remedies: [remedy, 'put it on a distribution point nearby'],
    }
  const { system, rule, httpForRoamingHelps } = keptFrom
  return {
    why:
      `${system} nearby has ${what}, but the client may not use that system (${rule.id}), and by default ${forbids} ` +
      'does not let it be downloaded from far away',
    remedies: httpForRoamingHelps
      ? ['set httpForRoaming: true on the client or its site', remedy]
      : [remedy, 'put it on a distribution point nearby that the client may use'],
  }
}

/**
 * Whether a client at this place is told of the content, as far as the hierarchy's file tells, but only of distribution
 * points from which its advertisement or deployment does not let it be downloaded; undefined where it is not so.
 */
export function tooFarFor(
  hierarchy: Hierarchy,
  client: Client,
  at: Location,
  { heldIn, whenSlow }: Sought,
): TooFar | undefined {
  const assigned = assignedSiteOf(hierarchy, client)
  if (!assigned || !tooFarAway('FALLBACK', whenSlow)) return undefined
  const around = holding(at)
  const decisions = (site: Site, httpForRoaming: boolean) =>
    site.systems
      .filter(({ packages }) => packages.includes(heldIn))
      .flatMap((system) =>
        system.roles
          .filter((role) => siteSystemRoles[role].holdsPackages)
          .map((role) => {
            const { kind } = client
            const { mode } = assigned
            const decision = mayContact({
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
            return { system: system.name, decision }
          }),
      )
  const now = (site: Site) => decisions(site, hasHttpForRoaming(client, assigned))
  const gives = (site: Site) => now(site).some(({ decision }) => decision.allowed)
  const nearby = hierarchy.sites.filter(({ boundaries }) =>
    boundaries.some((boundary) => boundary.connection === 'fast' && around(boundary)),
  )
  if (!gives(assigned) || nearby.some(gives)) return undefined
  const withHttp = nearby
    .flatMap((site) => decisions(site, true))
    .find(({ decision }) => decision.allowed)?.system
  const kept = nearby.flatMap(now)
  const first = kept.find(({ system }) => system === withHttp) ?? kept[0]
  if (!first) return {}
  const { system, decision } = first
  return { keptFrom: { system, rule: decision.rule, httpForRoamingHelps: withHttp !== undefined } }
}
