import { createHash } from 'node:crypto'
import type { Package, PackageSource } from '../../model/hierarchy.ts'
import {
  mayRun,
  nobodyHasTheContent,
  noWayBackAfterFailure,
  runFromDistributionPoint,
  slowBoundary,
  smbAfter,
  deviceWithoutBits,
  eitherVirtualDirectory,
  goesOnWhereItBroke,
} from '../../rules/content-location.ts'
import { ContactError } from '../contact.ts'
import type { Acting, Ending } from './action.ts'
import { findDefaultManagementPoint } from './find-default-management-point.ts'
import { findContent, type ContentSource, serverOf } from './find-content.ts'
import { refreshSiteSettings } from './site-settings.ts'
import { packageContent } from '../../wire/distribution-point/package-content.ts'
import type { Attempt } from '../../evidence/attempt.ts'
import type { Rule } from '../../rules/rule.ts'
import {
  distributionPointDirectory,
  withoutCertificateDirectory,
} from '../../wire/distribution-point/distribution-point.ts'
import { createTransferJob, type TransferJob } from '../conversations/transfer-content.ts'

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

/** SHA-1 in hexadecimal. A client has it from the policy of its advertisement; here it follows from the package itself. */
export function hashOfPackage(content: PackageSource): string {
  const hash = createHash('sha1')
  for (const piece of packageContent(content, { first: 0, last: content.size - 1 })) hash.update(piece)
  return hash.digest('hex')
}

/** The download of a package: a new one, or one that was broken off, wherever that was. */
export function transferJobFor(acting: Acting, content: Package): TransferJob {
  const { client } = acting.standing()
  const { transfers } = acting.state
  const begun = transfers.get(content.id)
  if (begun) {
    if (begun.transferred > 0)
      acting.tell(`goes on with ${content.id} after ${begun.transferred} bytes`, goesOnWhereItBroke)
    return begun
  }
  const byBits = client.kind === 'computer'
  if (!byBits) acting.tell('has no BITS to transfer it with', deviceWithoutBits)
  const job = createTransferJob({ packageId: content.id, byBits, sha1: hashOfPackage(content) })
  transfers.set(content.id, job)
  return job
}

/** At random in the product; here by the letters of the names, so that what happened once happens again. */
function pickDirectories(acting: Acting, packageId: string): string[] {
  const lot = Buffer.from(acting.standing().client.name + packageId).reduce((sum, byte) => sum + byte, 0)
  const pair = [distributionPointDirectory, withoutCertificateDirectory]
  const picked = lot % 2 === 0 ? pair : pair.reverse()
  acting.tell(`picks the virtual directory ${picked[0] ?? ''}`, eitherVirtualDirectory)
  return picked
}

/** By one protocol, for as long as each connection brings something before it breaks. */
export async function tryTransfer(
  acting: Acting,
  source: ContentSource,
  transfer: TransferJob,
  overSmb: Rule | undefined,
): Promise<Attempt> {
  const ofNativeMode = source.ssl && source.url !== undefined && !overSmb
  transfer.directories = ofNativeMode
    ? pickDirectories(acting, transfer.packageId)
    : [distributionPointDirectory]
  for (;;) {
    const before = transfer.transferred
    const attempt = await turnTo(acting, source, transfer, overSmb)
    if (attempt.outcome !== 'failed' || transfer.transferred <= before) return attempt
    acting.tell(`goes on with ${transfer.packageId} after ${transfer.transferred} bytes`, goesOnWhereItBroke)
  }
}

async function turnTo(
  acting: Acting,
  source: ContentSource,
  transfer: TransferJob,
  overSmb: Rule | undefined,
): Promise<Attempt> {
  const system = serverOf(source)
  const role = source.type === 'BRANCH' ? 'branch-distribution-point' : 'standard-distribution-point'
  const { relation } = source
  const attempt = await acting.contact(role, { system, relation, transfer, ...(overSmb && { overSmb }) })
  const how = attempt.protocol.toUpperCase()
  const told = {
    answered: `got ${transfer.packageId} from ${system} by ${how}`,
    failed: `could not get ${transfer.packageId} from ${system} by ${how}: ${attempt.diagnosis ?? 'unexplained'}`,
    withheld: `does not turn to ${system}: ${attempt.why}`,
  }
  acting.tell(told[attempt.outcome], null, attempt)
  return attempt
}
