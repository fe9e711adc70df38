import type { Attempt } from '../../evidence/attempt.ts'
import type { Package } from '../../model/hierarchy.ts'
import type { Location } from '../../vocabulary/location.ts'
import {
  assignedSiteAfterEmptyList,
  protectedOnly,
  protectionWanted,
  residentManagementPointFirst,
} from '../../rules/content-location.ts'
import { globalRoaming, noRoamingOnTheInternet, regionalRoaming } from '../../rules/roaming-scope.ts'
import { noMobileDevice } from '../../rules/roaming.ts'
import type { Locality, LocatedContent } from '../../wire/management-point/locations.ts'
import { systemFor } from '../context.ts'
import { locateContent, locateManagementPoint } from '../conversations/locate.ts'
import { byProtocol, reasonOf, type ActionContext } from './action.ts'
import { claimedLocation, findHoldingSites, managementPointInDirectory } from './site-settings.ts'

/** A distribution point in a management point's list, and whose management point that is. */
export interface ContentSource extends LocatedContent {
  locality: Locality
  relation: Attempt['relation']
}

/** A management point that the client may ask for content. */
interface FoundManagementPoint {
  /** Site code. */
  site: string
  fqdn: string
}

/** Resolves to an FQDN. */
export function serverOf({ smbPath }: LocatedContent): string {
  return smbPath.split('\\')[2] ?? ''
}

/** The resident management point's list; the assigned one's where that is empty or there is no resident one to ask. */
export async function findContent(
  action: ActionContext,
  content: Package,
  own: FoundManagementPoint,
): Promise<readonly ContentSource[]> {
  const resident = await findResidentManagementPoint(action)
  const near = resident && (await askForContent(action, content, resident, 'resident'))
  if (near && near.length > 0) return near
  if (near)
    action.tell(
      `turns to its assigned site, since no distribution point nearby has ${content.id}`,
      assignedSiteAfterEmptyList,
    )
  return (await askForContent(action, content, own, 'assigned')) ?? []
}

/** Resolves to undefined when the management point may not be asked, or does not answer. */
async function askForContent(
  action: ActionContext,
  content: Package,
  { site, fqdn }: FoundManagementPoint,
  relation: Attempt['relation'],
): Promise<readonly ContentSource[] | undefined> {
  const { id, version } = content
  const { client, at, assigned, network } = action.context()
  const protection = protectionOf(action, content)
  const sender = { name: client.name, managementPoint: fqdn, now: network.clock.now() }
  const request = {
    package: { id, version: String(version) },
    assignedSite: assigned?.code ?? site,
    location: at.internet ? { addresses: [] } : claimedLocation(at),
    protection,
  }
  const { attempt, result } = await action.converse('management-point', locateContent(sender, request), {
    system: fqdn,
    relation,
  })
  if (!result) {
    const verb = attempt.outcome === 'withheld' ? 'does not ask' : 'could not ask'
    action.tell(`${verb} ${fqdn} of site ${site}: ${reasonOf(attempt)}`, null, attempt)
    return undefined
  }
  const sources = result.flatMap(({ locality, records }) =>
    records.map((record) => ({ ...record, locality, relation })),
  )
  const names = sources.map(serverOf).join(', ') || 'none'
  action.tell(
    `asked ${fqdn} of site ${site} ${byProtocol(attempt)} for the distribution points that have ${id}: ${names}`,
    protection === 'only' ? protectedOnly : residentManagementPointFirst,
    attempt,
  )
  return sources
}

function protectionOf(action: ActionContext, { id, advertisement }: Package) {
  const now = action.context().network.clock.now().getTime()
  const withoutContent = now - (action.state.withoutContent.get(id) ?? now)
  const wanted = protectionWanted(advertisement.fallBackToUnprotected, withoutContent)
  if ('rule' in wanted) {
    const hours = Math.floor(withoutContent / 3_600_000)
    action.tell(`has got nothing for ${hours} hours, and asks for unprotected ones as well`, wanted.rule)
  }
  return wanted.protection
}

/** The management point of the site where the client is, unless that is its own site; undefined where none is found. */
async function findResidentManagementPoint(action: ActionContext): Promise<FoundManagementPoint | undefined> {
  const { client, at } = action.context()
  if (client.kind === 'mobile-device') {
    action.tell('does not look for a management point near by', noMobileDevice)
    return undefined
  }
  if (at.internet) {
    action.tell('does not look for a management point near by', noRoamingOnTheInternet)
    return undefined
  }
  const holding = (await findHoldingSites(action)) ?? []
  const own = action.context().assigned?.code
  if (holding.some(({ code }) => code === own)) return undefined
  const [site] = holding
  return site ? globally(action, site.code) : regionally(action, at)
}

/** Global roaming: from what all sites of the forest publish. */
async function globally(action: ActionContext, site: string): Promise<FoundManagementPoint | undefined> {
  const found = await managementPointInDirectory(action, site)
  if (!found) return undefined
  action.tell(`is in site ${site}, whose management point is ${found.managementPoint}`, globalRoaming)
  return { site, fqdn: found.managementPoint }
}

/** Regional roaming: from what the assigned site's management point knows, which is its own site and those below. */
async function regionally(
  action: ActionContext,
  at: Exclude<Location, { internet: true }>,
): Promise<FoundManagementPoint | undefined> {
  const context = action.context()
  const { client, assigned, network } = context
  const managementPoint = assigned && systemFor(context, assigned, 'management-point')
  if (!assigned || !managementPoint) return undefined
  const { fqdn } = managementPoint.system
  const sender = { name: client.name, managementPoint: fqdn, now: network.clock.now() }
  const { attempt, result } = await action.converse(
    'management-point',
    locateManagementPoint(sender, claimedLocation(at)),
    { system: fqdn },
  )
  const near = result?.find(({ siteCode, records }) => siteCode !== assigned.code && records.length > 0)
  const [record] = near?.records ?? []
  const reply = near && record ? `${record.fqdn} of site ${near.siteCode}` : 'none but itself'
  action.tell(
    attempt.outcome === 'answered'
      ? `asked ${fqdn} for the management points around it: ${reply}`
      : `could not ask ${fqdn} for the management points around it: ${reasonOf(attempt)}`,
    regionalRoaming,
    attempt,
  )
  return near && record && { site: near.siteCode, fqdn: record.fqdn }
}
