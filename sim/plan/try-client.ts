import { ContactError } from '../errors.ts'
import type { Hierarchy, Package } from '../model/hierarchy.ts'
import type { ActionResult, RunningHierarchy, SimulatedClient } from '../network/running-hierarchy.ts'
import type { PlanAct, PlanEnding } from '../report/plan-result.ts'
import type { Location } from '../vocabulary/location.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import type { Representative } from './groups.ts'

/** How one thing that a client tried ended, in one phase and at one place. */
export interface Observation extends Subject {
  ending: PlanEnding
  diagnosis: string | null
  rule: string | null
  attempts: string[]
  /** It came from the site that the client was in. */
  near: boolean
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
    ...unlike(hierarchy).map(({ id }): Trial => ({
      act: 'content',
      content: id,
      try: (client) => client.getContent(id),
    })),
    ...(scans
      ? [{ act: 'updates' as const, try: (client: SimulatedClient) => client.scanForUpdates() }]
      : []),
    ...deployed.map(({ id }): Trial => ({
      act: 'updates',
      content: id,
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

/**
 * Lets a client ask for policy at home, which is how it learns of changes, and then tries the rest on copies of it, there and
 * wherever it travels, so that no trial has to do with another.
 */
export async function tryClient(
  running: RunningHierarchy,
  client: SimulatedClient,
  { home, visits }: Pick<Representative, 'home' | 'visits'>,
  trials: readonly Trial[],
): Promise<Observation[]> {
  const places = [{ ...home, site: null }, ...visits]
  const policy: Trial = { act: 'policy', try: (one) => one.requestPolicy() }
  const observations: Observation[] = []
  for (const { at, resident, site: visiting } of places) {
    for (const trial of [policy, ...trials]) {
      const tried = visiting === null && trial === policy ? client : client.copy()
      if (visiting !== null) tried.move(newLocation(at))
      const { act, content } = trial
      const subject = { act, visiting, ...(content !== undefined && { content }) }
      const result = await carryOut(trial, tried)
      observations.push({ ...subject, ...observed(result, resident, tried, running.hierarchy) })
    }
  }
  return observations
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
async function carryOut(trial: Trial, client: SimulatedClient): Promise<ActionResult | undefined> {
  try {
    return await trial.try(client)
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
    return { ending, diagnosis: null, rule: null, attempts: [], near: false, believed, actual }
  }
  const { outcome, protocol, system, site, diagnosis, rule, attempts } = result
  return {
    ending: { outcome, protocol, system, site },
    diagnosis,
    rule: rule === '' ? null : rule,
    attempts: attempts.map(({ id }) => id),
    near: outcome === 'answered' && site !== null && site === resident,
    ...{ believed, actual },
  }
}
