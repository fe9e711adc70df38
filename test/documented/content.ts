import { pages } from './pages.ts'
import type { DocumentedStatement } from './statement.ts'

/** How content is transferred, and how a client finds it. */
export const content: readonly DocumentedStatement[] = [
  {
    says: 'Without the option for BITS, HTTP and HTTPS, clients use SMB to a standard distribution point, in native mode too.',
    pages: [pages.nativeModeBenefits, pages.bitsDistributionPoints],
    heldBy: { rules: ['within-assigned-site/distribution-point-by-smb'] },
  },
  {
    says: 'A program that is run from the distribution point uses SMB, also where BITS is enabled.',
    pages: [pages.bitsDistributionPoints],
    heldBy: { rules: ['content-location/run-from-distribution-point'] },
  },
  {
    says: 'SMB follows a failure of HTTP or HTTPS, on the intranet alone.',
    pages: [pages.clientCommunication, pages.nativeModeBenefits],
    heldBy: { rules: ['content-location/smb-after-failure', 'internet-client/no-smb'] },
  },
  {
    says: 'Clients reach a branch distribution point by SMB in either mode.',
    pages: [pages.clientCommunication],
    heldBy: { rules: ['within-assigned-site/branch-distribution-point'] },
  },
  {
    says: 'Internet-based clients and devices require the option for HTTP.',
    pages: [pages.transferOptionLabel],
    heldBy: { rules: ['internet-client/no-smb'] },
  },
  {
    says: 'A site server copies packages to its distribution points by SMB, never by BITS.',
    pages: [pages.bitsDistributionPoints],
    heldBy: { limit: 'serverTraffic' },
  },
  {
    says: 'Devices need a distribution point with BITS, and do not use BITS.',
    pages: [pages.bitsDistributionPoints],
    heldBy: { rules: ['content-location/device-without-bits'] },
  },
  {
    says: 'A distribution point with BITS needs WebDAV: PROPFIND lists a package, GET with ranges fetches it.',
    pages: [pages.bitsDistributionPoints],
    heldBy: {
      tests: {
        'test/wire/distribution-point/propfind.test.ts': 'a listing tells what was asked for',
        'test/wire/distribution-point/byte-ranges.test.ts': 'a byte range is read as RFC 9110 says',
      },
    },
  },
  {
    says: 'Signatures of packages have a virtual directory of their own beside those of the packages.',
    pages: [pages.bitsDistributionPoints],
    heldBy: {
      tests: {
        'test/points/distribution-point.test.ts': 'a package has a file of signatures',
        'test/wire/distribution-point/signature-tar.test.ts':
          'a file of signatures is laid out as ustar says',
      },
    },
  },
  {
    says: 'In native mode each virtual directory has a twin that takes no client certificate; a client picks either, and then the other.',
    pages: [pages.packageAccess],
    heldBy: { rules: ['content-location/either-virtual-directory'] },
  },
  {
    says: 'Which of the two comes first is random.',
    pages: [pages.packageAccess],
    heldBy: { limit: 'choiceVirtualDirectory' },
  },
  {
    says: 'A distribution point that is a share has virtual directories of other names.',
    pages: [pages.bitsDistributionPoints],
    heldBy: { limit: 'serverShares' },
  },
  {
    says: 'A client asks the resident management point for content by package and version.',
    pages: [pages.contentLocation, pages.contentLocationRequest],
    heldBy: { rules: ['content-location/resident-management-point-first'] },
  },
  {
    says: 'Content of an update is asked for by the unique id of its configuration item, and its version.',
    pages: [pages.contentLocation, pages.boundariesAndSelection],
    heldBy: { rules: ['software-updates/files-from-distribution-points'] },
  },
  {
    says: 'Clients take an update from any distribution point that has it, whatever deployment package holds it there.',
    pages: [pages.deploymentPackages],
    heldBy: { rules: ['software-updates/files-from-distribution-points'] },
  },
  {
    says: 'An update agent installs what is to be installed, and only reports on what is to be checked before a deployment.',
    pages: [pages.updateService],
    heldBy: { rules: ['software-updates/offered-for-installation'] },
  },
  {
    says: 'A management point looks in the current site first, then in the assigned site; there is no third.',
    pages: [pages.contentLocation],
    heldBy: { rules: ['content-location/nobody-has-it'] },
  },
  {
    says: 'Where protected distribution points hold the content and cover the client, the reply names them alone.',
    pages: [pages.contentLocation, pages.protectedDistributionPoints],
    heldBy: { rules: ['content-location/protected-only'] },
  },
  {
    says: 'After an empty list a client asks its assigned management point.',
    pages: [pages.boundariesAndSelection],
    heldBy: { rules: ['content-location/assigned-site-after-an-empty-list'] },
  },
  {
    says: 'After a list of failures a client does not ask its assigned management point.',
    pages: [pages.boundariesAndSelection],
    heldBy: { rules: ['content-location/no-way-back-after-failure'] },
  },
  {
    says: 'Where no management point answers, a client has no list.',
    pages: [pages.boundariesAndSelection],
    heldBy: { rules: ['content-location/no-list'] },
  },
  {
    says: 'Falling back works within one hierarchy only.',
    pages: [pages.boundariesAndSelection],
    heldBy: { findings: ['several-central-sites'] },
  },
  {
    says: 'A record of a reply has the SMB path, the URL and the capabilities of a distribution point.',
    pages: [pages.contentLocationRequest],
    heldBy: {
      tests: { 'test/wire/management-point/locations.test.ts': 'a reply put together by hand is read' },
    },
  },
  {
    says: 'A boundary is fast or slow.',
    pages: [pages.complexRoaming],
    heldBy: { rules: ['content-location/slow-boundary'] },
  },
  {
    says: 'By default a client in a slow boundary neither runs a program nor installs an update.',
    pages: [pages.complexRoaming, pages.updateDownloadSettings],
    heldBy: { rules: ['content-location/slow-boundary', 'software-updates/slow-boundary'] },
  },
  {
    says: 'A client in no boundary counts as slow.',
    pages: [pages.boundariesAndSelection],
    heldBy: { rules: ['content-location/slow-boundary', 'resident-site/outside-all-boundaries'] },
  },
  {
    says: 'Content of the assigned site is far away for a client in another site, so it is located and not downloaded.',
    pages: [pages.complexRoaming],
    heldBy: {
      scenarios: {
        'mixed-and-native-neighbours.yaml':
          'At home it is far away, and what is not to be run from afar is not',
      },
    },
  },
  {
    says: 'Only distribution points and state migration points can be protected.',
    pages: [pages.protectedDistributionPoints],
    heldBy: { findings: ['setting-without-effect'] },
  },
  {
    says: 'Protection keeps out clients in other boundaries.',
    pages: [pages.protectedDistributionPoints],
    heldBy: { rules: ['serving-system/protected'] },
  },
  {
    says: 'A client that may fall back uses unprotected distribution points after more than eight hours.',
    pages: [pages.protectedDistributionPoints],
    heldBy: { rules: ['content-location/unprotected-after-eight-hours'] },
  },
  {
    says: 'If every distribution point is protected, a client in none of the boundaries gets nothing.',
    pages: [pages.protectingDistributionPoints],
    heldBy: {
      scenarios: {
        'protected-everywhere-and-in-no-boundary.yaml':
          'Where all are protected, who is in none of their boundaries has none',
      },
    },
  },
  {
    says: 'A branch distribution point accepts ten connections on Windows XP and Vista, twenty on Windows 7.',
    pages: [pages.branchDistributionPoints],
    heldBy: {
      tests: {
        'test/client/actions/downloads.test.ts':
          'a branch distribution point takes as many connections as a client’s Windows does',
      },
    },
  },
  {
    says: 'A branch distribution point needs a standard one with BITS.',
    pages: [pages.branchDistributionPoints],
    heldBy: { findings: ['branch-without-source'] },
  },
  {
    says: 'No unassigned, workgroup, roaming or Internet-based computer can be a branch distribution point.',
    pages: [pages.branchDistributionPoints],
    heldBy: { limit: 'branchHosts' },
  },
  {
    says: 'A BITS download resumes when the computer is connected again.',
    pages: [pages.bitsDistributionPoints],
    heldBy: { rules: ['content-location/goes-on-where-it-broke'] },
  },
  {
    says: 'What does not fit into a full cache is tried every four hours, 18 times; what is larger than the cache is not.',
    pages: [pages.softwareDistributionQuestions],
    heldBy: { rules: ['client-cache/waits-for-room', 'client-cache/larger-than-the-cache'] },
  },
  {
    says: 'Distribution points ask for a Windows account, unless clients may connect anonymously.',
    pages: ['Distribution point properties (7a41355c)'],
    heldBy: {
      scenarios: {
        'windows-authentication.yaml':
          'It needs a distribution point that lets anonymous clients in, which serves everybody',
      },
    },
  },
  {
    says: 'The share of a distribution point is read with a Windows account in both modes: by default the group Users may, and no guests.',
    pages: [pages.packageAccounts, pages.packageAccessScenarios],
    heldBy: {
      scenarios: {
        'windows-authentication.yaml': 'A share asks for an account as well, and takes the same ones',
      },
    },
  },
  {
    says: 'The directories that take no client certificate are reached by a Windows account, and cannot refuse a certificate.',
    pages: [pages.packageAccess],
    heldBy: {
      scenarios: {
        'windows-authentication.yaml':
          'In native mode an expired certificate is no reason to refuse where none is asked for',
      },
    },
  },
  {
    says: 'A task sequence downloads content as needed, all of it before, or accesses it directly.',
    pages: ['Task sequence advertisements (c54d712e)'],
    heldBy: { limit: 'taskSequenceSwitches' },
  },
  {
    says: 'A computer without an account of the domain takes the Network Access Account.',
    pages: [pages.networkAccessAccount],
    heldBy: { rules: ['content-location/network-access-account'] },
  },
  {
    says: 'Local distribution points come before remote ones; in each the same subnet, the same site, the rest; in each of these BITS first.',
    pages: ['Summaries of the page on content location'],
    heldBy: { rules: ['content-location/order-of-distribution-points'] },
  },
  {
    says: 'A record of a reply has the Active Directory site, the subnets and the metric of a distribution point.',
    pages: [pages.contentLocationRequest],
    heldBy: {
      tests: { 'test/wire/management-point/locations.test.ts': 'a reply put together by hand is read' },
    },
  },
  {
    says: 'A branch distribution point fetches on demand what a client within its protected boundaries wants.',
    pages: [pages.branchDistributionPoints],
    heldBy: { rules: ['branch-distribution-point/fetched-on-demand'] },
  },
  {
    says: 'A full branch distribution point is tried once more, and then the next one.',
    pages: [pages.branchDistributionPoints],
    heldBy: { rules: ['branch-distribution-point/once-more-when-full'] },
  },
]
