import type { Location } from '../../model/boundary.ts'

/** What a client says of its place in requests for a location. */
export function claimedLocation(at: Exclude<Location, { internet: true }>) {
  const { address, activeDirectorySite } = at
  return {
    addresses: address === undefined ? [] : [{ address }],
    ...(activeDirectorySite !== undefined && { activeDirectorySite }),
  }
}
