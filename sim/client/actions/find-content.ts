import type { Attempt } from '../../evidence/attempt.ts'
import type { Package } from '../../model/hierarchy.ts'
import {
  assignedSiteAfterEmptyList,
  protectedOnly,
  protectionWanted,
  residentManagementPointFirst,
} from '../../rules/content-location.ts'
import type { LocatedContent } from '../../wire/management-point/content-location.ts'
import type { Locality } from '../../wire/management-point/located-sites.ts'
import { locateContent } from '../conversations/locate.ts'
import { byProtocol, reasonOf, type ActionContext } from './action.ts'
import { claimedLocation } from './find-holding-sites.ts'
import { findResidentManagementPoint, type FoundManagementPoint } from './find-resident-management-point.ts'

/** A distribution point in a management point's list, and whose management point that is. */
export interface ContentSource extends LocatedContent {
  locality: Locality
  relation: Attempt['relation']
}

/** Gives an FQDN. */
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
      `turns to its assigned site, since nobody near by has ${content.id}`,
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
