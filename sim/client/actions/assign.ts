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
import { askForSites } from '../conversations/locate.ts'
import { firstRequest } from '../purpose.ts'
import { byProtocol, reasonOf, type ActionContext, type Ending } from './action.ts'
import { consultServerLocatorPoint } from './consult-server-locator-point.ts'
import {
  claimedLocation,
  findHoldingSites,
  placeInWords,
  findSiteSettings,
  adoptSettings,
  type Source,
} from './site-settings.ts'
import { deployment, reportState } from './report-state.ts'

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
    await reportState(action, deployment, states.settingsUnknown)
    return { outcome: 'failed', rule: settingsUnknown, site: null }
  }
  const by = found.by ?? settings.by
  const { version } = action.context().client
  if (settings.version !== undefined && isNewer(version, settings.version)) {
    const theirs = `site ${found.code} has version ${settings.version}`
    action.tell(`has version ${version} and stays unmanaged: ${theirs}`, clientNewerThanSite)
    await reportState(action, deployment, states.clientNewerThanSite)
    return { outcome: 'failed', rule: clientNewerThanSite, site: null, by }
  }
  const site = adoptSettings(action, found.code, settings)
  if (site === undefined) {
    action.tell(`site ${found.code} is a secondary site of ${settings.assignmentSite}`, neverToSecondarySite)
    await reportState(action, deployment, states.siteUnknown)
    return { outcome: 'failed', rule: neverToSecondarySite, site: null, by }
  }
  action.state.assignedDirectly = !automatic
  action.tell(
    `is assigned to site ${site}, and in ${settings.settings.mode} mode`,
    automatic ? automaticAssignment : manualAssignment,
  )
  return meetManagementPoint(action, settings.managementPoint, { automatic, by, site })
}

interface Found {
  code: string
  by?: Source
}

/** Asks Active Directory first, then the server locator point. Resolves to the site, or to an ending without one. */
async function findSite(action: ActionContext): Promise<Found | (Ending & { rule: typeof noSiteFound })> {
  const { client, at } = action.context()
  const impossible = withoutAutomaticAssignment({ ...client, at })
  if (impossible) {
    action.tell('cannot be assigned automatically', impossible)
    return { outcome: 'withheld', rule: impossible }
  }
  const [holding] = (await findHoldingSites(action)) ?? []
  if (holding) return { code: holding.assignmentSite, by: 'active-directory' }
  const codes = at.internet ? undefined : await askLocatorForSites(action, at)
  const [code] = codes ?? []
  if (code !== undefined) return { code, by: 'server-locator-point' }
  action.tell('found no site to be assigned to, and stays unmanaged', noSiteFound)
  return { outcome: 'failed', rule: noSiteFound }
}

function askLocatorForSites(action: ActionContext, at: Exclude<Location, { internet: true }>) {
  const question = `the sites whose boundaries hold ${placeInWords(at)}`
  return consultServerLocatorPoint(action, question, askForSites(claimedLocation(at)), (codes) =>
    codes.join(', '),
  )
}

async function meetManagementPoint(
  action: ActionContext,
  managementPoint: string,
  { automatic, by, site }: { automatic: boolean; by: Source; site: string },
): Promise<Ending> {
  const { attempt } = await action.contact('management-point', firstRequest, { system: managementPoint })
  const reached = attempt.outcome === 'answered'
  const how = byProtocol(attempt)
  action.tell(
    reached
      ? `reached the default management point ${managementPoint} ${how}`
      : `could not reach the default management point ${managementPoint} ${how}, and is unmanaged: ${reasonOf(attempt)}`,
    null,
    attempt,
  )
  await reportState(action, deployment, reached ? states.assigned : states.managementPointUnreachable)
  return {
    outcome: attempt.outcome,
    rule: reached ? (automatic ? automaticAssignment : manualAssignment) : null,
    attempt,
    by,
    site,
  }
}
