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
} from '../../wire/distribution-point/distribution-point.ts'
import { createTransferJob, type TransferJob } from '../conversations/transfer-content.ts'
import type { Acting } from './action.ts'
import { serverOf, type ContentSource } from './find-content.ts'
import { hashOfPackage } from './hash-of-package.ts'

/** The download of a package: a new one, or one that was broken off, wherever that was. */
export function transferJobFor(acting: Acting, content: Package): TransferJob {
  const { client } = acting.standing()
  const { transfers } = acting.state
  const begun = transfers.get(content.id)
  if (begun && begun.transferred > 0)
    acting.tell(`goes on with ${content.id} after ${begun.transferred} bytes`, goesOnWhereItBroke)
  const byBits = client.kind === 'computer'
  if (!begun && !byBits) acting.tell('has no BITS to transfer it with', deviceWithoutBits)
  const directories = virtualDirectories(acting, content)
  const job =
    begun ?? createTransferJob({ packageId: content.id, directories, byBits, sha1: hashOfPackage(content) })
  job.directories = directories
  transfers.set(content.id, job)
  return job
}

/** At random in the product; here by the letters of the names, so that what happened once happens again. */
function virtualDirectories(acting: Acting, { id }: Package): string[] {
  const { client, mode } = acting.standing()
  if (mode === 'mixed') return [distributionPointDirectory]
  const lot = Buffer.from(client.name + id).reduce((sum, byte) => sum + byte, 0)
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
  const system = serverOf(source)
  const role = source.type === 'BRANCH' ? 'branch-distribution-point' : 'standard-distribution-point'
  const { relation } = source
  const before = transfer.transferred
  const attempt = await acting.contact(role, { system, relation, transfer, ...(overSmb && { overSmb }) })
  const how = attempt.protocol.toUpperCase()
  const told = {
    answered: `got ${transfer.packageId} from ${system} by ${how}`,
    failed: `could not get ${transfer.packageId} from ${system} by ${how}: ${attempt.diagnosis ?? 'unexplained'}`,
    withheld: `does not turn to ${system}: ${attempt.why}`,
  }
  acting.tell(told[attempt.outcome], null, attempt)
  if (attempt.outcome !== 'failed' || transfer.transferred <= before) return attempt
  acting.tell(`goes on with ${transfer.packageId} after ${transfer.transferred} bytes`, goesOnWhereItBroke)
  return tryTransfer(acting, source, transfer, overSmb)
}
