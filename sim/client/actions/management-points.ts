import type { Location } from '../../vocabulary/location.ts'
import {
  globalRoaming,
  managementPointByServiceLocation,
  noRoamingOnTheInternet,
  regionalRoaming,
} from '../../rules/roaming-scope.ts'
import { noMobileDevice } from '../../rules/roaming.ts'
import {
  managementPointInDns,
  managementPointInWins,
  managementPointNotFound,
  waysOpenTo,
  type WayToManagementPoint,
} from '../../rules/service-location.ts'
import { unassigned } from '../../rules/site-assignment.ts'
import { siteModes, type SiteMode } from '../../vocabulary/site-mode.ts'
import { managementPointName } from '../../wire/names/netbios.ts'
import { managementPointServiceName } from '../../wire/names/service-record.ts'
import { inModeOfOwnSite } from '../contact.ts'
import { namedAtInstallation } from '../context.ts'
import { locateSites } from '../conversations/locate.ts'
import {
  managementPointOf,
  toldBy,
  type KnownManagementPoint,
  type KnownSite,
  type KnownSystem,
} from '../knowledge.ts'
import { askDns, askWins } from '../lookups.ts'
import { reasonOf, type ActionContext, type Ending } from './action.ts'
import { claimedLocation, findHoldingSites, keptUntilNextRead, siteInDirectory } from './active-directory.ts'
import { deployment, reportState } from './report-state.ts'
import { fromServerLocatorPoint, refreshSiteSettings } from './site-settings.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** State message: failed to discover the default management point. */
const notDiscovered = 604

/** The default management point of the client's site, or how the action ends without one. */
export async function findDefaultManagementPoint(action: ActionContext): Promise<KnownSystem | Ending> {
  if (!action.context().assigned) {
    action.tell('has no management point to turn to', unassigned)
    return { outcome: 'withheld', rule: unassigned }
  }
  await refreshSiteSettings(action)
  const found = await lookForManagementPoint(action)
  if (found) return found
  action.tell('found its default management point nowhere', managementPointNotFound)
  const attempt = action.lastFailure()
  await reportState(action, deployment, notDiscovered)
  return { outcome: 'failed', rule: managementPointNotFound, attempt }
}

/**
 * The default management point of the client's site: the one that it knows, or else the one that it is told of next. Where
 * nobody tells, it keeps to the one that it was installed with, or knew before: not documented; our choice.
 */
export async function lookForManagementPoint(action: ActionContext): Promise<KnownSystem | undefined> {
  const { state } = action
  const context = action.context()
  const { assigned, mode, network } = context
  if (!assigned) return undefined
  const before = state.managementPoint?.site?.code === assigned.code ? state.managementPoint : undefined
  const ways = openWays(action)
  const isKnown = before && network.clock.now().getTime() < before.until && ways.length > 0
  // Its own site's mode is a setting, which it reads in its own time.
  const asOfNow = (system: KnownSystem) => ({ ...system, site: { ...siteOf(assigned), mode } })
  if (isKnown) return asOfNow(before)
  const found = await findManagementPointOf(action, { ...siteOf(assigned), mode })
  if (found) {
    state.managementPoint = found
    return asOfNow(found)
  }
  const installed = namedAtInstallation(context, 'management-point')
  return installed ?? (ways.length > 0 && before ? asOfNow(before) : undefined)
}

function siteOf({ code }: KnownSite) {
  return { code, primary: code }
}

/** A site whose default management point a client looks for: its own, or one that it was told it is in. */
interface SoughtSite {
  code: string
  primary: string
  /** undefined where nobody told; the client then takes it to be its own. */
  mode?: SiteMode
}

/** The ways to a default management point that are open to the client now. */
export function openWays(action: ActionContext): WayToManagementPoint[] {
  const { client, at, mode, assignedDirectly } = action.context()
  return waysOpenTo({ ...client, at, mode, assignedDirectly })
}

/** Goes one way after the other to the default management point of a site; undefined where none leads there. */
export async function findManagementPointOf(
  action: ActionContext,
  site: SoughtSite,
): Promise<KnownManagementPoint | undefined> {
  for (const way of openWays(action)) {
    const found = await look[way](action, site)
    if (found) return found
  }
  return undefined
}

/** Each function resolves to undefined where its way leads to no management point. */
const look: Record<
  WayToManagementPoint,
  (action: ActionContext, site: SoughtSite) => Promise<KnownManagementPoint | undefined>
