import type { WebProtocol } from '../vocabulary/network.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import { allow, type DecidingRule } from './rule.ts'
import { pages } from './sources.ts'

/** Table 1 of the source text. A third mode would need a rule of its own: the sentences here name two. */
const protocolIn: Readonly<Record<SiteMode, WebProtocol>> = { mixed: 'http', native: 'https' }

export const siteMode: DecidingRule = {
  id: 'within-assigned-site/site-mode',
  sentence:
    'Within the assigned site, clients talk to management points, distribution points and state migration points ' +
    'by HTTP in mixed mode and by HTTPS in native mode.',
  sources: [
    {
      says: 'Within the assigned site a standard distribution point is reached by HTTP or HTTPS, depending on the mode.',
      pages: [pages.clientCommunication],
    },
  ],
  decide: ({ ofAssignedSite, siteMode }) => (ofAssignedSite ? allow(protocolIn[siteMode]) : undefined),
}

export const softwareUpdatePoint: DecidingRule = {
  id: 'within-assigned-site/software-update-point',
  sentence:
    'A software update point is reached by HTTP or HTTPS, as configured, in mixed mode, and by HTTPS in native mode.',
  sources: [
    {
      says: 'A software update point is reached by HTTP or HTTPS as it is configured in mixed mode, by HTTPS in native mode.',
      pages: [pages.softwareUpdatePoints],
    },
  ],
  decide: ({ ofAssignedSite, siteMode, ssl }) =>
    ofAssignedSite ? allow(ssl ? 'https' : protocolIn[siteMode]) : undefined,
}

export const distributionPointBySmb: DecidingRule = {
  id: 'within-assigned-site/distribution-point-by-smb',
  sentence:
    'A standard distribution point is reached by SMB when it does not let clients transfer content by BITS, HTTP and HTTPS.',
  sources: [
    {
      says: 'A standard distribution point is reached by SMB when it is not enabled for BITS, HTTP and HTTPS.',
      pages: [pages.nativeModeBenefits],
    },
  ],
  decide: ({ ofAssignedSite, httpTransfer }) => (ofAssignedSite && !httpTransfer ? allow('smb') : undefined),
}

export const branchDistributionPoint: DecidingRule = {
  id: 'within-assigned-site/branch-distribution-point',
  sentence: 'A branch distribution point is always reached by SMB, in mixed mode and in native mode.',
  sources: [
    {
      says: 'A branch distribution point is reached by SMB in both modes.',
      pages: [pages.clientCommunication],
    },
  ],
  decide: ({ ofAssignedSite }) => (ofAssignedSite ? allow('smb') : undefined),
}
