import { forbid, type Contact, type Decision, type Rule } from './rule.ts'

/** "About Internet-Based Client Management", in short, for all that follow. */
export const nativeModeOnly: Rule = {
  id: 'internet-client/native-mode-only',
  sentence: 'Clients on the Internet are managed by native-mode sites alone.',
}

export const assignedSiteOnly: Rule = {
  id: 'internet-client/assigned-site-only',
  sentence: 'A client on the Internet uses the systems of its assigned site alone: it has no resident site.',
}

export const noServerLocatorPoint: Rule = {
  id: 'internet-client/no-server-locator-point',
  sentence: 'A client on the Internet uses no server locator point.',
}

/** That the source text speaks of SMB on the intranet alone, and the option's own label, which names both. */
export const noSmb: Rule = {
  id: 'internet-client/no-smb',
  sentence: 'Clients on the Internet and mobile devices have content by HTTP or HTTPS alone, never by SMB.',
}

/** What being on the Internet, or a mobile device, forbids a client that its rules let through otherwise. */
export function forbiddenFromAfar(
  { client, role, siteMode, ofAssignedSite }: Contact,
  decision: Decision,
): Decision {
  const protocol = decision.allowed ? decision.protocol : decision.needed
  const isFar = client.onInternet || client.kind === 'mobile-device'
  if (isFar && protocol === 'smb' && decision.allowed) return forbid(noSmb, protocol)
  // "The fallback status point can accept clients from the Internet", whatever its site's mode.
  if (!client.onInternet || role === 'fallback-status-point') return decision
  if (role === 'server-locator-point') return forbid(noServerLocatorPoint, protocol)
  if (!ofAssignedSite) return forbid(assignedSiteOnly, protocol)
  return siteMode === 'mixed' && decision.allowed ? forbid(nativeModeOnly, protocol) : decision
}
