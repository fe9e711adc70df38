import type { Attempt } from '../../evidence/attempt.ts'
import type { Package } from '../../model/hierarchy.ts'
import {
  deviceWithoutBits,
  eitherVirtualDirectory,
  goesOnWhereItBroke,
} from '../../rules/content-location.ts'
import type { Rule } from '../../rules/rule.ts'
import {
  distributionPointDirectory,
  withoutCertificateDirectory,
} from '../../wire/distribution-point/package.ts'
import { createTransferJob, type TransferJob } from '../conversations/transfer-content.ts'
import type { Acting } from './action.ts'
import { serverOf, type ContentSource } from './find-content.ts'
import { hashOfPackage } from './hash-of-package.ts'

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
