import type { Attempt } from '../../evidence/attempt.ts'
import type { Package } from '../../model/hierarchy.ts'
import {
  assignedSiteAfterEmptyList,
  protectedOnly,
  protectionWanted,
  residentManagementPointFirst,
} from '../../rules/content-location.ts'
import type { LocatedContent } from '../../wire/management-point/content-location.ts'
import type { Locality } from '../../wire/management-point/locations.ts'
import { locateContent } from '../conversations/locate-content.ts'
import type { Acting } from './action.ts'
import { claimedLocation } from './claimed-location.ts'
import { findResidentManagementPoint, type FoundManagementPoint } from './find-resident-management-point.ts'

/** A distribution point that was named to the client, and by whose management point. */
export interface ContentSource extends LocatedContent {
  locality: Locality
  relation: Attempt['relation']
}

/** FQDN. */
export function serverOf({ smbPath }: LocatedContent): string {
  return smbPath.split('\\')[2] ?? ''
}

/** The resident management point's list; the assigned one's where that is empty or there is nobody near to ask. */
export async function findContent(
  acting: Acting,
  content: Package,
  own: FoundManagementPoint,
): Promise<readonly ContentSource[]> {
  const resident = await findResidentManagementPoint(acting)
  const near = resident && (await askForContent(acting, content, resident, 'resident'))
  if (near && near.length > 0) return near
  if (near)
    acting.tell(
      `turns to its assigned site, since nobody near by has ${content.id}`,
      assignedSiteAfterEmptyList,
    )
  return (await askForContent(acting, content, own, 'assigned')) ?? []
}

/** undefined when the management point may not be asked, or does not answer. */
async function askForContent(
  acting: Acting,
  content: Package,
  { site, fqdn }: FoundManagementPoint,
  relation: Attempt['relation'],
): Promise<readonly ContentSource[] | undefined> {
  const { id, version } = content
  const { client, at, assigned, surroundings } = acting.standing()
  const protection = protectionOf(acting, content)
  const sender = { name: client.name, managementPoint: fqdn, now: surroundings.clock.now() }
  const request = {
    package: { id, version: String(version) },
    assignedSite: assigned?.code ?? site,
    location: at.internet ? { addresses: [] } : claimedLocation(at),
    protection,
  }
  const { attempt, answer } = await acting.turnTo('management-point', locateContent(sender, request), {
    system: fqdn,
    relation,
  })
  if (!answer) {
    const verb = attempt.outcome === 'withheld' ? 'does not ask' : 'could not ask'
    acting.tell(`${verb} ${fqdn} of site ${site}: ${attempt.diagnosis ?? attempt.why}`, null, attempt)
    return undefined
  }
  const sources = answer.flatMap(({ locality, records }) =>
    records.map((record) => ({ ...record, locality, relation })),
  )
  const names = sources.map(serverOf).join(', ') || 'none'
  acting.tell(
    `asked ${fqdn} of site ${site} by ${attempt.protocol.toUpperCase()} for the distribution points that have ${id}: ${names}`,
    protection === 'only' ? protectedOnly : residentManagementPointFirst,
    attempt,
  )
  return sources
}

function protectionOf(acting: Acting, { id, advertisement }: Package) {
  const now = acting.standing().surroundings.clock.now().getTime()
  const withoutContent = now - (acting.state.withoutContent.get(id) ?? now)
  const wanted = protectionWanted(advertisement.fallBackToUnprotected, withoutContent)
  if ('rule' in wanted) {
    const hours = Math.floor(withoutContent / 3_600_000)
    acting.tell(`has got nothing for ${hours} hours, and asks for unprotected ones as well`, wanted.rule)
  }
  return wanted.protection
}
