import type { Attempt, Outcome } from '../../evidence/attempt.ts'
import {
  deviceWithoutBits,
  eitherVirtualDirectory,
  resumesWhereItBroke,
  networkAccessAccount,
  nobodyHasTheContent,
  noListOfContent,
  noWayBackAfterFailure,
  runFromDistributionPoint,
  smbAfter,
  tooFarAway,
} from '../../rules/content-location.ts'
import {
  deletedForRoom,
  isLastTry,
  largerThanCache,
  mayTryForRoom,
  waitsForRoom,
  type TriesForRoom,
} from '../../rules/client-cache.ts'
import { sensitivePolicy } from '../../rules/client-approval.ts'
import { triesAgainAfter } from '../../rules/distribution-points.ts'
import type { Rule } from '../../rules/rule.ts'
import { withoutCertificatePath } from '../../wire/distribution-point/package.ts'
import { createTransferJob, type TransferJob } from '../conversations/transfer-content.ts'
import type { KnownSystem } from '../knowledge.ts'
import { transfer } from '../purpose.ts'
import { byProtocol, type ActionContext, type Ending } from './action.ts'
import { findDefaultManagementPoint } from './management-points.ts'
import { findContent, type ContentSource, type Content } from './find-content.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/** Size of the package, however many attempts the transfer took. */
export interface ContentData {
  /** Bytes of content, not of packets. */
  bytes: number
}

/** Finds a package and transfers it, as a client does for a program that is advertised to it. */
export async function getContent(action: ActionContext, content: Content): Promise<Ending<ContentData>> {
  const own = await findDefaultManagementPoint(action)
  if ('outcome' in own) return own
  if (content.settings.sensitive && !action.state.advertised.has(content.id)) {
    action.tell(`was given no policy of ${content.id}, which holds sensitive data`, sensitivePolicy)
    return { outcome: 'withheld', rule: sensitivePolicy }
  }
  return download(action, content, own)
}

/** Finds content, by way of the client's own management point where none is nearer, and transfers it into the cache. */
export async function download(
  action: ActionContext,
  content: Content,
  own: KnownSystem,
): Promise<Ending<ContentData>> {
  const cached = isCached(action, content)
  const withoutRoom = cached ? makeRoom(action, content) : undefined
  if (withoutRoom) return withoutRoom
  const { attempt, sources: told } = await findContent(action, content, own)
  const sources = content.toShare ? told?.filter(({ bits }) => bits) : told
  if (!sources) {
    if (attempt.outcome !== 'failed') return { outcome: attempt.outcome, rule: null, attempt }
    action.tell(`learns of no distribution point that has ${content.id}`, noListOfContent)
    return { outcome: 'failed', rule: noListOfContent, attempt }
  }
  if (sources.length === 0) {
    action.tell(`found no distribution point that has ${content.id}`, nobodyHasTheContent)
    return { outcome: 'failed', rule: nobodyHasTheContent, attempt }
  }
  const { whenSlow } = content.settings
  const nearEnough = sources.filter(({ locality }) => !tooFarAway(locality, whenSlow))
  const [keptAway] = sources.flatMap(({ locality }) => tooFarAway(locality, whenSlow) ?? [])
  if (keptAway && nearEnough.length === 0) {
    const forbids = whenSlow === 'do-not-install' ? 'deployment' : 'advertisement'
    action.tell(
      `does not download ${content.id}: it is far away, and its ${forbids} does not allow that`,
      keptAway,
    )
    return { outcome: 'withheld', rule: keptAway }
  }
  const ending = await transferFrom(action, nearEnough, content)
  if (cached && ending.outcome === 'answered') keepInCache(action, content)
  return ending
}

/**
 * A program that is run from the distribution point is not downloaded, mobile devices have no cache, and a branch distribution
 * point keeps what it shares elsewhere.
 */
function isCached(action: ActionContext, { settings, toShare }: Content): boolean {
  return action.context().client.kind === 'computer' && !settings.runFromDistributionPoint && !toShare
}

/** Makes room in the cache for a package; otherwise returns how the download ends for want of it. */
function makeRoom(action: ActionContext, { id, size }: Content): Ending | undefined {
  const { cache, waitingForRoom } = action.state
  const { client, network } = action.context()
  const { cacheSize } = client
  if (size > cacheSize) {
    action.tell(
      `does not download ${id}, which is larger than its cache of ${cacheSize} bytes`,
      largerThanCache,
    )
    return { outcome: 'failed', rule: largerThanCache }
  }
  const now = network.clock.now().getTime()
  const tries = waitingForRoom.get(id)
  if (!mayTryForRoom(tries, now)) {
    action.tell(`waits for room in its cache before it tries ${id} again`, waitsForRoom)
    return { outcome: 'withheld', rule: waitsForRoom }
  }
  // The order to get a package that is there already downloads it anew.
  cache.delete(id)
  const deleted = deletedForRoom([...cache.values()], size, cacheSize, now)
  if (!deleted) return withoutRoom(action, id, { count: (tries?.count ?? 0) + 1, last: now })
  for (const old of deleted) cache.delete(old)
  waitingForRoom.delete(id)
  return undefined
}

function withoutRoom(action: ActionContext, id: string, tries: TriesForRoom): Ending {
  const { waitingForRoom } = action.state
  const isLast = isLastTry(tries)
  if (isLast) waitingForRoom.delete(id)
  else waitingForRoom.set(id, tries)
  const then = isLast ? 'and gives up' : 'and tries again in four hours'
  action.tell(`has no room for ${id} in its cache (try ${tries.count}), ${then}`, waitsForRoom)
  return { outcome: 'failed', rule: waitsForRoom }
}

