import type { Rule } from './rule.ts'
import { pages } from './sources.ts'

export const orderOfDistributionPoints: Rule = {
  id: 'content-location/order-of-distribution-points',
  sentence:
    'A client tries local distribution points before remote ones; among these, first the ones in its own IP subnet, then ' +
    'the ones in its own Active Directory site, then the rest; among these, the ones that are enabled for BITS before the ' +
    'others; and equal ones at random.',
  sources: [
    {
      says: 'Clients prefer local distribution points to remote ones; then those of their IP subnet, of their Active Directory site, and the rest; and in each of these the ones with BITS.',
      pages: [pages.contentLocation],
    },
  ],
}

/** A distribution point, as a management point tells of it. */
export interface Offered {
  locality: 'LOCAL' | 'REMOTE' | 'FALLBACK'
  subnets: readonly string[]
  activeDirectorySite?: string
  /** It transfers by HTTP or HTTPS. */
  bits: boolean
  /** Where it comes among equals. */
  lot: number
}

/** What a client knows of its own place. */
interface Here {
  subnets: readonly string[]
  activeDirectorySite?: string
}

/** In the order in which a client at a place tries them. */
export function inOrderOfTrial<One extends Offered>(offered: readonly One[], here: Here): One[] {
  return [...offered].sort(
    (one, other) =>
      Number(isRemote(one)) - Number(isRemote(other)) ||
      distance(one, here) - distance(other, here) ||
      Number(other.bits) - Number(one.bits) ||
      one.lot - other.lot,
  )
}

/** Content of the assigned site is as far as that in a slow boundary. */
function isRemote({ locality }: Offered): boolean {
  return locality !== 'LOCAL'
}

function distance({ subnets, activeDirectorySite: site }: Offered, here: Here): number {
  if (subnets.some((subnet) => here.subnets.includes(subnet))) return 0
  return site !== undefined && site.toLowerCase() === here.activeDirectorySite?.toLowerCase() ? 1 : 2
}
