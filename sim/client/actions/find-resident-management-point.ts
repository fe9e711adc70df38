import type { Location } from '../../model/boundary.ts'
import { globalRoaming, noRoamingOnTheInternet, regionalRoaming } from '../../rules/roaming-scope.ts'
import { noMobileDevice } from '../../rules/roaming.ts'
import { systemFor } from '../context.ts'
import { locateManagementPoint } from '../conversations/locate.ts'
import { reasonOf, type ActionContext } from './action.ts'
import { claimedLocation, findHoldingSites } from './find-holding-sites.ts'
import { managementPointInDirectory } from './site-settings.ts'

/** A management point that the client may ask for content. */
export interface FoundManagementPoint {
  /** Site code. */
  site: string
  fqdn: string
}

/** The management point of the site where the client is, unless that is its own site; undefined where none is found. */
export async function findResidentManagementPoint(
  action: ActionContext,
): Promise<FoundManagementPoint | undefined> {
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
  const told = near && record ? `${record.fqdn} of site ${near.siteCode}` : 'none but itself'
  action.tell(
    attempt.outcome === 'answered'
      ? `asked ${fqdn} for the management points around it: ${told}`
      : `could not ask ${fqdn} for the management points around it: ${reasonOf(attempt)}`,
    regionalRoaming,
    attempt,
  )
  return near && record && { site: near.siteCode, fqdn: record.fqdn }
}