/** Keeps a package that was downloaded. */
function keepInCache(action: ActionContext, { id, size }: Content): void {
  action.state.cache.set(id, { id, size, used: action.context().network.clock.now().getTime() })
}

/** Tries one distribution point after the other, and each by SMB as well where HTTP or HTTPS fails. */
async function transferFrom(
  action: ActionContext,
  sources: readonly ContentSource[],
  content: Content,
): Promise<Ending<ContentData>> {
  const { client, at, network } = action.context()
  const { transfers, withoutContent } = action.state
  const job = transferJobFor(action, content)
  const always = content.settings.runFromDistributionPoint ? runFromDistributionPoint : undefined
  const bySmb = content.toShare ? undefined : smbAfter({ kind: client.kind, onInternet: at.internet })
  let last: Attempt | undefined
  for (const source of sources) {
    last = await tryTransfer(action, source, job, always)
    if (last.outcome === 'failed' && last.protocol !== 'smb' && bySmb)
      last = await tryTransfer(action, source, job, bySmb)
    const again = triesAgainAfter(source.system.role, last.client_end?.code ?? '')
    if (again) {
      action.tell(`tries ${source.system.fqdn} once more`, again)
      last = await tryTransfer(action, source, job, always)
    }
    if (last.outcome === 'answered') {
      transfers.delete(content.id)
      withoutContent.delete(content.id)
      return { outcome: 'answered', rule: null, attempt: last, data: { bytes: job.transferred } }
    }
  }
  if (!withoutContent.has(content.id)) withoutContent.set(content.id, network.clock.now().getTime())
  const ofResident = sources.some(({ relation }) => relation === 'resident')
  action.tell('gets the content from none of them', ofResident ? noWayBackAfterFailure : null)
  return { outcome: last?.outcome ?? 'failed', rule: null, attempt: last }
}

/** The client's download of a package: a new one, or the one that was interrupted, wherever that was. */
function transferJobFor(action: ActionContext, content: Content): TransferJob {
  const { client } = action.context()
  const { transfers } = action.state
  const begun = transfers.get(content.id)
  if (begun) {
    if (begun.transferred > 0) tellResumed(action, begun)
    return begun
  }
  const byBits = client.kind === 'computer'
  if (!byBits) action.tell('has no BITS to transfer it with', deviceWithoutBits)
  const job = createTransferJob({ packageId: content.id, byBits, sha1: content.sha1 })
  transfers.set(content.id, job)
  return job
}

/** Transfers by one protocol, and resumes for as long as each connection brings something before it breaks. */
async function tryTransfer(
  action: ActionContext,
  source: ContentSource,
  job: TransferJob,
  overSmb: Rule | undefined,
): Promise<Attempt> {
  const { client, assigned } = action.context()
  if (client.kind === 'computer' && !client.activeDirectory && assigned?.networkAccessAccount)
    action.tell('takes the Network Access Account, for want of its own', networkAccessAccount)
  const { path, settings } = source.system
  if (path !== undefined)
    job.directories = settings?.ssl && !overSmb ? pickDirectories(action, job.packageId, path) : [path]
  for (;;) {
    const before = job.transferred
    const attempt = await contactSource(action, source, job, overSmb)
    if (attempt.outcome !== 'failed' || job.transferred <= before) return attempt
    tellResumed(action, job)
  }
}

/** At random in the product; here by the letters of the names, so that every run picks the same. */
function pickDirectories(action: ActionContext, packageId: string, path: string): string[] {
  const lot = Buffer.from(action.context().client.name + packageId).reduce((sum, byte) => sum + byte, 0)
  const pair = [path, withoutCertificatePath(path)]
  const picked = lot % 2 === 0 ? pair : pair.reverse()
  action.tell(`picks the virtual directory ${picked[0] ?? ''}`, eitherVirtualDirectory)
  return picked
}

async function contactSource(
  action: ActionContext,
  source: ContentSource,
  job: TransferJob,
  overSmb: Rule | undefined,
): Promise<Attempt> {
  const { system, relation } = source
  const { attempt } = await action.contact(system, transfer(job), { relation, overSmb })
  const how = byProtocol(attempt)
  const { fqdn } = system
  const sentences: Record<Outcome, string> = {
    answered: `got ${job.packageId} from ${fqdn} ${how}`,
    failed: `could not get ${job.packageId} from ${fqdn} ${how}: ${attempt.diagnosis ?? 'unexplained'}`,
    withheld: `does not turn to ${fqdn}: ${attempt.why}`,
    contradicted: `says of ${fqdn} what ${fqdn} does not bear out: ${attempt.contradiction ?? ''}`,
  }
  action.tell(sentences[attempt.outcome], null, attempt)
  return attempt
}

function tellResumed(action: ActionContext, { packageId, transferred }: TransferJob): void {
  action.tell(`goes on with ${packageId} after ${transferred} bytes`, resumesWhereItBroke)
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the size of its cache, 5 GiB unless the hierarchy says otherwise, and the order to get a ' +
      'package that is there, which downloads it anew',
  },
  {
    certainty: 'our choice',
    about:
      'the orders `getContent` and `installUpdate`, which tell it the version, hash and advertisement or deployment of ' +
      'the content, as policy would',
  },
]
