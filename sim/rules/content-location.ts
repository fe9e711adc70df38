import type { Rule } from './rule.ts'

/** "Configuration Manager and Content Location" and "About Management Points", in short, for all that follow. */
export const residentManagementPointFirst: Rule = {
  id: 'content-location/resident-management-point-first',
  sentence:
    'A client asks the resident management point for the distribution points that have its content; where it finds ' +
    'none, or may not talk to it, it asks the management point of its assigned site.',
}

export const assignedSiteAfterEmptyList: Rule = {
  id: 'content-location/assigned-site-after-an-empty-list',
  sentence:
    'When the resident management point knows no distribution point with the content, the client asks the management ' +
    'point of its assigned site.',
}

export const noWayBackAfterFailure: Rule = {
  id: 'content-location/no-way-back-after-failure',
  sentence:
    'When the resident management point names distribution points, the client tries those, one after the other; if all ' +
    'of them fail it does not go back to its assigned site.',
}

export const nobodyHasTheContent: Rule = {
  id: 'content-location/nobody-has-it',
  sentence: 'A client gets content only from the site that it is in and from its assigned site.',
}

/** "Configuration Manager Site Boundaries and Roaming", in short. */
export const slowBoundary: Rule = {
  id: 'content-location/slow-boundary',
  sentence:
    'Within a slow boundary, outside all boundaries, and where content comes from the assigned site in another one, a ' +
    'program whose advertisement says so is not run.',
}

/** "About BITS-Enabled Distribution Points" (bb932208), with the source text, for the three on SMB. */
export const runFromDistributionPoint: Rule = {
  id: 'content-location/run-from-distribution-point',
  sentence: 'A program that is run from the distribution point is always reached by SMB.',
}

export const smbAfterFailure: Rule = {
  id: 'content-location/smb-after-failure',
  sentence:
    'On the intranet a client that fails to get content by HTTP in mixed mode, or by HTTPS in native mode, tries the ' +
    'same distribution point by SMB.',
}

/** Clients on the Internet and mobile devices have no SMB. */
export function smbAfter(client: {
  kind: 'computer' | 'mobile-device'
  onInternet: boolean
}): Rule | undefined {
  return client.kind === 'computer' && !client.onInternet ? smbAfterFailure : undefined
}

/** "About BITS-Enabled Distribution Points", in short. */
export const goesOnWhereItBroke: Rule = {
  id: 'content-location/goes-on-where-it-broke',
  sentence:
    'A download by BITS whose connection breaks goes on where it broke, from wherever the client is then; by SMB it begins anew.',
}

export const deviceWithoutBits: Rule = {
  id: 'content-location/device-without-bits',
  sentence:
    'A mobile device has content by HTTP or HTTPS, from distribution points that are enabled for BITS, but without BITS itself.',
}

/** Product help on package access on the intranet, in short. */
export const eitherVirtualDirectory: Rule = {
  id: 'content-location/either-virtual-directory',
  sentence:
    'A native-mode client picks one of two virtual directories at random, of which one asks for its certificate, and ' +
    'goes to the other when it is not let in.',
}

/** "How Protected Distribution Points Work", in short, for both. */
export const protectedOnly: Rule = {
  id: 'content-location/protected-only',
  sentence:
    'Where protected distribution points serve a client, and its advertisement does not let it fall back, no other one is named to it.',
}

export const unprotectedAfterEightHours: Rule = {
  id: 'content-location/unprotected-after-eight-hours',
  sentence:
    'A client that its advertisement lets fall back may use unprotected distribution points once the protected ones have ' +
    'given it nothing for more than eight hours.',
}

const eightHours = 8 * 3_600_000

/** Which distribution points are to be named; `withoutContent`: milliseconds since those named gave nothing. */
export function protectionWanted(
  mayFallBack: boolean,
  withoutContent: number,
): { protection: 'only' | 'first' } | { protection: 'either'; rule: Rule } {
  if (!mayFallBack) return { protection: 'only' }
  return withoutContent > eightHours
    ? { protection: 'either', rule: unprotectedAfterEightHours }
    : { protection: 'first' }
}

/** How near the content is, as a management point tells it, and what the advertisement says of programs far from it. */
export function mayRun(
  locality: 'LOCAL' | 'REMOTE' | 'FALLBACK',
  whenSlow: 'download' | 'do-not-run',
): boolean {
  return locality === 'LOCAL' || whenSlow === 'download'
}
