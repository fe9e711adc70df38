import type { SiteSystemRole } from '../model/site-system-role.ts'
import { forbid, type Contact, type Decision, type Rule } from './rule.ts'

/** "Overview of Internet-Based Client Management", in short, for all that follow but where something else is said. */
export const nativeModeOnly: Rule = {
  id: 'internet-client/native-mode-only',
  sentence: 'Clients on the Internet are managed by native-mode sites alone.',
}

export const assignedSiteOnly: Rule = {
  id: 'internet-client/assigned-site-only',
  sentence: 'A client on the Internet uses the systems of its assigned site alone: it has no resident site.',
}

/** "Determine How Many Sites to Use for Internet-Based Client Management", in short. */
export const notFromSecondarySites: Rule = {
  id: 'internet-client/not-from-secondary-sites',
  sentence: 'Secondary sites do not serve clients on the Internet.',
}

export const internetSystemsOnly: Rule = {
  id: 'internet-client/internet-systems-only',
  sentence:
    'A client on the Internet uses only site systems that accept connections from there, wherever in its site they are.',
}

export const notOnTheInternet: Rule = {
  id: 'internet-client/not-on-the-internet',
  sentence:
    'Operating system deployment, Network Access Protection and branch distribution points are not for clients on the Internet.',
}

export const noServerLocatorPoint: Rule = {
  id: 'internet-client/no-server-locator-point',
  sentence: 'A client on the Internet uses no server locator point.',
}

/** The options of a site system that the console has, by their words. */
export const internetOnlySystem: Rule = {
  id: 'internet-client/internet-only-system',
  sentence: 'A site system that allows Internet-only client connections is not for clients on the intranet.',
}

/** That the source text speaks of SMB on the intranet alone, and the option's own label, which names both. */
export const noSmb: Rule = {
  id: 'internet-client/no-smb',
  sentence: 'Clients on the Internet and mobile devices have content by HTTP or HTTPS alone, never by SMB.',
}

const intranetRoles: readonly SiteSystemRole[] = [
  'branch-distribution-point',
  'state-migration-point',
  'pxe-service-point',
  'system-health-validator-point',
]

/** What being on the Internet, or a mobile device, forbids a client that its rules let through otherwise. */
export function forbiddenFromAfar(contact: Contact, decision: Decision): Decision {
  const { client, clientConnections } = contact
  const protocol = decision.allowed ? decision.protocol : decision.needed
  const isFar = client.onInternet || client.kind === 'mobile-device'
  if (isFar && protocol === 'smb' && decision.allowed) return forbid(noSmb, protocol)
  const forbidding = client.onInternet ? forbiddenOnInternet(contact) : undefined
  if (forbidding) return forbid(forbidding, protocol)
  const wrongSide = !client.onInternet && clientConnections === 'internet'
  return wrongSide && decision.allowed ? forbid(internetOnlySystem, protocol) : decision
}

function forbiddenOnInternet({ role, siteMode, ofAssignedSite, siteKind, clientConnections }: Contact) {
  // "The fallback status point can accept clients from the Internet", whatever its site's mode.
  if (role === 'fallback-status-point') return undefined
  if (role === 'server-locator-point') return noServerLocatorPoint
  if (!ofAssignedSite) return assignedSiteOnly
  if (siteMode === 'mixed') return nativeModeOnly
  if (intranetRoles.includes(role)) return notOnTheInternet
  if (siteKind === 'secondary') return notFromSecondarySites
  return clientConnections === 'intranet' ? internetSystemsOnly : undefined
}
