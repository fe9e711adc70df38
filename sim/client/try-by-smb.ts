import { packageShare } from '../wire/distribution-point/package.ts'
import { readOverSmb } from './smb/read-over-smb.ts'
import { transferOverSmb } from './smb/transfer-over-smb.ts'
import { lookUp, timed, withoutSocket, withoutStatus, type Tried, type Try } from './try.ts'

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
