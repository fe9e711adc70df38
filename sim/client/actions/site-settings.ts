import { parseAddress, prefixesAround, type AddressRange } from '../../vocabulary/address-range.ts'
import type { Site } from '../../model/hierarchy.ts'
import type { Location } from '../../vocabulary/location.ts'
import { defaultSiteMode, siteModeCalled } from '../../vocabulary/site-mode.ts'
import { primaryCodeOf, siteSystemNamed } from '../../model/sites.ts'
import { activeDirectoryFirst, directlyOnTheInternet } from '../../rules/service-location.ts'
import { isTimeToReadSettings, settingsReadAgain } from '../../rules/site-settings.ts'
import { askForManagementPoints } from '../conversations/locate.ts'
import {
  readManagementPoints,
  findPublishedManagementPoint,
  type BoundaryRangeRecord,
  type HoldingSite,
  findBoundaryRanges,
  findSites,
  findSitesAround,
  readBoundaryRanges,
  readSites,
  sitesHolding,
} from '../conversations/published-sites.ts'
import { searchActiveDirectory } from '../lookups.ts'
import type { ActionContext, Ending } from './action.ts'
import { consultServerLocatorPoint } from './consult-server-locator-point.ts'
import type { LdapSearch } from '../transports/ldap.ts'

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

/** The sites that publish boundaries around the client; undefined when Active Directory cannot be asked. */
export async function findHoldingSites(action: ActionContext): Promise<readonly HoldingSite[] | undefined> {
  const context = action.context()
  const { at, client, network } = context
  if (!client.activeDirectory || at.internet) return undefined
  const { domain } = network.hierarchy
  const own = at.address === undefined ? undefined : parseAddress(at.address)
  const ranges: BoundaryRangeRecord[] = []
  if (own?.version === 4) {
    const { entries } = action.keep(
      await searchActiveDirectory(context, findBoundaryRanges(domain, own.first)),
    )
    ranges.push(...readBoundaryRanges(entries))
  }
  const published = action.keep(await searchActiveDirectory(context, findAround(domain, at, own, ranges)))
  if (published.attempt.outcome !== 'answered') {
    action.tell('asked Active Directory, which could not be reached', activeDirectoryFirst, published.attempt)
    return undefined
  }
  const holding = sitesHolding(at, readSites(published.entries), ranges)
  const found = holding.map(({ code }) => code).join(', ') || 'none'
  action.tell(
    `asked Active Directory for the sites whose boundaries hold ${placeInWords(at)}: ${found}`,
    activeDirectoryFirst,
    published.attempt,
  )
  return holding
}

/** Searches for the client's own networks by name; IPv6 ranges have no such names, so there it reads all sites. */
function findAround(
  domain: string,
  { activeDirectorySite }: { activeDirectorySite?: string },
  own: AddressRange | undefined,
  ranges: readonly BoundaryRangeRecord[],
): LdapSearch {
  if (own?.version === 6) return findSites(domain)
  const networks = own ? prefixesAround(own) : []
  const texts = activeDirectorySite === undefined ? networks : [...networks, activeDirectorySite]
  const codes = [...new Set(ranges.map(({ site }) => site))]
  return findSitesAround(domain, texts, codes)
}

export function placeInWords({
  address,
  activeDirectorySite,
}: {
  address?: string
  activeDirectorySite?: string
}): string {
  const places = [
    ...(address === undefined ? [] : [address]),
    ...(activeDirectorySite === undefined ? [] : [`Active Directory site ${activeDirectorySite}`]),
  ]
  return places.join(' in ') || 'a place unknown to it'
}

/** The location that a client states in requests. */
export function claimedLocation(at: Exclude<Location, { internet: true }>) {
  const { address, activeDirectorySite } = at
  return {
    addresses: address === undefined ? [] : [{ address }],
    ...(activeDirectorySite !== undefined && { activeDirectorySite }),
  }
}
