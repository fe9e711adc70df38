import type { Rule } from './rule.ts'
import { farAwayAsSlow, pages } from './sources.ts'

export const offeredForInstallation: Rule = {
  id: 'software-updates/offered-for-installation',
  sentence:
    'A client installs a software update only after a scan in which the software update point offers it for installation; of ' +
    'others it reports at most whether they are needed.',
  sources: [
    {
      says: 'An update with the action Install is to be installed; one with PreDeploymentCheck is only reported on.',
      pages: [pages.updateService],
    },
  ],
}

export const filesFromDistributionPoints: Rule = {
  id: 'software-updates/files-from-distribution-points',
  sentence:
    'A client gets the files of a software update from distribution points, whatever deployment package holds them there, and ' +
    'asks for these by the unique id and version of its configuration item.',
  sources: [
    {
      says: 'A content location request names a package, or an update by the unique id of its configuration item, and the version.',
      pages: [pages.contentLocation, pages.boundariesAndSelection],
    },
    {
      says: 'Clients take an update from any distribution point that has it; a deployment is not tied to a deployment package.',
      pages: [pages.deploymentPackages],
    },
  ],
}

export const slowBoundaryForUpdates: Rule = {
  id: 'software-updates/slow-boundary',
  sentence:
    'Within a slow boundary, outside all boundaries, or when a client in another site falls back to its assigned site, it ' +
    'installs a software update only if the deployment allows that; by default it does not.',
  sources: [
    {
      says: 'By default software updates are not installed in a slow boundary; the deployment can allow it.',
      pages: [pages.updateDownloadSettings],
    },
    farAwayAsSlow,
  ],
}
