import type { Attempt } from '../../evidence/attempt.ts'
import type { Package } from '../../model/hierarchy.ts'
import {
  assignedSiteAfterEmptyList,
  mayRun,
  nobodyHasTheContent,
  noWayBackAfterFailure,
  residentManagementPointFirst,
  runFromDistributionPoint,
  slowBoundary,
  smbAfter,
} from '../../rules/content-location.ts'
import { unassigned } from '../../rules/site-assignment.ts'
import {
  distributionPointDirectory,
  withoutCertificateDirectory,
} from '../../wire/distribution-point/distribution-point.ts'
import type { LocatedContent } from '../../wire/management-point/content-location.ts'
import { ContactError } from '../contact-error.ts'
import { locateContent } from '../conversations/locate-content.ts'
import { createTransferJob, type TransferJob } from '../conversations/transfer-content.ts'
import { systemFor } from '../find-system.ts'
import type { Acting, Ending } from './action.ts'
import { claimedLocation } from './claimed-location.ts'
import { findResidentManagementPoint, type FoundManagementPoint } from './find-resident-management-point.ts'
import { hashOfPackage } from './hash-of-package.ts'
import { refreshSiteSettings } from './refresh-site-settings.ts'

type Relation = Attempt['relation']

interface Source extends LocatedContent {
  locality: 'LOCAL' | 'REMOTE' | 'FALLBACK'
  relation: Relation
}

/** Finds a package and transfers it, as a client does for a program that is advertised to it. */
export async function getContent(acting: Acting, packageId: string): Promise<Ending> {
  await refreshSiteSettings(acting)
  const standing = acting.standing()
  const { assigned, surroundings } = standing
  const content = surroundings.hierarchy.packages.find(({ id }) => id === packageId.toUpperCase())
  if (!content) throw new ContactError(`the hierarchy has no package ${packageId}`)
  const own = assigned && systemFor(standing, assigned, 'management-point')
  if (!own) {
    acting.tell('has no management point to ask', unassigned)
    return { outcome: 'withheld', rule: unassigned }
  }
  const sources = await findSources(acting, content, { site: own.site.code, fqdn: own.system.fqdn })
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

/** The resident management point's list; the assigned one's where that is empty or there is nobody near to ask. */
async function findSources(
  acting: Acting,
  content: Package,
  own: FoundManagementPoint,
): Promise<readonly Source[]> {
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
  { id, version }: Package,
  { site, fqdn }: FoundManagementPoint,
  relation: Relation,
): Promise<readonly Source[] | undefined> {
  const { client, at, assigned, surroundings } = acting.standing()
  const sender = { name: client.name, managementPoint: fqdn, now: surroundings.clock.now() }
  const request = {
    package: { id, version: String(version) },
    assignedSite: assigned?.code ?? site,
    location: at.internet ? { addresses: [] } : claimedLocation(at),
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
    residentManagementPointFirst,
    attempt,
  )
  return sources
}

/** FQDN. */
function serverOf({ smbPath }: LocatedContent): string {
  return smbPath.split('\\')[2] ?? ''
}

/** One distribution point after the other, each by SMB as well where its HTTP or HTTPS fails. */
async function transferFrom(acting: Acting, sources: readonly Source[], content: Package): Promise<Ending> {
  const { client, at, mode } = acting.standing()
  const transfer = createTransferJob({
    packageId: content.id,
    directories:
      mode === 'native'
        ? [distributionPointDirectory, withoutCertificateDirectory]
        : [distributionPointDirectory],
    sha1: hashOfPackage(content),
  })
  let last: Attempt | undefined
  for (const source of sources) {
    const always = content.advertisement.runFromDistributionPoint ? runFromDistributionPoint : undefined
    last = await tryTransfer(acting, source, transfer, always)
    if (last.outcome === 'answered') return { outcome: 'answered', rule: null, attempt: last }
    const bySmb = smbAfter({ kind: client.kind, onInternet: at.internet })
    if (last.outcome === 'failed' && last.protocol !== 'smb' && bySmb) {
      last = await tryTransfer(acting, source, transfer, bySmb)
      if (last.outcome === 'answered') return { outcome: 'answered', rule: null, attempt: last }
    }
  }
  const ofResident = sources.some(({ relation }) => relation === 'resident')
  acting.tell('gets the content from none of them', ofResident ? noWayBackAfterFailure : null)
  return { outcome: last?.outcome ?? 'failed', rule: null, attempt: last }
}

async function tryTransfer(
  acting: Acting,
  source: Source,
  transfer: TransferJob,
  overSmb: typeof runFromDistributionPoint | undefined,
): Promise<Attempt> {
  const system = serverOf(source)
  const role = source.type === 'BRANCH' ? 'branch-distribution-point' : 'standard-distribution-point'
  const attempt = await acting.contact(role, {
    system,
    relation: source.relation,
    transfer,
    ...(overSmb && { overSmb }),
  })
  const how = attempt.protocol.toUpperCase()
  const told = {
    answered: `got ${transfer.packageId} from ${system} by ${how}`,
    failed: `could not get ${transfer.packageId} from ${system} by ${how}: ${attempt.diagnosis ?? 'unexplained'}`,
    withheld: `does not turn to ${system}: ${attempt.why}`,
  }
  acting.tell(told[attempt.outcome], null, attempt)
  return attempt
}
