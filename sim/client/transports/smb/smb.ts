import { createHash } from 'node:crypto'
import { packageShare } from '../../../wire/distribution-point/distribution-point.ts'
import { readOverSmb, overSmb, type ReadFromShare, type SmbReading } from './read-share.ts'
import { lookUp, timed, withoutSocket, withoutStatus, type Tried, type Try } from '../transport.ts'
import { ContentHashError, type TransferJob } from '../../conversations/transfer-content.ts'
import { type SmbTarget, SmbFailure } from './connection.ts'

/** Copies a package from the share of a distribution point; or lists one, as a client does before. */
export async function tryBySmb({ standing, target, port, transfer }: Try): Promise<Tried> {
  const { surroundings } = standing
  const { sourceAddress, patience } = surroundings
  const { fqdn, packages } = target.system
  const found = lookUp(surroundings, fqdn, port)
  const exchange = await timed(async () => {
    if ('stage' in found) return withoutSocket(found)
    const [path = ''] = packages
    const connection = { ...found, fqdn, sourceAddress, patience }
    return withoutStatus(
      transfer
        ? await transferOverSmb(connection, transfer)
        : await readOverSmb(connection, { share: packageShare, path }),
    )
  })
  return { url: `smb://${fqdn}:${'stage' in found ? port : found.port}/${packageShare}`, ...exchange }
}

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
