import type { Location } from '../../model/boundary.ts'
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
import type { Acting, Ending } from './action.ts'
import { consultServerLocatorPoint } from './consult-server-locator-point.ts'
import { claimedLocation, findHoldingSites, placeInWords } from './find-holding-sites.ts'
import { findSiteSettings, type Source, takeOver } from './site-settings.ts'
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
 * Assigns the client to a site: the one named, or with `auto` the one whose boundaries hold it. It ends as answered once
 * the default management point has answered; a client that cannot reach it is unmanaged. Every failure is told to the
 * fallback status point.
 */
export async function assign(acting: Acting, wanted: string): Promise<Ending> {
  const automatic = wanted.toLowerCase() === 'auto'
  const found = automatic ? await findSite(acting) : { code: wanted.toUpperCase() }
  if ('rule' in found) {
    if (found.outcome === 'failed') await reportState(acting, deployment, states.noSiteFound)
    return { ...found, site: null }
  }
  const settings = await findSiteSettings(acting, found.code)
  if (!settings) {
    acting.tell(`found no version and settings of site ${found.code}, and stays unmanaged`, settingsUnknown)
    await reportState(acting, deployment, states.settingsUnknown)
    return { outcome: 'failed', rule: settingsUnknown, site: null }
  }
  const by = found.by ?? settings.by
  const { version } = acting.standing().client
  if (settings.version !== undefined && isNewer(version, settings.version)) {
    const theirs = `site ${found.code} has version ${settings.version}`
    acting.tell(`has version ${version} and stays unmanaged: ${theirs}`, clientNewerThanSite)
    await reportState(acting, deployment, states.clientNewerThanSite)
    return { outcome: 'failed', rule: clientNewerThanSite, site: null, by }
  }
  const site = takeOver(acting, found.code, settings)
  if (site === undefined) {
    acting.tell(`site ${found.code} is a secondary site of ${settings.assignmentSite}`, neverToSecondarySite)
    await reportState(acting, deployment, states.siteUnknown)
    return { outcome: 'failed', rule: neverToSecondarySite, site: null, by }
  }
  acting.state.assignedDirectly = !automatic
  acting.tell(
    `is assigned to site ${site}, and in ${settings.settings.mode} mode`,
    automatic ? automaticAssignment : manualAssignment,
  )
  return meetManagementPoint(acting, settings.managementPoint, { automatic, by, site })
}

interface Found {
  code: string
  by?: Source
}

/** Active Directory first, then the server locator point; or why there is no site. */
async function findSite(acting: Acting): Promise<Found | (Ending & { rule: typeof noSiteFound })> {
  const { client, at } = acting.standing()
  const impossible = withoutAutomaticAssignment({ ...client, at })
  if (impossible) {
    acting.tell('cannot be assigned automatically', impossible)
    return { outcome: 'withheld', rule: impossible }
  }
  const [holding] = (await findHoldingSites(acting)) ?? []
  if (holding) return { code: holding.assignmentSite, by: 'active-directory' }
  const codes = at.internet ? undefined : await askLocatorForSites(acting, at)
  const [code] = codes ?? []
  if (code !== undefined) return { code, by: 'server-locator-point' }
  acting.tell('found no site to be assigned to, and stays unmanaged', noSiteFound)
  return { outcome: 'failed', rule: noSiteFound }
}

function askLocatorForSites(acting: Acting, at: Exclude<Location, { internet: true }>) {
  const question = `the sites whose boundaries hold ${placeInWords(at)}`
  return consultServerLocatorPoint(acting, question, askForSites(claimedLocation(at)), (codes) =>
    codes.join(', '),
  )
}

async function meetManagementPoint(
  acting: Acting,
  managementPoint: string,
  { automatic, by, site }: { automatic: boolean; by: Source; site: string },
): Promise<Ending> {
  const attempt = await acting.contact('management-point', { system: managementPoint })
  const reached = attempt.outcome === 'answered'
  const how = attempt.protocol.toUpperCase()
  acting.tell(
    reached
      ? `reached the default management point ${managementPoint} by ${how}`
      : `could not reach the default management point ${managementPoint} by ${how}, and is unmanaged: ${attempt.diagnosis ?? attempt.why}`,
    null,
    attempt,
  )
  await reportState(acting, deployment, reached ? states.assigned : states.managementPointUnreachable)
  return {
    outcome: attempt.outcome,
    rule: reached ? (automatic ? automaticAssignment : manualAssignment) : null,
    attempt,
    by,
    site,
  }
}
