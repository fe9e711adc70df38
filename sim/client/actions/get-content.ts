import type { Package } from '../../model/hierarchy.ts'
import {
  mayRun,
  nobodyHasTheContent,
  noWayBackAfterFailure,
  runFromDistributionPoint,
  slowBoundary,
  smbAfter,
} from '../../rules/content-location.ts'
import { ContactError } from '../contact-error.ts'
import type { Acting, Ending } from './action.ts'
import { findDefaultManagementPoint } from './find-default-management-point.ts'
import { findContent, type ContentSource } from './find-content.ts'
import { refreshSiteSettings } from './refresh-site-settings.ts'
import { transferJobFor, tryTransfer } from './try-transfer.ts'

/** Finds a package and transfers it, as a client does for a program that is advertised to it. */
export async function getContent(acting: Acting, packageId: string): Promise<Ending> {
  await refreshSiteSettings(acting)
  const { surroundings } = acting.standing()
  const content = surroundings.hierarchy.packages.find(({ id }) => id === packageId.toUpperCase())
  if (!content) throw new ContactError(`the hierarchy has no package ${packageId}`)
  const own = await findDefaultManagementPoint(acting)
  if ('outcome' in own) return own
  const sources = await findContent(acting, content, { site: own.site.code, fqdn: own.system.fqdn })
  const [nearest] = sources
  if (!nearest) {
    acting.tell(`found no distribution point that has ${content.id}`, nobodyHasTheContent)
    return { outcome: 'failed', rule: nobodyHasTheContent }
  }
  if (!mayRun(nearest.locality, content.advertisement.whenSlow)) {
    acting.tell(`does not run the program: ${content.id} is far away`, slowBoundary)
    return { outcome: 'withheld', rule: slowBoundary }
  }
  return transferFrom(acting, sources, content)
}

/** One distribution point after the other, each by SMB as well where its HTTP or HTTPS fails. */
async function transferFrom(
  acting: Acting,
  sources: readonly ContentSource[],
  content: Package,
): Promise<Ending> {
  const { client, at, surroundings } = acting.standing()
  const { transfers, withoutContent } = acting.state
  const transfer = transferJobFor(acting, content)
  const always = content.advertisement.runFromDistributionPoint ? runFromDistributionPoint : undefined
  const bySmb = smbAfter({ kind: client.kind, onInternet: at.internet })
  let last: Ending['attempt']
  for (const source of sources) {
    last = await tryTransfer(acting, source, transfer, always)
    if (last.outcome === 'failed' && last.protocol !== 'smb' && bySmb)
      last = await tryTransfer(acting, source, transfer, bySmb)
    if (last.outcome === 'answered') {
      transfers.delete(content.id)
      withoutContent.delete(content.id)
      return { outcome: 'answered', rule: null, attempt: last }
    }
  }
  if (!withoutContent.has(content.id)) withoutContent.set(content.id, surroundings.clock.now().getTime())
  const ofResident = sources.some(({ relation }) => relation === 'resident')
  acting.tell('gets the content from none of them', ofResident ? noWayBackAfterFailure : null)
  return { outcome: last?.outcome ?? 'failed', rule: null, attempt: last }
}
