import type { Location } from '../../vocabulary/location.ts'
import {
  automaticAssignment,
  clientNewerThanSite,
  isNewer,
  manualAssignment,
  neverToSecondarySite,
  noSiteFound,
  settingsUnknown,
  withoutAutomaticAssignment,
} from '../../rules/site-assignment.ts'
import { addressesAloneInWorkgroup } from '../../rules/roaming-scope.ts'
import { managementPointOfItsMode } from '../../rules/service-location.ts'
import type { Teller } from '../../evidence/end-evidence.ts'
import { siteModes } from '../../vocabulary/site-mode.ts'
import { askForSites, listManagementPoints } from '../conversations/locate.ts'
import type { ClientState } from '../context.ts'
import { type KnownSystem, managementPointOf } from '../knowledge.ts'
import { claimedLocation, findHoldingSites, placeInWords } from './active-directory.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import { consultServerLocatorPoint } from './consult-server-locator-point.ts'
import { deployment, reportState } from './report-state.ts'
import { adoptSettings, findSiteSettings } from './site-settings.ts'

/** State messages of topic 800. */
const states = {
  siteUnknown: 602,
  managementPointUnreachable: 603,
  noSiteFound: 606,
  clientNewerThanSite: 607,
  settingsUnknown: 608,
  assigned: 700,
}

/**
 * Assigns the client to a site: the one named, or with `auto` the one whose boundaries hold it. The outcome is
 * `answered` once the default management point has answered; a client that cannot reach it is unmanaged. Every failure
 * is reported to the fallback status point.
 */
export async function assign(action: ActionContext, wanted: string): Promise<Ending> {
  const automatic = wanted.toLowerCase() === 'auto'
  const found = automatic ? await findSite(action) : { code: wanted.toUpperCase() }
  if ('rule' in found) {
    if (found.outcome === 'failed') await reportState(action, deployment, states.noSiteFound)
    return { ...found, site: null }
  }
  const settings = await findSiteSettings(action, found.code)
  if (!settings) {
    action.tell(`found no version and settings of site ${found.code}, and stays unmanaged`, settingsUnknown)
    const attempt = action.lastFailure()
    await reportState(action, deployment, states.settingsUnknown)
    return { outcome: 'failed', rule: settingsUnknown, site: null, attempt }
  }
  const by = found.by ?? settings.told.by
  const { version } = action.context().client
  if (settings.version !== undefined && isNewer(version, settings.version)) {
    const theirs = `site ${found.code} has version ${settings.version}`
    action.tell(`has version ${version} and stays unmanaged: ${theirs}`, clientNewerThanSite)
    await reportState(action, deployment, states.clientNewerThanSite)
    return { outcome: 'failed', rule: clientNewerThanSite, site: null, by }
  }
  const site = found.code
  const before = { ...action.state }
  if (!adoptSettings(action, site, settings)) {
    action.tell(`site ${site} is a secondary site of ${settings.assignmentSite}`, neverToSecondarySite)
    await reportState(action, deployment, states.siteUnknown)
    return { outcome: 'failed', rule: neverToSecondarySite, site: null, by }
  }
  action.state.assignedDirectly = !automatic
  action.tell(
    `is assigned to site ${site}, and in ${settings.settings.mode} mode`,
    automatic ? automaticAssignment : manualAssignment,
  )
  return meetManagementPoint(action, managementPointOf(site, settings), { automatic, by, site, before })
}

interface Found {
  code: string
  by?: Teller
}

/** Asks Active Directory first, then the server locator point. Resolves to the site, or to an ending without one. */
async function findSite(action: ActionContext): Promise<Found | (Ending & { rule: typeof noSiteFound })> {
  const { client, at } = action.context()
  const impossible = withoutAutomaticAssignment({ ...client, at })
  if (impossible) {
    action.tell('cannot be assigned automatically', impossible)
    return { outcome: 'withheld', rule: impossible }
  }
  if (!client.activeDirectory)
    action.tell('knows its address alone, being in no domain of the forest', addressesAloneInWorkgroup)
  const [holding] = (await findHoldingSites(action)) ?? []
  if (holding) return { code: holding.assignmentSite, by: 'active-directory' }
  const codes = at.internet ? undefined : await askLocatorForSites(action, at)
  const [code] = codes?.reply ?? []
  if (code !== undefined) return { code, by: 'server-locator-point' }
  action.tell('found no site to be assigned to, and stays unmanaged', noSiteFound)
  return { outcome: 'failed', rule: noSiteFound, attempt: action.lastFailure() }
}

function askLocatorForSites(action: ActionContext, at: Exclude<Location, { internet: true }>) {
  const question = `the sites whose boundaries hold ${placeInWords(at)}`
  return consultServerLocatorPoint(action, question, askForSites(claimedLocation(at)), (codes) =>
    codes.join(', '),
  )
}

async function meetManagementPoint(
  action: ActionContext,
  managementPoint: KnownSystem,
  { automatic, by, site, before }: { automatic: boolean; by: Teller; site: string; before: ClientState },
): Promise<Ending> {
  const { fqdn } = managementPoint
  const { attempt, result } = await action.converse(managementPoint, listManagementPoints())
  const reached = attempt.outcome === 'answered'
  const suitable = result?.some((listed) => isOfItsMode(action, listed, fqdn)) ?? false
  const how = byProtocol(attempt)
  const isAssigned = suitable || !reached
  if (!isAssigned) Object.assign(action.state, before)
  if (reached && !suitable) {
    action.tell(
      `does not find itself served by ${fqdn}, and is not assigned`,
      managementPointOfItsMode,
      attempt,
    )
  } else {
    action.tell(
      reached
        ? `reached the default management point ${fqdn} ${how}`
        : `could not reach the default management point ${fqdn} ${how}, and is unmanaged: ${reasonOf(attempt)}`,
      null,
      attempt,
    )
  }
  await reportState(action, deployment, suitable ? states.assigned : states.managementPointUnreachable)
  const rule = suitable ? (automatic ? automaticAssignment : manualAssignment) : null
  return {
    outcome: reached && !suitable ? 'failed' : attempt.outcome,
    rule: reached && !suitable ? managementPointOfItsMode : rule,
    attempt,
    by,
    site: isAssigned ? site : null,
  }
}

/** Whether an entry of the list is this management point, of the client's site, with the capability that its mode needs. */
function isOfItsMode(
  action: ActionContext,
  listed: { fqdn: string; siteCode?: string | undefined; native: boolean },
  fqdn: string,
): boolean {
  const { mode, assigned } = action.context()
  const { siteCode = assigned?.code } = listed
  return (
    listed.fqdn.toLowerCase() === fqdn.toLowerCase() &&
    siteCode === assigned?.code &&
    listed.native === siteModes[mode].calledNative
  )
}
