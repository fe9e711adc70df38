import { packageShare } from '../wire/distribution-point/distribution-point.ts'
import { readOverSmb } from './smb/read-over-smb.ts'
import { lookUp, timed, withoutSocket, withoutStatus, type Tried, type Try } from './try.ts'

/** Lists a package on the share of a distribution point, as a client does before it transfers the package. */
export async function tryBySmb({ standing, target, port }: Try): Promise<Tried> {
  const { surroundings } = standing
  const { sourceAddress, patience } = surroundings
  const { fqdn, packages } = target.system
  const found = lookUp(surroundings, fqdn, port)
  const exchange = await timed(async () => {
    if ('stage' in found) return withoutSocket(found)
    const [path = ''] = packages
    return withoutStatus(
      await readOverSmb({ ...found, fqdn, sourceAddress, patience }, { share: packageShare, path }),
    )
  })
  return { url: `smb://${fqdn}:${'stage' in found ? port : found.port}/${packageShare}`, ...exchange }
}
