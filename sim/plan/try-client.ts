import type { DiagnosisId } from '../evidence/catalogue.ts'
import type { OpenId, RuleId } from '../vocabulary/ids.ts'
import { ContactError } from '../errors.ts'
import type { Hierarchy, Package } from '../model/hierarchy.ts'
import type { ActionResult, RunningHierarchy, SimulatedClient } from '../network/running-hierarchy.ts'
import type { PlanAct, PlanEnding } from '../report/plan-result.ts'
import { unprotectedAfterEightHours } from '../rules/content-location.ts'
import type { Basis } from '../vocabulary/basis.ts'
import type { Location } from '../vocabulary/location.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { Representative } from './groups.ts'

/** How one thing that a client tried ended, in one phase and at one place. */
export interface Observation extends Subject {
  ending: PlanEnding
  diagnosis: OpenId<DiagnosisId> | null
  rule: OpenId<RuleId> | null
  attempts: string[]
  /** It came from the site that the client was in. */
  near: boolean
  /** It came once unprotected distribution points were asked for as well, after eight hours without it. */
  late: boolean
  /** The mode that the client took its site to have, and the one that the site had; null without a site. */
  believed: SiteMode
  actual: SiteMode | null
}

/** What was tried, and where. */
export interface Subject {
  act: PlanAct
  /** Id of a package or an update. */
  content?: string
  /** Code of the site visited; null at home. */
  visiting: string | null
}

/** What a client can try: what it is, and how. */
interface Trial extends Pick<Subject, 'act' | 'content'> {
  /** For content, after a time without it, unprotected distribution points do as well. */
  mayFallBack?: boolean
  try(client: SimulatedClient): Promise<ActionResult>
}

/**
 * Everything that is tried at each place but for policy: packages and updates that nothing tells apart are tried once.
 * A site without a software update point has clients that scan nowhere.
 */
export function trialsIn(hierarchy: Hierarchy): Trial[] {
  const { sites, updates } = hierarchy
  const scans = sites.some(({ systems }) =>
    systems.some(({ roles }) => roles.includes('software-update-point')),
  )
  const deployed = scans ? updates.filter(({ deployment }) => deployment) : []
  return [
    ...unlike(hierarchy).map(({ id, advertisement }): Trial => ({
      act: 'content',
      content: id,
      mayFallBack: advertisement.fallBackToUnprotected,
      try: (client) => client.getContent(id),
    })),
    ...(scans
      ? [{ act: 'updates' as const, try: (client: SimulatedClient) => client.scanForUpdates() }]
      : []),
    ...deployed.map(({ id, deployment }): Trial => ({
      act: 'updates',
      content: id,
      mayFallBack: deployment?.fallBackToUnprotected ?? false,
      try: (client) => client.installUpdate(id),
    })),
    { act: 'state', try: (client) => client.sendState() },
  ]
}

/** The smallest of the packages that lie in the same places and are advertised in the same way. */
function unlike({ packages, sites }: Hierarchy): Package[] {
  const systems = sites.flatMap((site) => site.systems)
  const kinds = new Map<string, Package>()
  for (const one of packages) {
    const { id, onDemand, advertisement, size } = one
    const key = JSON.stringify([
      systems.map((system) => system.packages.includes(id)),
      onDemand,
      advertisement,
    ])
    const known = kinds.get(key)
    if (!known || size < known.size) kinds.set(key, one)
  }
  return [...kinds.values()]
}

/** What a client observed in a phase. */
export interface Observed {
  observations: Observation[]
  /** Tries once more, when eight hours are over, to get what may then come from unprotected distribution points. */
  tryUnprotected(): Promise<void>
}

/**
 * Lets a client ask for policy at home, which is how it learns of changes, and then tries the rest on copies of it, there and
 * wherever it travels, so that no trial has to do with another. Where it travels it asks for no policy: the management point
 * that gives it policy there takes its state as well, and is tried by that.
 */
export async function tryClient(
  running: RunningHierarchy,
  client: SimulatedClient,
  { home, visits }: Pick<Representative, 'home' | 'visits'>,
  trials: readonly Trial[],
): Promise<Observed> {
  const policy: Trial = { act: 'policy', try: (one) => one.requestPolicy() }
  const observe = async (trial: Trial, tried: SimulatedClient, at: PlaceTried): Promise<Observation> => {
    const { act, content } = trial
    const subject = { act, visiting: at.site, ...(content !== undefined && { content }) }
    const result = await orNothingToContact(trial.try(tried))
    return { ...subject, ...observed(result, at.resident, tried, running.hierarchy) }
  }
  const atHome = { ...home, site: null }
  const observations = [await observe(policy, client, atHome)]
  const again: (() => Promise<void>)[] = []
  for (const place of [atHome, ...visits]) {
    for (const trial of trials) {
      const tried = client.copy()
      if (place.site !== null) tried.move(newLocation(place.at))
      const first = await observe(trial, tried, place)
      const index = observations.push(first) - 1
      if (!trial.mayFallBack || first.ending.outcome === 'answered') continue
      again.push(async () => {
        const second = await observe(trial, tried, place)
        if (second.ending.outcome === 'answered') observations[index] = lateAfter(first, second)
      })
    }
  }
  return {
    observations,
    async tryUnprotected() {
      for (const one of again) await one()
    },
  }
}

type PlaceTried = Omit<Representative['home'], 'site'> & { site: string | null }

/** Content that came in the end, with what it was that kept it away at first. */
function lateAfter({ diagnosis, attempts }: Observation, second: Observation): Observation {
  const { id } = unprotectedAfterEightHours
  return { ...second, late: true, diagnosis, rule: id, attempts: [...attempts, ...second.attempts] }
}

function newLocation(at: Location): Parameters<SimulatedClient['move']>[0] {
  if (at.internet) return { internet: true }
  const { address, activeDirectorySite } = at
  return {
    ...(address !== undefined && { address }),
    ...(activeDirectorySite !== undefined && { activeDirectorySite }),
  }
}

/** undefined: the hierarchy has nothing that the client could contact. */
export async function orNothingToContact(action: Promise<ActionResult>): Promise<ActionResult | undefined> {
  try {
    return await action
  } catch (error) {
    if (error instanceof ContactError) return undefined
    throw error
  }
}

function observed(
  result: ActionResult | undefined,
  resident: string | null,
  client: SimulatedClient,
  { sites }: Hierarchy,
): Omit<Observation, keyof Subject> {
  const { mode: believed, assignedSite } = client.shown()
  const actual = sites.find(({ code }) => code === assignedSite)?.mode ?? null
  if (!result) {
    const ending = { outcome: 'failed', protocol: 'http', system: null, site: null } as const
    return { ending, diagnosis: null, rule: null, attempts: [], near: false, late: false, believed, actual }
  }
  const { outcome, protocol, system, site, diagnosis, rule, attempts } = result
  return {
    ending: { outcome, protocol, system, site },
    diagnosis,
    rule: rule === '' ? null : rule,
    attempts: attempts.map(({ id }) => id),
    near: outcome === 'answered' && site !== null && site === resident,
    late: false,
    ...{ believed, actual },
  }
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'what a plan tries: content once more after eight hours where distribution points are protected, for which a client ' +
      'stays where it is, and policy at home alone',
  },
]
