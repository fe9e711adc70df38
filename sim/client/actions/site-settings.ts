import type { Site } from '../../model/hierarchy.ts'
import { primaryCodeOf } from '../../model/primary-site.ts'
import { siteSystemNamed } from '../../model/site-system-named.ts'
import { activeDirectoryFirst, directlyOnTheInternet } from '../../rules/service-location.ts'
import { askForManagementPoints } from '../conversations/locate.ts'
import { readManagementPoints } from '../transports/ldap/published-records.ts'
import { findDefaultManagementPoint } from '../transports/ldap/published-searches.ts'
import { lookInDirectory } from '../directory.ts'
import type { Acting, Ending } from './action.ts'
import { consultServerLocatorPoint } from './consult-server-locator-point.ts'
import { isTimeToReadSettings, settingsReadAgain } from '../../rules/site-settings.ts'

/** Where a client learned of something. */
export type Source = 'active-directory' | 'server-locator-point' | 'installation'

/** What a client learns of a site before it becomes the client's own, or when it looks again. */
export interface SiteSettings {
  by: Source
  /** FQDN of the default management point. */
  managementPoint: string
  /** The primary site that clients there are assigned to: another one for a secondary site. */
  assignmentSite: string
  /** Of Configuration Manager; undefined where nobody told. */
  version?: string
  settings: Pick<Site, 'mode'> &
    Partial<Pick<Site, 'httpForRoaming' | 'crlChecking' | 'certificateSelection'>>
}

/** From Active Directory or else from the server locator point; undefined where neither tells. */
export async function findSiteSettings(acting: Acting, code: string): Promise<SiteSettings | undefined> {
  return (
    fromInstallation(acting, code) ??
    (await managementPointInDirectory(acting, code)) ??
    (await fromServerLocatorPoint(acting, code))
  )
}

/** On the Internet there is nobody to ask: what CCMSetup was told has to do. */
function fromInstallation(acting: Acting, code: string): SiteSettings | undefined {
  const { client, at, surroundings } = acting.standing()
  const { internetManagementPoint: name, mode = 'mixed' } = client
  const named = at.internet && name !== undefined && siteSystemNamed(surroundings.hierarchy, name)
  const site = surroundings.hierarchy.sites.find((known) => known.code === code)
  if (!named || !site) return undefined
  const { fqdn } = named.system
  acting.tell(`was told of the Internet-based management point ${fqdn}`, directlyOnTheInternet)
  return {
    by: 'installation',
    managementPoint: fqdn,
    assignmentSite: primaryCodeOf(site),
    settings: { mode },
  }
}

/** What a site publishes of its default management point and of itself; undefined where it cannot be read. */
export async function managementPointInDirectory(
  acting: Acting,
  code: string,
): Promise<SiteSettings | undefined> {
  const standing = acting.standing()
  const { client, at, surroundings } = standing
  if (!client.activeDirectory || at.internet || client.kind === 'mobile-device') return undefined
  const { attempt, entries } = await lookInDirectory(
    standing,
    findDefaultManagementPoint(surroundings.hierarchy.domain, code),
  )
  acting.made(attempt)
  const [found] = readManagementPoints(entries)
  const { settings } = found ?? {}
  const told = settings ? `${found?.fqdn}, ${settings.mode} mode` : 'nothing'
  acting.tell(
    `asked Active Directory for the default management point of site ${code}: ${told}`,
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

/** What a server locator point tells of a site, if the client may ask one. */
export async function fromServerLocatorPoint(
  acting: Acting,
  code: string,
): Promise<SiteSettings | undefined> {
  const answer = await consultServerLocatorPoint(
    acting,
    `the management points of site ${code}`,
    askForManagementPoints(code),
    (points) => points.map(({ fqdn, native }) => `${fqdn}, ${native ? 'native' : 'mixed'} mode`).join('; '),
  )
  const [found] = answer ?? []
  return (
    found && {
      by: 'server-locator-point',
      managementPoint: found.fqdn,
      assignmentSite: found.assignmentSite,
      version: found.version,
      settings: { mode: found.native ? 'native' : 'mixed' },
    }
  )
}

/** The client becomes what the settings of a site ask for. undefined where nobody can be assigned to that site. */
export function takeOver(
  { state, standing }: Acting,
  code: string,
  { assignmentSite, settings, by }: SiteSettings,
): string | undefined {
  const { client, surroundings } = standing()
  const site = surroundings.hierarchy.sites.find((known) => known.code === code)
  if (!site || assignmentSite !== code) return undefined
  state.assigned = { ...site, ...settings }
  state.mode = settings.mode
  state.settingsRead = surroundings.clock.now().getTime()
  // Who cannot read Active Directory has of the option what CCMSetup was told ("How to Configure HTTP Communication for Roaming and Site Assignment").
  const inherited = by === 'active-directory' ? (settings.httpForRoaming ?? false) : false
  state.httpForRoaming = client.httpForRoaming === 'inherit' ? inherited : client.httpForRoaming
  return code
}

/** Reads the settings of its site in Active Directory again, when it is time. */
export async function refreshSiteSettings(acting: Acting): Promise<void> {
  const now = acting.standing().surroundings.clock.now().getTime()
  if (isTimeToReadSettings(now, acting.state.settingsRead)) await readSiteSettings(acting)
}

/** The computer is switched on: the client looks what has become of its site. */
export async function start(acting: Acting): Promise<Ending> {
  const { client } = acting.standing()
  if (await readSiteSettings(acting))
    return { outcome: 'answered', rule: settingsReadAgain, by: 'active-directory' }
  acting.tell('starts, and learns nothing of its site', settingsReadAgain)
  return { outcome: client.activeDirectory ? 'failed' : 'withheld', rule: settingsReadAgain }
}

/** Whether there was anything to read. */
async function readSiteSettings(acting: Acting): Promise<boolean> {
  const { assigned, surroundings } = acting.standing()
  const settings = assigned && (await managementPointInDirectory(acting, assigned.code))
  if (!settings) return false
  acting.state.settingsRead = surroundings.clock.now().getTime()
  takeOver(acting, assigned.code, settings)
  const { mode } = settings.settings
  if (mode !== assigned.mode) acting.tell(`goes into ${mode} mode, as its site has`, settingsReadAgain)
  return true
}