> = {
  async 'active-directory'(action, { code }) {
    const told = await siteInDirectory(action, code)
    return told && keptUntilNextRead(action.context().network.clock, managementPointOf(code, told))
  },
  async dns(action, site) {
    const { client, mode } = action.context()
    const name = managementPointServiceName(site.code, client.dnsSuffix ?? '')
    const { attempt, result } = action.keep(await askDns(action.context(), name, managementPointInDns))
    const [record] = result ?? []
    action.tell(
      `asked DNS for ${name}: ${record ? `${record.host}, port ${record.port}` : 'nothing'}`,
      managementPointInDns,
      attempt,
    )
    if (!record) return undefined
    // The record has the one port that clients of the site's mode use.
    const ports = { [siteModes[site.mode ?? mode].protocol]: record.port }
    const told = toldBy('dns', attempt)
    const until = action.context().network.clock.now().getTime() + record.ttl * 1000
    return { role: 'management-point', fqdn: record.host, site, ports, told, until }
  },
  async 'server-locator-point'(action, { code }) {
    const told = await fromServerLocatorPoint(action, code)
    return told && keptUntilNextRead(action.context().network.clock, managementPointOf(code, told))
  },
  async wins(action, site) {
    const name = managementPointName(site.code)
    const { attempt, result } = action.keep(await askWins(action.context(), name, managementPointInWins))
    action.tell(`asked WINS for ${name.name}: ${result ?? 'nothing'}`, managementPointInWins, attempt)
    if (result === undefined || result === null) return undefined
    const told = toldBy('wins', attempt)
    const found = { role: 'management-point', fqdn: result, site, ports: {}, told } as const
    return keptUntilNextRead(action.context().network.clock, found)
  },
}

/** The management point of the site where the client is, unless that is its own site; undefined where none is found. */
export async function findResidentManagementPoint(
  action: ActionContext,
  own: KnownSystem | undefined,
): Promise<KnownSystem | undefined> {
  const { client, at, assigned } = action.context()
  if (client.kind === 'mobile-device') {
    action.tell('does not look for a management point near by', noMobileDevice)
    return undefined
  }
  if (at.internet) {
    action.tell('does not look for a management point near by', noRoamingOnTheInternet)
    return undefined
  }
  const holding = (await findHoldingSites(action)) ?? []
  if (holding.some(({ code }) => code === assigned?.code)) return undefined
  const [site] = holding
  if (site) return globally(action, site.code)
  return own && regionally(action, own, at)
}

/** Global roaming: from what all sites of the forest publish. */
async function globally(action: ActionContext, site: string): Promise<KnownSystem | undefined> {
  const told = await siteInDirectory(action, site)
  if (!told) return undefined
  action.tell(`is in site ${site}, whose management point is ${told.managementPoint}`, globalRoaming)
  return inModeOfOwnSite(action.context(), managementPointOf(site, told))
}

/** Regional roaming: from what the assigned site's management point knows, which is its own site and those below. */
async function regionally(
  action: ActionContext,
  own: KnownSystem,
  at: Location,
): Promise<KnownSystem | undefined> {
  const { client, assigned, network } = action.context()
  const { fqdn } = own
  const sender = { name: client.name, managementPoint: fqdn, now: network.clock.now() }
  const request = { assignedSite: assigned?.code ?? '', location: claimedLocation(at) }
  const { attempt, result } = await action.converse(own, locateSites(sender, request))
  const others = result?.filter(({ siteCode }) => siteCode !== assigned?.code) ?? []
  const reply = others.map(({ siteCode }) => siteCode).join(', ') || 'none but its own'
  action.tell(
    attempt.outcome === 'answered'
      ? `asked ${fqdn} for the sites around it: ${reply}`
      : `could not ask ${fqdn} for the sites around it: ${reasonOf(attempt)}`,
    regionalRoaming,
    attempt,
  )
  const [near] = others
  if (!near || others.length < (result?.length ?? 0)) return undefined
  const { siteCode: code, masterSiteCode: primary } = near
  const found = await findManagementPointOf(action, { code, primary })
  const where = found ? `at ${found.fqdn}` : 'nowhere'
  action.tell(`found the management point of site ${code} ${where}`, managementPointByServiceLocation)
  if (!found) return undefined
  const { told } = found
  const mode = found.site?.mode
  if (mode) action.state.neighbours.set(code, keptUntilNextRead(network.clock, { mode, told }))
  return inModeOfOwnSite(action.context(), found)
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the management point to which it keeps where nobody tells it of one: that of its ' +
      'installation, or else the former one',
  },
]
