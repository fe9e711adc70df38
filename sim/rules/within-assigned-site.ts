import { allow, protocolOfMode, type Contact, type Decision, type Rule } from './rule.ts'

/** Table 1 of the source text. */
export const siteMode: Rule = {
  id: 'within-assigned-site/site-mode',
  sentence:
    'Within the assigned site, clients talk to management points, distribution points and state migration points ' +
    'by HTTP in mixed mode and by HTTPS in native mode.',
}

export const softwareUpdatePoint: Rule = {
  id: 'within-assigned-site/software-update-point',
  sentence:
    'A software update point is reached by HTTP or HTTPS, as it is configured, in mixed mode and by HTTPS in native mode.',
}

export const distributionPointBySmb: Rule = {
  id: 'within-assigned-site/distribution-point-by-smb',
  sentence:
    'A standard distribution point is reached by SMB when it does not let clients transfer content by BITS, HTTP and HTTPS.',
}

export const branchDistributionPoint: Rule = {
  id: 'within-assigned-site/branch-distribution-point',
  sentence: 'A branch distribution point is always reached by SMB, in mixed mode and in native mode.',
}

export function withinAssignedSite({ role, siteMode: mode, ssl, httpTransfer }: Contact): Decision {
  switch (role) {
    case 'software-update-point':
      return allow(softwareUpdatePoint, mode === 'native' || ssl ? 'https' : 'http')
    case 'branch-distribution-point':
      return allow(branchDistributionPoint, 'smb')
    case 'standard-distribution-point':
      return httpTransfer ? allow(siteMode, protocolOfMode(mode)) : allow(distributionPointBySmb, 'smb')
    default:
      return allow(siteMode, protocolOfMode(mode))
  }
}
