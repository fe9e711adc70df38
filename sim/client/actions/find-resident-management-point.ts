import type { Location } from '../../model/boundary.ts'
import { noMobileDevice } from '../../rules/roaming.ts'
import { globalRoaming, noRoamingOnTheInternet, regionalRoaming } from '../../rules/roaming-scope.ts'
import { locateManagementPoint } from '../conversations/locate.ts'
import { systemFor } from '../context.ts'
import type { Acting } from './action.ts'
import { claimedLocation, findHoldingSites } from './find-holding-sites.ts'
import { managementPointInDirectory } from './site-settings.ts'

/** A management point that the client may ask for content. */
export interface FoundManagementPoint {
  /** Site code. */
  site: string
  fqdn: string
}

/** That of the site the client is in, if it is in another than its own; undefined where there is none to be found. */
export async function findResidentManagementPoint(acting: Acting): Promise<FoundManagementPoint | undefined> {
  const { client, at } = acting.standing()
  if (client.kind === 'mobile-device') {
    acting.tell('does not look for a management point near by', noMobileDevice)
    return undefined
  }
  if (at.internet) {
    acting.tell('does not look for a management point near by', noRoamingOnTheInternet)
    return undefined
  }
  const holding = (await findHoldingSites(acting)) ?? []
  const own = acting.standing().assigned?.code
  if (holding.some(({ code }) => code === own)) return undefined
  const [site] = holding
  return site ? globally(acting, site.code) : regionally(acting, at)
}

/** By what all sites of the forest publish. */
async function globally(acting: Acting, site: string): Promise<FoundManagementPoint | undefined> {
  const found = await managementPointInDirectory(acting, site)
  if (!found) return undefined
  acting.tell(`is in site ${site}, whose management point is ${found.managementPoint}`, globalRoaming)
  return { site, fqdn: found.managementPoint }
}

/** By what the assigned site's management point knows: itself, and the sites below. */
async function regionally(
  acting: Acting,
  at: Exclude<Location, { internet: true }>,
): Promise<FoundManagementPoint | undefined> {
  const standing = acting.standing()
  const { client, assigned, surroundings } = standing
  const managementPoint = assigned && systemFor(standing, assigned, 'management-point')
  if (!assigned || !managementPoint) return undefined
  const { fqdn } = managementPoint.system
  const sender = { name: client.name, managementPoint: fqdn, now: surroundings.clock.now() }
  const { attempt, answer } = await acting.turnTo(
    'management-point',
    locateManagementPoint(sender, claimedLocation(at)),
    { system: fqdn },
  )
  const near = answer?.find(({ siteCode, records }) => siteCode !== assigned.code && records.length > 0)
  const [record] = near?.records ?? []
  const told = near && record ? `${record.fqdn} of site ${near.siteCode}` : 'none but itself'
  acting.tell(
    attempt.outcome === 'answered'
      ? `asked ${fqdn} for the management points around it: ${told}`
      : `could not ask ${fqdn} for the management points around it: ${attempt.diagnosis ?? attempt.why}`,
    regionalRoaming,
    attempt,
  )
  return near && record && { site: near.siteCode, fqdn: record.fqdn }
}
