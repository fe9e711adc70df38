import { siteModes } from '../vocabulary/site-mode.ts'
import { siteSystemRoles } from '../vocabulary/site-system-role.ts'
import type { Contact, ForbiddingRule } from './rule.ts'
import { pages, systemsForInternet, withoutServerLocatorPoint } from './sources.ts'

/** The source text mentions SMB only for the intranet; the label of the option names Internet clients and devices. */
export const noSmb: ForbiddingRule = {
  id: 'internet-client/no-smb',
  sentence: 'Clients on the Internet and mobile devices get content by HTTP or HTTPS only, never by SMB.',
  sources: [
    {
      says: 'Clients on the Internet and mobile devices need a distribution point that is enabled for BITS, HTTP and HTTPS.',
      pages: [pages.transferOptionLabel],
    },
  ],
  forbids: ({ client, outsideProtection }, decided) =>
    (client.onInternet || client.kind === 'mobile-device') &&
    decided.allowed &&
    decided.protocol === 'smb' &&
    // Protection closes the system by any protocol, so `servingSystem.protectedSystem` gives the reason.
    !outsideProtection,
}

export const noServerLocatorPoint: ForbiddingRule = {
  id: 'internet-client/no-server-locator-point',
  sentence: 'A client on the Internet does not use server locator points.',
  sources: [withoutServerLocatorPoint],
  forbids: ({ client, role }) => client.onInternet && role === 'server-locator-point',
}

export const assignedSiteOnly: ForbiddingRule = {
  id: 'internet-client/assigned-site-only',
  sentence: 'A client on the Internet uses only the systems of its assigned site: it has no resident site.',
  sources: [systemsForInternet],
  forbids: (contact) => isLimitedOnInternet(contact) && !contact.ofAssignedSite,
}

export const nativeModeOnly: ForbiddingRule = {
  id: 'internet-client/native-mode-only',
  sentence: 'Only native-mode sites manage clients on the Internet.',
  sources: [{ says: 'Clients on the Internet belong to native-mode sites.', pages: [pages.internetClients] }],
  forbids: (contact) => isLimitedOnInternet(contact) && !siteModes[contact.siteMode].managesInternetClients,
}

export const notOnTheInternet: ForbiddingRule = {
  id: 'internet-client/not-on-the-internet',
  sentence:
    'Operating system deployment, Network Access Protection and branch distribution points are not for clients on the Internet.',
  sources: [
    {
      says: 'Branch distribution points, operating system deployment and Network Access Protection do not serve clients on the Internet.',
      pages: [pages.internetClients],
    },
  ],
  forbids: ({ client, role }) => client.onInternet && siteSystemRoles[role].onInternet === 'no',
}

export const notFromSecondarySites: ForbiddingRule = {
  id: 'internet-client/not-from-secondary-sites',
  sentence: 'Secondary sites do not serve clients on the Internet.',
  sources: [
    { says: 'Secondary sites do not serve clients on the Internet.', pages: [pages.howManyInternetSites] },
  ],
  forbids: (contact) => isLimitedOnInternet(contact) && contact.siteKind === 'secondary',
}

export const internetSystemsOnly: ForbiddingRule = {
  id: 'internet-client/internet-systems-only',
  sentence:
    'A client on the Internet uses only site systems that accept connections from there, wherever in its site they are.',
  sources: [systemsForInternet],
  forbids: (contact) => isLimitedOnInternet(contact) && contact.clientConnections === 'intranet',
}

export const internetOnlySystem: ForbiddingRule = {
  id: 'internet-client/internet-only-system',
  sentence: 'A site system that allows Internet-only client connections is not for clients on the intranet.',
  sources: [{ says: 'A system may accept Internet clients only.', pages: [pages.siteSystemOptions] }],
  forbids: ({ client, clientConnections }, decided) =>
    decided.allowed && !client.onInternet && clientConnections === 'internet',
}

/** Whether the limits for Internet clients apply; roles that serve them from any site are exempt. */
function isLimitedOnInternet({ client, role }: Contact): boolean {
  return client.onInternet && siteSystemRoles[role].onInternet !== 'in-any-site'
}
