import { createHash } from 'node:crypto'
import { packageShare } from '../../wire/distribution-point/package.ts'
import { ContentHashError, type TransferJob } from '../conversations/transfer-content.ts'
import { overSmb, type ReadFromShare, type SmbReading } from './read-over-smb.ts'
import type { SmbTarget } from './smb-connection.ts'
import { SmbFailure } from './smb-failure.ts'

/** Bytes of a package that came whole. */
export interface TransferredOverSmb {
  bytes: number
}

/** Copies a package from the share of a distribution point, all of it from the start, and checks its hash. Never rejects for the network. */
export function transferOverSmb(
  target: SmbTarget,
  { packageId, sha1 }: Pick<TransferJob, 'packageId' | 'sha1'>,
): Promise<SmbReading<TransferredOverSmb>> {
  return overSmb(target, { share: packageShare }, async (read) => {
    const hash = createHash('sha1')
    const bytes = await readAll(read, packageId, (piece) => hash.update(piece))
    const came = hash.digest('hex')
    if (came === sha1.toLowerCase()) return { bytes }
    const { code, message } = new ContentHashError(
      `package ${packageId} has the hash ${came} instead of ${sha1}`,
    )
    throw new SmbFailure('smb', code, message)
  })
}

/** Files in the order of their names, as their hash has them; packages have one level of subdirectories. */
async function readAll(read: ReadFromShare, path: string, take: (bytes: Buffer) => void): Promise<number> {
  const content = await read(path, take)
  if (content.kind === 'file') return content.length
  let bytes = 0
  for (const name of [...content.names].sort()) bytes += await readAll(read, `${path}\\${name}`, take)
  return bytes
}
