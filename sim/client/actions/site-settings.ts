import type { Site } from '../../model/hierarchy.ts'
import { defaultSiteMode, siteModeCalled } from '../../vocabulary/site-mode.ts'
import { primaryCodeOf, siteSystemNamed } from '../../model/sites.ts'
import { activeDirectoryFirst, directlyOnTheInternet } from '../../rules/service-location.ts'
import { isTimeToReadSettings, settingsReadAgain } from '../../rules/site-settings.ts'
import { askForManagementPoints } from '../conversations/locate.ts'
import { readManagementPoints, findPublishedManagementPoint } from '../conversations/published-sites.ts'
import { searchActiveDirectory } from '../lookups.ts'
import type { ActionContext, Ending } from './action.ts'
import { consultServerLocatorPoint } from './consult-server-locator-point.ts'

/** The source from which a client learned something. */
export type Source = 'active-directory' | 'server-locator-point' | 'installation'

/** The settings of a site that a client learns before it is assigned there, and whenever it reads them again. */
interface SiteSettings {
  by: Source
  /** FQDN of the default management point. */
  managementPoint: string
  /** The primary site that clients there are assigned to: another one for a secondary site. */
  assignmentSite: string
  /** The site's version of Configuration Manager; undefined where the source does not say. */
  version?: string
  settings: Pick<Site, 'mode'> &
    Partial<Pick<Site, 'httpForRoaming' | 'crlChecking' | 'certificateSelection'>>
}

/** Looks a site up in Active Directory, then at the server locator point; undefined if neither knows it. */
export async function findSiteSettings(
  action: ActionContext,
  code: string,
): Promise<SiteSettings | undefined> {
  return (
    fromInstallation(action, code) ??
    (await managementPointInDirectory(action, code)) ??
    (await fromServerLocatorPoint(action, code))
  )
}

/** On the Internet there is no directory to ask, and the client knows only what CCMSetup was given. */
function fromInstallation(action: ActionContext, code: string): SiteSettings | undefined {
  const { client, at, network } = action.context()
  const { internetManagementPoint: name, mode = defaultSiteMode } = client
  const named = at.internet && name !== undefined && siteSystemNamed(network.hierarchy, name)
  const site = network.hierarchy.sites.find((known) => known.code === code)
  if (!named || !site) return undefined
  const { fqdn } = named.system
  action.tell(`was told of the Internet-based management point ${fqdn}`, directlyOnTheInternet)
  return {
    by: 'installation',
    managementPoint: fqdn,
    assignmentSite: primaryCodeOf(site),
    settings: { mode },
  }
}

/** Reads what a site publishes about itself and its default management point; undefined if it cannot be read. */
export async function managementPointInDirectory(
  action: ActionContext,
  code: string,
): Promise<SiteSettings | undefined> {
  const context = action.context()
  const { client, at, network } = context
  if (!client.activeDirectory || at.internet || client.kind === 'mobile-device') return undefined
  const search = findPublishedManagementPoint(network.hierarchy.domain, code)
  const { attempt, entries } = action.keep(await searchActiveDirectory(context, search))
  const [found] = readManagementPoints(entries)
  const { settings } = found ?? {}
  const reply = settings ? `${found?.fqdn}, ${settings.mode} mode` : 'nothing'
  action.tell(
    `asked Active Directory for the default management point of site ${code}: ${reply}`,
    activeDirectoryFirst,
    attempt,
  )
  if (!found || !settings) return undefined
  const { mode, httpForRoaming, crlChecking, certificateCriteria, selectFirstCertificate } = settings
  return {
    by: 'active-directory',
    managementPoint: found.fqdn,
    assignmentSite: settings.assignedSite || code,
    version: settings.version,
    settings: {
      ...{ mode, httpForRoaming, crlChecking },
      certificateSelection: { criteria: certificateCriteria || 'none', selectFirst: selectFirstCertificate },
    },
  }
}

/** Asks a server locator point about a site, if the client may use one. */
export async function fromServerLocatorPoint(
  action: ActionContext,
  code: string,
): Promise<SiteSettings | undefined> {
  const answer = await consultServerLocatorPoint(
    action,
    `the management points of site ${code}`,
    askForManagementPoints(code),
    (points) => points.map(({ fqdn, native }) => `${fqdn}, ${siteModeCalled(native)} mode`).join('; '),
  )
  const [found] = answer ?? []
  return (
    found && {
      by: 'server-locator-point',
      managementPoint: found.fqdn,
      assignmentSite: found.assignmentSite,
      version: found.version,
      settings: { mode: siteModeCalled(found.native) },
    }
  )
}

/** Makes the site the client's own, with these settings. Returns undefined if no client can be assigned to the site. */
export function adoptSettings(
  { state, context }: ActionContext,
  code: string,
  { assignmentSite, settings, by }: SiteSettings,
): string | undefined {
  const { client, network } = context()
  const site = network.hierarchy.sites.find((known) => known.code === code)
  if (!site || assignmentSite !== code) return undefined
  state.assigned = { ...site, ...settings }
  state.mode = settings.mode
  state.settingsRead = network.clock.now().getTime()
  // A client that cannot read Active Directory has the option as CCMSetup set it
  // ("How to Configure HTTP Communication for Roaming and Site Assignment").
  const inherited = by === 'active-directory' ? (settings.httpForRoaming ?? false) : false
  state.httpForRoaming = client.httpForRoaming === 'inherit' ? inherited : client.httpForRoaming
  return code
}

/** Reads the site's settings in Active Directory again, when they are due. */
export async function refreshSiteSettings(action: ActionContext): Promise<void> {
  const now = action.context().network.clock.now().getTime()
  if (isTimeToReadSettings(now, action.state.settingsRead)) await readSiteSettings(action)
}

/** Switches the computer on: the client reads its site's settings again. */
export async function start(action: ActionContext): Promise<Ending> {
  const { client } = action.context()
  if (await readSiteSettings(action))
    return { outcome: 'answered', rule: settingsReadAgain, by: 'active-directory' }
  action.tell("starts, but cannot read its site's settings", settingsReadAgain)
  return { outcome: client.activeDirectory ? 'failed' : 'withheld', rule: settingsReadAgain }
}

/** Resolves to false if the settings could not be read. */
async function readSiteSettings(action: ActionContext): Promise<boolean> {
  const { assigned, network } = action.context()
  const settings = assigned && (await managementPointInDirectory(action, assigned.code))
  if (!settings) return false
  action.state.settingsRead = network.clock.now().getTime()
  adoptSettings(action, assigned.code, settings)
  const { mode } = settings.settings
  if (mode !== assigned.mode) action.tell(`switches to ${mode} mode, as its site did`, settingsReadAgain)
  return true
}
