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

/** How near the content is, as a management point tells it, and what the advertisement says of programs far from it. */
export function mayRun(
  locality: 'LOCAL' | 'REMOTE' | 'FALLBACK',
  whenSlow: 'download' | 'do-not-run',
): boolean {
  return locality === 'LOCAL' || whenSlow === 'download'
}
