import type { Location } from '../vocabulary/location.ts'
import type { Rule, Statement } from './rule.ts'
import { assignedDirectlyForInternet, automaticAssignmentNeeds, pages } from './sources.ts'

export const unassigned: Rule = {
  id: 'site-assignment/unassigned',
  sentence: 'A client that is assigned to no site is unmanaged: it has no site system to contact.',
  sources: [{ says: 'A client that is assigned to no site is unmanaged.', pages: [pages.siteAssignment] }],
}

const assignedByBoundaries: Statement = {
  says: 'A client may find its site by the boundaries that contain it; boundaries of a secondary site lead to its parent.',
  pages: [pages.siteAssignment],
}

export const automaticAssignment: Rule = {
  id: 'site-assignment/automatic',
  sentence:
    'Automatic assignment takes the site whose boundaries contain the client, or the parent primary site within the ' +
    'boundaries of a secondary site.',
  sources: [assignedByBoundaries],
}

export const manualAssignment: Rule = {
  id: 'site-assignment/manual',
  sentence: 'A client with a configured site code is assigned to that site, wherever it is.',
  sources: [
    {
      says: 'The site of a client may be configured, wherever the client is.',
      pages: [pages.siteAssignment],
    },
  ],
}

export const noSiteFound: Rule = {
  id: 'site-assignment/no-site-found',
  sentence:
    'Automatic assignment needs boundaries from Active Directory or a server locator point; without them, or outside ' +
    'all of them, the client stays unmanaged.',
  sources: [automaticAssignmentNeeds],
}

export const neverToSecondarySite: Rule = {
  id: 'site-assignment/never-to-secondary-site',
  sentence: 'Clients are never assigned to a secondary site.',
  sources: [assignedByBoundaries],
}

export const settingsUnknown: Rule = {
  id: 'site-assignment/settings-unknown',
  sentence:
    'Assignment ends with a check of the site: a client that can get its version and settings neither from Active ' +
    'Directory nor from a server locator point stays unmanaged. Nobody tells of a site that does not exist.',
  sources: [
    {
      says: 'Assignment to a site code that does not exist fails: the client stays installed and unmanaged.',
      pages: [pages.siteAssignment],
    },
    {
      says: 'Without the site’s version and settings the assignment fails: state message 608.',
      pages: [pages.stateMessages],
    },
  ],
}

/** The names of state messages 607 and 608 confirm it. */
export const clientNewerThanSite: Rule = {
  id: 'site-assignment/client-newer-than-site',
  sentence:
    'A site does not accept a client with a higher version than its own; a site of SMS 2003, for example, accepts no client of this product.',
  sources: [
    {
      says: 'A client newer than the site is not assigned to it: state message 607.',
      pages: [pages.stateMessages],
    },
  ],
}

/** See also "About Internet-Based Client Management". */
export const internetClientAssignedDirectly: Rule = {
  id: 'site-assignment/internet-client-directly',
  sentence:
    'A client on the Internet, or with an Internet-based management point, cannot be assigned automatically: its site ' +
    'must be configured.',
  sources: [assignedDirectlyForInternet],
}

/** "Mobile device clients" in the source text: they use neither Active Directory nor server locator points. */
export const mobileDeviceAssignedDirectly: Rule = {
  id: 'site-assignment/mobile-device-directly',
  sentence: 'A mobile device does not look for its site: enrollment sets it.',
  sources: [{ says: 'The site of a mobile device is configured.', pages: [pages.deviceDeployment] }],
}

/** Why a client cannot be assigned automatically at all; undefined when it may try. */
export function withoutAutomaticAssignment({
  kind,
  at,
  internetManagementPoint,
}: {
  kind: 'computer' | 'mobile-device'
  at: Location
  internetManagementPoint?: string
}): Rule | undefined {
  if (kind === 'mobile-device') return mobileDeviceAssignedDirectly
  const isForInternet = at.internet || internetManagementPoint !== undefined
  return isForInternet ? internetClientAssignedDirectly : undefined
}

/** Versions are compared number by number: `4.00.6487.2000`. */
export function isNewer(client: string, site: string): boolean {
  const [ours, theirs] = [client, site].map((version) => version.split('.').map(Number))
  const first = (ours ?? []).findIndex((number, index) => number !== theirs?.[index])
  return (ours?.[first] ?? 0) > (theirs?.[first] ?? 0)
}

export const settingsReadAgain: Rule = {
  id: 'site-settings/read-again',
  sentence:
    'A client that reads Active Directory takes the option of its site for HTTP communication from there when it is ' +
    'assigned, when it starts, and every 25 hours; on other clients an administrator has to change it.',
  sources: [
    {
      says: 'Clients that read Active Directory learn of the option at assignment, at start and every 25 hours.',
      pages: [pages.httpForRoaming],
    },
  ],
}

export const modeAfterTwoPolls: Rule = {
  id: 'site-settings/mode-after-two-polling-cycles',
  sentence:
    'A client that reads Active Directory takes over a new mode of its site within two polling cycles of its policy, of ' +
    'an hour each or longer, as the site sets it; on other clients an administrator has to change the mode.',
  sources: [
    {
      says: 'Clients that read Active Directory change their mode within typically two polling cycles of policy.',
      pages: [pages.monitoringSiteMode],
    },
    {
      says: 'Policy is polled every 60 minutes by default; a shorter interval makes no client change its mode sooner.',
      pages: [pages.monitoringSiteMode, pages.migrationChecklist],
    },
  ],
}

const hour = 3_600_000

/** Milliseconds. */
export const settingsReadEvery = 25 * hour

/** Milliseconds. */
export const usualPollingInterval = hour

/** Both in milliseconds since 1970. */
export function isTimeToReadSettings(now: number, lastRead: number): boolean {
  return now - lastRead >= settingsReadEvery
}

/** Both times in milliseconds since 1970. */
export function isTimeToReadMode(now: number, lastRead: number, pollingInterval: number): boolean {
  return now - lastRead >= 2 * Math.max(pollingInterval, hour)
}
