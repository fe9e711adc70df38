import type { Rule } from './rule.ts'
import { pages } from './sources.ts'

/** See also "About Management Points". */
export const residentManagementPointFirst: Rule = {
  id: 'content-location/resident-management-point-first',
  sentence:
    'A client asks the resident management point for the distribution points that have its content; where it finds ' +
    'none, or may not talk to it, it asks the management point of its assigned site.',
  sources: [
    {
      says: 'A client asks the resident management point; without one, that of its assigned site.',
      pages: [pages.boundariesAndSelection],
    },
  ],
}

export const assignedSiteAfterEmptyList: Rule = {
  id: 'content-location/assigned-site-after-an-empty-list',
  sentence:
    'When the resident management point knows no distribution point with the content, the client asks the management ' +
    'point of its assigned site.',
  sources: [
    {
      says: 'After an empty list the assigned management point is asked.',
      pages: [pages.boundariesAndSelection],
    },
  ],
}

export const noWayBackAfterFailure: Rule = {
  id: 'content-location/no-way-back-after-failure',
  sentence:
    'When the resident management point names distribution points, the client tries those, one after the other; if all ' +
    'of them fail it does not go back to its assigned site.',
  sources: [
    {
      says: 'After a list whose distribution points all fail it is not.',
      pages: [pages.boundariesAndSelection],
    },
  ],
}

export const nobodyHasTheContent: Rule = {
  id: 'content-location/nobody-has-it',
  sentence: 'A client gets content only from the site that it is in and from its assigned site.',
  sources: [
    {
      says: 'Content comes from the current site or the assigned site, and from nowhere else.',
      pages: [pages.contentLocation],
    },
  ],
}

/** See also "Configuration Manager Site Boundaries and Roaming". */
export const slowBoundary: Rule = {
  id: 'content-location/slow-boundary',
  sentence:
    'Within a slow boundary, outside all boundaries, and where content comes from the assigned site in another one, a ' +
    'program whose advertisement says so is not run.',
  sources: [
    {
      says: 'In a slow boundary, or in none, an advertisement may say that its program is not run.',
      pages: [pages.complexRoaming],
    },
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
      says: 'On the intranet SMB is tried when HTTP fails in mixed mode, or HTTPS in native mode.',
      pages: [pages.nativeModeBenefits],
    },
  ],
}

/** Undefined for clients on the Internet and for mobile devices, which do not use SMB. */
export function smbAfter(client: {
  kind: 'computer' | 'mobile-device'
  onInternet: boolean
}): Rule | undefined {
  return client.kind === 'computer' && !client.onInternet ? smbAfterFailure : undefined
}

export const goesOnWhereItBroke: Rule = {
  id: 'content-location/goes-on-where-it-broke',
  sentence:
    'A download by BITS whose connection breaks goes on where it broke, from wherever the client is then; by SMB it begins anew.',
  sources: [
    {
      says: 'A download by BITS goes on when the computer is connected again; one without BITS fails.',
      pages: [pages.bitsDistributionPoints],
    },
  ],
}

export const deviceWithoutBits: Rule = {
  id: 'content-location/device-without-bits',
  sentence:
    'A mobile device has content by HTTP or HTTPS, from distribution points that are enabled for BITS, but without BITS itself.',
  sources: [
    { says: 'Mobile devices transfer by HTTP or HTTPS without BITS.', pages: [pages.bitsDistributionPoints] },
  ],
}

export const eitherVirtualDirectory: Rule = {
  id: 'content-location/either-virtual-directory',
  sentence:
    'A native-mode client picks one of two virtual directories at random, of which one asks for its certificate, and ' +
    'goes to the other when it is not let in.',
  sources: [
    {
      says: 'A native-mode client picks one of two virtual directories at random, and tries the other if it is not let in.',
      pages: [pages.packageAccess],
    },
  ],
}

export const protectedOnly: Rule = {
  id: 'content-location/protected-only',
  sentence:
    'Where protected distribution points serve a client, and its advertisement does not let it fall back, no other one is named to it.',
  sources: [
    {
      says: 'Without leave to fall back, protected distribution points are the only ones that are named.',
      pages: [pages.protectedDistributionPoints],
    },
  ],
}

export const unprotectedAfterEightHours: Rule = {
  id: 'content-location/unprotected-after-eight-hours',
  sentence:
    'A client that its advertisement lets fall back may use unprotected distribution points once the protected ones have ' +
    'given it nothing for more than eight hours.',
  sources: [
    {
      says: 'With it, unprotected ones serve after more than eight hours without the protected ones.',
      pages: [pages.protectedDistributionPoints],
    },
  ],
}

const eightHours = 8 * 3_600_000

/** Which distribution points to name. `withoutContent`: milliseconds since the named ones first had nothing. */
export function protectionWanted(
  mayFallBack: boolean,
  withoutContent: number,
): { protection: 'only' | 'first' } | { protection: 'either'; rule: Rule } {
  if (!mayFallBack) return { protection: 'only' }
  return withoutContent > eightHours
    ? { protection: 'either', rule: unprotectedAfterEightHours }
    : { protection: 'first' }
}

/** `locality`: how near the content is, according to the management point. `whenSlow`: what the advertisement says about content far away. */
export function mayRun(
  locality: 'LOCAL' | 'REMOTE' | 'FALLBACK',
  whenSlow: 'download' | 'do-not-run',
): boolean {
  return locality === 'LOCAL' || whenSlow === 'download'
}
