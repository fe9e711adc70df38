import type { SiteSystemRole } from '../vocabulary/site-system-role.ts'
import type { Rule } from './rule.ts'
import { pages } from './sources.ts'
import type { Basis } from '../vocabulary/basis.ts'

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

export const onceMoreWhenFull: Rule = {
  id: 'branch-distribution-point/once-more-when-full',
  sentence:
    'A client that a branch distribution point refuses because too many are connected tries it once more, and then the next ' +
    'distribution point at once.',
  sources: [
    {
      says: 'At the eleventh connection a client tries once more, and then the next distribution point immediately.',
      pages: [pages.retryOfDistributionPoints],
    },
  ],
}

/** What a client does while the package is on its way is not documented; our choice. */
export const fetchedOnDemand: Rule = {
  id: 'branch-distribution-point/fetched-on-demand',
  sentence:
    'A package with on-demand distribution is offered on a protected branch distribution point to clients within its protected ' +
    'boundaries; when the first of them asks, the branch distribution point fetches it, as a client does, from a standard one ' +
    'that is enabled for BITS. The client tries again when it is there, and otherwise the next distribution point.',
  sources: [
    {
      says: 'On-demand distribution is for protected branch distribution points and clients within their protected boundaries.',
      pages: [pages.onDemandDistribution],
    },
    {
      says: 'A branch distribution point downloads by the components of a client from a standard one that is enabled for BITS.',
      pages: [pages.branchDistributionPoints],
    },
  ],
}

/** By the code at the client's end. */
const reasons: Readonly<Record<string, Rule>> = {
  STATUS_REQUEST_NOT_ACCEPTED: onceMoreWhenFull,
  STATUS_OBJECT_NAME_NOT_FOUND: fetchedOnDemand,
}

/** The rule by which a client turns to a distribution point once more; undefined where it goes on to the next. */
export function triesAgainAfter(role: SiteSystemRole, code: string): Rule | undefined {
  return role === 'branch-distribution-point' ? reasons[code] : undefined
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the way a client waits for a package that a branch distribution point fetches on demand, and ' +
      'how that one finds a source outside its own protected boundaries',
  },
  {
    certainty: 'our choice',
    about:
      'the draw among equal distribution points: by a hash of the names of client, package and ' + 'server',
  },
]
