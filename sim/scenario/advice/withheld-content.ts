import type { Reason } from '../../evidence/results.ts'
import type { Client, Hierarchy, Site } from '../../model/hierarchy.ts'
import { assignedSiteOf, hasHttpForRoaming, howItServes, primaryCodeOf } from '../../model/sites.ts'
import { nobodyHasTheContent, tooFarAway, type WhenSlow } from '../../rules/content-location.ts'
import type { Decision, Rule } from '../../rules/rule.ts'
import { mayContact } from '../../rules/may-contact.ts'
import { holding, type Location } from '../../vocabulary/location.ts'
import { siteSystemRoles } from '../../vocabulary/site-system-role.ts'

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

const mayNotUse = 'but the client may not use that system'
const setHttpForRoaming = 'set httpForRoaming: true on the client or its site'

/** Content that a client does not get for the default of its advertisement or deployment. */
interface TooFar {
  /** Absent where none has it nearby. */
  keptFrom?: KeptFrom
}

/** The distribution point nearby that has it all the same. */
interface KeptFrom {
  system: string
  /** Keeps the client from it. */
  rule: Rule
  /** With the option "HTTP communication for roaming and site assignment" the client may use it. */
  httpForRoamingHelps: boolean
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
      `${system} nearby has ${what}, ${mayNotUse} (${rule.id}), and by default ${forbids} ` +
      'does not let it be downloaded from far away',
    remedies: httpForRoamingHelps
      ? [setHttpForRoaming, remedy]
      : [remedy, 'put it on a distribution point nearby that the client may use'],
  }
}

/** What a client got nothing of, and where it was then. */
interface Missed {
  client: Client
  at: Location
  /** Id of the package or the update. */
  gets: string
}

/**
 * The reasons of a step that ended without content, with what to do. What keeps the client from a distribution point that has it
 * comes first: that no other has it, or none that is near, counts only for that.
 */
export function reasonsOfWithheldContent(
  reasons: readonly Reason[],
  hierarchy: Hierarchy,
  { client, at, gets }: Missed,
): readonly Reason[] {
  const content = soughtIn(hierarchy, gets)
  if (!content) return reasons
  const isFor = (rule: Rule | undefined) => reasons.some((one) => one.rule === rule?.id)
  const forbidding = tooFarAway('FALLBACK', content.whenSlow)
  if (isFor(nobodyHasTheContent)) {
    const keptFrom = keptFromAll(hierarchy, client, at, content)
    if (!keptFrom) return reasons
    const put = 'put it on a distribution point that the client may use'
    const remedy = keptFrom.httpForRoamingHelps ? `${setHttpForRoaming}, or ${put}` : put
    return withCause(reasons, keptFrom, `${keptFrom.system} has ${gets}`, remedy)
  }
  const tooFar = isFor(forbidding) ? tooFarFor(hierarchy, client, at, content) : undefined
  if (!tooFar) return reasons
  const remedy = tooFarInWords(tooFar, content, gets).remedies.join(', or ')
  const { keptFrom } = tooFar
  return keptFrom
    ? withCause(reasons, keptFrom, `${keptFrom.system} nearby has ${gets}`, remedy)
    : reasons.map((one) => (one.rule === forbidding?.id ? { ...one, remedy } : one))
}

function withCause(
  reasons: readonly Reason[],
  { rule: { id } }: KeptFrom,
  hasIt: string,
  remedy: string,
): readonly Reason[] {
  const attempt = reasons.find(({ rule }) => rule === id)?.attempt ?? null
  const cause = { words: `${hasIt}, ${mayNotUse}`, diagnosis: null, rule: id, attempt, remedy }
  return [cause, ...reasons.filter(({ rule }) => rule !== id)]
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
  const decisions = decisionsOf(client, assigned, at, heldIn)
  const gives = (site: Site) => decisions(site).some(({ decision }) => decision.allowed)
  const nearby = sitesNear(hierarchy, at)
  if (!gives(assigned) || nearby.some(gives)) return undefined
  const keptFrom = keptFromOf(nearby, decisions)
  return keptFrom ? { keptFrom } : {}
}

/** One of the distribution points nearby, or of the assigned site, where the client may use none of those that have it. */
function keptFromAll(
  hierarchy: Hierarchy,
  client: Client,
  at: Location,
  { heldIn }: Sought,
): KeptFrom | undefined {
  const assigned = assignedSiteOf(hierarchy, client)
  if (!assigned) return undefined
  const sites = [...new Set([...sitesNear(hierarchy, at), assigned])]
  const decisions = decisionsOf(client, assigned, at, heldIn)
  const isGiven = sites.some((site) => decisions(site).some(({ decision }) => decision.allowed))
  return isGiven ? undefined : keptFromOf(sites, decisions)
}

function sitesNear({ sites }: Hierarchy, at: Location): Site[] {
  const around = holding(at)
  return sites.filter(({ boundaries }) =>
    boundaries.some((boundary) => boundary.connection === 'fast' && around(boundary)),
  )
}

/** What the client may do with the distribution points of a site that have the content; by default by its own settings. */
type Decisions = (site: Site, httpForRoaming?: boolean) => { system: string; decision: Decision }[]

function decisionsOf(client: Client, assigned: Site, at: Location, heldIn: string): Decisions {
  return (site, httpForRoaming = hasHttpForRoaming(client, assigned)) =>
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
}

/** The first that has the content, and rather one that the option would open. */
function keptFromOf(sites: readonly Site[], decisions: Decisions): KeptFrom | undefined {
  const withHttp = sites
    .flatMap((site) => decisions(site, true))
    .find(({ decision }) => decision.allowed)?.system
  const kept = sites.flatMap((site) => decisions(site))
  const first = kept.find(({ system }) => system === withHttp) ?? kept[0]
  if (!first) return undefined
  const { system, decision } = first
  return { system, rule: decision.rule, httpForRoamingHelps: withHttp !== undefined }
}
