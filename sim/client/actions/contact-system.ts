import { siteModeNames, type SiteMode } from '../../vocabulary/site-mode.ts'
import type { SiteSystemRole } from '../../vocabulary/site-system-role.ts'
import { outsideAllBoundaries } from '../../rules/roaming-scope.ts'
import { unassigned } from '../../rules/site-assignment.ts'
import { withhold, type Attempted } from '../attempt.ts'
import { decisionOn, inModeOfOwnSite, type ClientContactOptions } from '../contact.ts'
import type { KnownSystem } from '../knowledge.ts'
import { namedAtInstallation } from '../context.ts'
import type { Purpose } from '../purpose.ts'
import type { ActionContext } from './action.ts'
import { siteInDirectory } from './active-directory.ts'
import { findResidentManagementPoint, lookForManagementPoint } from './management-points.ts'

/** An experimenter's order to contact a site system. */
export interface ContactOrder extends ClientContactOptions {
  /**
   * The system that the experimenter means: where it is, and what site it belongs to, but not that site's mode. undefined
   * where there is no such site.
   */
  experiment: KnownSystem | undefined
  /** The experimenter means just this system; otherwise the client goes where documented ways lead it, if they do. */
  named: boolean
}

/** Contacts a site system by order. */
export async function contactSystem<Result>(
  action: ActionContext,
  role: SiteSystemRole,
  { experiment, named, ...options }: ContactOrder,
  purpose: Purpose<Result>,
): Promise<Attempted<Result | undefined>> {
  const { relation = 'assigned' } = options
  const found = named || !experiment ? undefined : await ways[role]?.(action, relation)
  const system = found ?? (experiment && (await withMode(action, experiment)))
  if (system) return action.contact(system, purpose, options)
  const rule = relation === 'assigned' ? unassigned : outsideAllBoundaries
  const nowhere = { role, relation, site: null, system: null, told: null, rule }
  return action.keep(await withhold(action.context(), nowhere, 'http'))
}

type Way = (
  action: ActionContext,
  relation: NonNullable<ClientContactOptions['relation']>,
) => KnownSystem | undefined | Promise<KnownSystem | undefined>

/** The documented ways to a system of a role by itself. To the other roles a client is led by what it wants from them. */
const ways: Partial<Record<SiteSystemRole, Way>> = {
  async 'management-point'(action, relation) {
    const own = await lookForManagementPoint(action)
    return relation === 'assigned' ? own : findResidentManagementPoint(action, own)
  },
  'server-locator-point': (action) => namedAtInstallation(action.context(), 'server-locator-point'),
  'fallback-status-point': (action) => namedAtInstallation(action.context(), 'fallback-status-point'),
}

/**
 * Completes a system that an experimenter named by the mode of its site: of its own site the client knows it, and of
 * another it looks in Active Directory if its rules depend on it.
 */
async function withMode(action: ActionContext, system: KnownSystem): Promise<KnownSystem> {
  const context = action.context()
  const known = inModeOfOwnSite(context, system)
  const { site } = known
  if (!site || site.mode !== undefined) return known
  const rules = siteModeNames.map((mode) => decisionOn(context, system, mode).rule)
  if (new Set(rules).size === 1) return system
  return { ...system, site: { ...site, mode: await modeOf(action, site.code) } }
}

async function modeOf(action: ActionContext, code: string): Promise<SiteMode | undefined> {
  const { neighbours } = action.state
  const known = neighbours.get(code)
  if (known && action.context().network.clock.now().getTime() < known.until) return known.mode
  const told = await siteInDirectory(action, code)
  return told?.settings.mode ?? known?.mode
}
