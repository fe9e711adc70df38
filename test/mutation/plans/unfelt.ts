/** Truths of rules that no plan feels, and why. */
interface Unfelt {
  why: string
  /**
   * `sim/rules/concerns.ts`: all of a file; `sim/rules/roaming.ts, contentOnly`: all of a rule; with a truth, as
   * `npm run mutation -- plans` names it: that one alone.
   */
  truths: readonly [string, ...string[]]
}

const allowedInstead = 'forbid could be ((protocol) => ({ allowed: true, protocol }))'

export const unfelt: readonly Unfelt[] = [
  {
    why: 'A plan tries each package on a copy of a client, and so in an empty cache.',
    truths: [
      'sim/rules/client-cache.ts, mayTryForRoom: now - tries.last >= triedEvery could be !(now - tries.last >= triedEvery)',
      'sim/rules/client-cache.ts, isLastTry',
      'sim/rules/client-cache.ts, deletedForRoom: now - used >= keptFor could be !(now - used >= keptFor)',
      'sim/rules/client-cache.ts, deletedForRoom: free >= size could be !(free >= size)',
    ],
  },
  {
    why: 'It only describes the rules to a reader.',
    truths: ['sim/rules/concerns.ts'],
  },
  {
    why: 'It only says which rule was followed.',
    truths: ['sim/rules/client-certificate.ts, ruleOfChoice'],
  },
  {
    why: 'A hierarchy with criteria that no client can read is refused before a plan is made.',
    truths: ['sim/rules/client-certificate.ts, chooseCertificate: !read could be false'],
  },
  {
    why: 'Site systems accept the certificate that is valid longest and any other that is valid.',
    truths: [
      'sim/rules/client-certificate.ts, chooseCertificate: one.notAfter > best.notAfter could be !(one.notAfter > best.notAfter)',
    ],
  },
  {
    why: 'SMB serves neither clients on the Internet nor mobile devices, even where they try it.',
    truths: [
      "sim/rules/content-location.ts, smbAfter: client.kind === 'computer' && !client.onInternet could be client.kind === 'computer' || !client.onInternet",
    ],
  },
  {
    why: 'A plan does not ask for messages to a fallback status point, the one system that serves the Internet from any site.',
    truths: [
      'sim/rules/fallback-status-point.ts, httpInBothModes',
      "sim/rules/internet-client.ts, isLimitedOnInternet: siteSystemRoles[role].onInternet !== 'in-any-site' could be !(siteSystemRoles[role].onInternet !== 'in-any-site')",
    ],
  },
  {
    why: 'The management point leaves such systems out of its lists, and clients do not know this of the ones that they are told of.',
    truths: [
      'sim/rules/internet-client.ts, internetSystemsOnly: isLimitedOnInternet(contact) could be !(isLimitedOnInternet(contact))',
      'sim/rules/internet-client.ts, internetOnlySystem: decided.allowed && !client.onInternet could be !(decided.allowed && !client.onInternet)',
      'sim/rules/internet-client.ts, internetOnlySystem: decided.allowed && !client.onInternet could be decided.allowed || !client.onInternet',
      'sim/rules/internet-client.ts, internetOnlySystem: decided.allowed could be !(decided.allowed)',
      'sim/rules/internet-client.ts, internetOnlySystem: client.onInternet could be !(client.onInternet)',
      'sim/rules/serving-system.ts, deviceManagementPoint: decided.allowed could be !(decided.allowed)',
      'sim/rules/serving-system.ts, protectedSystem: decided.allowed could be !(decided.allowed)',
      "sim/rules/serving-system.ts, isClosedToDevice: role === 'management-point' && client.kind === 'mobile-device' could be !(role === 'management-point' && client.kind === 'mobile-device')",
      "sim/rules/serving-system.ts, isClosedToDevice: role === 'management-point' && client.kind === 'mobile-device' could be role === 'management-point' || client.kind === 'mobile-device'",
      "sim/rules/serving-system.ts, isClosedToDevice: role === 'management-point' could be !(role === 'management-point')",
      "sim/rules/serving-system.ts, isClosedToDevice: client.kind === 'mobile-device' could be !(client.kind === 'mobile-device')",
      'sim/rules/serving-system.ts, isProtectedFrom: siteSystemRoles[role].protectable could be !(siteSystemRoles[role].protectable)',
    ],
  },
  {
    why: 'A client asks the software update point at the address that it is told, by the protocol in it.',
    truths: ['sim/rules/within-assigned-site.ts, softwareUpdatePoint: ssl could be !(ssl)'],
  },
  {
    why: 'A client of this kind does not even look for such a system, so that nothing needs to keep it away.',
    truths: [
      `sim/rules/roaming.ts, noMobileDevice: ${allowedInstead}`,
      `sim/rules/roaming.ts, contentOnly: ${allowedInstead}`,
      `sim/rules/server-locator-point.ts, noMobileDevice: ${allowedInstead}`,
    ],
  },
  {
    why: 'A computer that fails by HTTP tries SMB, and so has the content in the end.',
    truths: [
      "sim/rules/roaming.ts, protocolAbroad: speaks === 'smb' || (speaks === 'web-or-smb' && !httpTransfer) could be speaks === 'smb' && (speaks === 'web-or-smb' && !httpTransfer)",
      "sim/rules/roaming.ts, protocolAbroad: speaks === 'web-or-smb' could be !(speaks === 'web-or-smb')",
    ],
  },
  {
    why: 'For a system of the same mode the rules of roaming say the same, or HTTP fails first.',
    truths: [
      'sim/rules/within-assigned-site.ts, distributionPointBySmb: ofAssignedSite could be !(ofAssignedSite)',
      'sim/rules/within-assigned-site.ts, branchDistributionPoint: ofAssignedSite could be !(ofAssignedSite)',
    ],
  },
  {
    why: 'A plan assigns nobody: every client has its site before, or has none.',
    truths: [
      'sim/rules/site-assignment.ts, withoutAutomaticAssignment',
      'sim/rules/site-assignment.ts, isNewer',
    ],
  },
  {
    why: 'The site mode does not change it, and the client of this product has no part in it.',
    truths: [
      'sim/rules/unaffected-by-site-mode.ts, systemHealthValidatorPoint',
      'sim/rules/unaffected-by-site-mode.ts, pxeServicePoint',
      'sim/rules/unaffected-by-site-mode.ts, reportingPoint',
    ],
  },
]

/** Why no plan feels a truth; undefined: one has to. */
export function reasonAgainst(id: string): string | undefined {
  return unfelt.find(({ truths }) => truths.some((truth) => covers(truth, id)))?.why
}

/** Whether an entry is about a truth. */
export function covers(truth: string, id: string): boolean {
  return truth === id || id.startsWith(`${truth}, `) || id.startsWith(`${truth}: `)
}
