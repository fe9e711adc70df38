import type { Rule, Statement } from './rule.ts'
import { slowBoundaryForUpdates } from './software-updates.ts'
import { farAwayAsSlow, pages } from './sources.ts'
import type { Basis } from '../vocabulary/basis.ts'

const managementPointsAsked: Statement = {
  says: 'A client asks the resident management point, or without one the management point of its assigned site.',
  pages: [pages.boundariesAndSelection],
}

/** See also "About Management Points". */
export const residentManagementPointFirst: Rule = {
  id: 'content-location/resident-management-point-first',
  sentence:
    'A client asks the resident management point for the distribution points that have its content; if there is no ' +
    'such management point, or the client may not talk to it, it asks the management point of its assigned site.',
  sources: [managementPointsAsked],
}

export const assignedSiteAfterEmptyList: Rule = {
  id: 'content-location/assigned-site-after-an-empty-list',
  sentence:
    'When the resident management point knows no distribution point with the content, the client asks the management ' +
    'point of its assigned site.',
  sources: [
    {
      says: 'After an empty list the client asks its assigned management point.',
      pages: [pages.boundariesAndSelection],
    },
  ],
}

export const noWayBackAfterFailure: Rule = {
  id: 'content-location/no-way-back-after-failure',
  sentence:
    'When the resident management point names distribution points, the client tries them one after the other; if all ' +
    'of them fail, it does not go back to its assigned site.',
  sources: [
    {
      says: 'After a list whose distribution points all fail, a client does not ask its assigned management point.',
      pages: [pages.boundariesAndSelection],
    },
  ],
}

export const noListOfContent: Rule = {
  id: 'content-location/no-list',
  sentence:
    'A client learns from management points alone which distribution points have its content; where the last that it ' +
    'may ask gives no answer, it gets nothing, whoever has the content.',
  sources: [managementPointsAsked],
}

export const nobodyHasTheContent: Rule = {
  id: 'content-location/nobody-has-it',
  sentence: 'A client gets content only from the site that it is in and from its assigned site.',
  sources: [
    {
      says: 'Content comes only from the current site or the assigned site.',
      pages: [pages.contentLocation],
    },
  ],
}

/** See also "Configuration Manager Site Boundaries and Roaming". */
export const slowBoundary: Rule = {
  id: 'content-location/slow-boundary',
  sentence:
    'Within a slow boundary, outside all boundaries, or when a client in another site falls back to its assigned site, ' +
    'it downloads content only if the advertisement allows that; by default it does not.',
  sources: [
    {
      says: 'By default content is not downloaded in a slow boundary.',
      pages: [pages.complexRoaming],
    },
    farAwayAsSlow,
  ],
}

export const runFromDistributionPoint: Rule = {
  id: 'content-location/run-from-distribution-point',
  sentence: 'A program that is run from the distribution point is always reached by SMB.',
  sources: [
    {
      says: 'A program that runs from the distribution point is always reached by SMB.',
      pages: [pages.bitsDistributionPoints],
    },
  ],
}

export const smbAfterFailure: Rule = {
  id: 'content-location/smb-after-failure',
  sentence:
    'On the intranet a client that fails to get content by HTTP in mixed mode, or by HTTPS in native mode, tries the ' +
    'same distribution point by SMB.',
  sources: [
    {
      says: 'On the intranet clients try SMB when HTTP fails in mixed mode, or HTTPS in native mode.',
      pages: [pages.nativeModeBenefits],
    },
  ],
}

/** The rule by which a client tries SMB next; undefined for mobile devices and on the Internet, where SMB is not used. */
export function smbAfter(client: {
  kind: 'computer' | 'mobile-device'
  onInternet: boolean
}): Rule | undefined {
  return client.kind === 'computer' && !client.onInternet ? smbAfterFailure : undefined
}

export const resumesWhereItBroke: Rule = {
  id: 'content-location/goes-on-where-it-broke',
  sentence:
    'A BITS download whose connection breaks resumes where it broke, wherever the client is by then; by SMB it starts again.',
  sources: [
    {
      says: 'A BITS download resumes when the computer is connected again; a download without BITS fails.',
      pages: [pages.bitsDistributionPoints],
    },
  ],
}

export const deviceWithoutBits: Rule = {
  id: 'content-location/device-without-bits',
  sentence:
    'A mobile device gets content by HTTP or HTTPS from distribution points that are enabled for BITS, but does not use BITS.',
  sources: [
    { says: 'Mobile devices transfer by HTTP or HTTPS without BITS.', pages: [pages.bitsDistributionPoints] },
  ],
}

export const eitherVirtualDirectory: Rule = {
  id: 'content-location/either-virtual-directory',
  sentence:
    'A native-mode client picks one of two virtual directories at random, one of which asks for its certificate, and ' +
    'tries the other if it is refused.',
  sources: [
    {
      says: 'A native-mode client picks one of two virtual directories at random, and tries the other if it is refused.',
      pages: [pages.packageAccess],
    },
  ],
}

export const networkAccessAccount: Rule = {
  id: 'content-location/network-access-account',
  sentence:
    'A computer signs in to a distribution point with its own account in the domain; where it has none, or that one is ' +
    'refused, it takes the Network Access Account of its site.',
  sources: [
    {
      says: 'A client accesses content as its computer account; the Network Access Account is for clients of workgroups or of domains that are not trusted.',
      pages: [pages.networkAccessAccount],
    },
  ],
}

export const protectedOnly: Rule = {
  id: 'content-location/protected-only',
  sentence:
    'If protected distribution points serve a client, and the advertisement does not let it fall back, it is offered no others.',
  sources: [
    {
      says: 'A client that may not fall back is offered protected distribution points only.',
      pages: [pages.protectedDistributionPoints],
    },
  ],
}

export const unprotectedAfterEightHours: Rule = {
  id: 'content-location/unprotected-after-eight-hours',
  sentence:
    'A client whose advertisement lets it fall back uses unprotected distribution points after more than eight hours ' +
    'without content from the protected ones.',
  sources: [
    {
      says: 'A client that may fall back uses unprotected distribution points after more than eight hours without the protected ones.',
      pages: [pages.protectedDistributionPoints],
    },
  ],
}

/** Milliseconds for which a client keeps to protected distribution points that have no content for it. */
export const eightHours = 8 * 3_600_000

/** Which distribution points to offer. `withoutContent`: milliseconds since those offered first had no content. */
export function protectionWanted(
  mayFallBack: boolean,
  withoutContent: number,
): { protection: 'only' | 'first' } | { protection: 'either'; rule: Rule } {
  if (!mayFallBack) return { protection: 'only' }
  return withoutContent > eightHours
    ? { protection: 'either', rule: unprotectedAfterEightHours }
    : { protection: 'first' }
}

/** The setting of an advertisement, or of the deployment of an update, for distant content. */
export type WhenSlow = 'download' | keyof typeof keptAway

/** The rules that keep a client from distant content. */
const keptAway = { 'do-not-run': slowBoundary, 'do-not-install': slowBoundaryForUpdates } as const

/** The rule that forbids a download; `locality`: how near the content is, according to the management point. */
export function tooFarAway(locality: 'LOCAL' | 'REMOTE' | 'FALLBACK', whenSlow: WhenSlow): Rule | undefined {
  return locality === 'LOCAL' || whenSlow === 'download' ? undefined : keptAway[whenSlow]
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'a client on the Internet, which counts as outside all boundaries for the setting of an ' +
      'advertisement',
  },
]
