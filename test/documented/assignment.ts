import { pages } from './pages.ts'
import type { DocumentedStatement } from './statement.ts'

/** How a client gets its site, and finds the management point of it. */
export const assignment: readonly DocumentedStatement[] = [
  {
    says: 'A site code can be configured, and then counts wherever the client is.',
    pages: [pages.siteAssignment],
    heldBy: { rules: ['site-assignment/manual'] },
  },
  {
    says: 'Automatic assignment takes the site whose boundaries hold the client.',
    pages: [pages.siteAssignment, pages.assignmentScenarios],
    heldBy: { rules: ['site-assignment/automatic'] },
  },
  {
    says: 'Within the boundaries of a secondary site a client is assigned to the parent.',
    pages: [pages.siteAssignment, pages.secondaryScenarios],
    heldBy: { rules: ['site-assignment/never-to-secondary-site'] },
  },
  {
    says: 'A client without a site, or without its management point, is unmanaged.',
    pages: [pages.siteAssignment],
    heldBy: { rules: ['site-assignment/unassigned', 'service-location/management-point-not-found'] },
  },
  {
    says: 'A client keeps its site until an administrator assigns it anew.',
    pages: [pages.siteAssignment],
    heldBy: { tests: { 'test/client/contact.test.ts': 'a client that moves turns to where it is' } },
  },
  {
    says: 'Assignment asks Active Directory first, and else a server locator point; without either it fails.',
    pages: [pages.siteAssignment],
    heldBy: {
      rules: [
        'service-location/active-directory-first',
        'service-location/server-locator-point-afterwards',
        'site-assignment/no-site-found',
      ],
    },
  },
  {
    says: 'After the choice of a site the client needs its version and settings: state message 608 without them.',
    pages: [pages.stateMessages],
    heldBy: { rules: ['site-assignment/settings-unknown'] },
  },
  {
    says: 'A site refuses clients that are newer: state message 607.',
    pages: [pages.stateMessages],
    heldBy: { rules: ['site-assignment/client-newer-than-site'] },
  },
  {
    says: 'A native-mode client without Active Directory and without the option stays unmanaged, for it may not ask a server locator point.',
    pages: [pages.specifyingServerLocatorPoint],
    heldBy: {
      scenarios: {
        'native-client-and-server-locator-point.yaml': 'Nor of the site that it is told to belong to',
      },
    },
  },
  {
    says: 'A client for the Internet, always or at times, is assigned directly.',
    pages: [pages.internetClients, pages.tips],
    heldBy: {
      rules: ['site-assignment/internet-client-directly', 'service-location/directly-on-the-internet'],
    },
  },
  {
    says: 'Devices and clients on the Internet use no server locator point.',
    pages: [pages.serverLocatorPoints],
    heldBy: { rules: ['internet-client/no-server-locator-point', 'server-locator-point/no-mobile-device'] },
  },
  {
    says: 'A client that is always on the Internet ignores a server locator point given to it.',
    pages: [pages.serverLocatorPoints],
    heldBy: { findings: ['contradictory-installation'] },
  },
  {
    says: 'Computers in native mode use a server locator point with the option alone.',
    pages: [pages.serverLocatorPoints, pages.specifyingServerLocatorPoint],
    heldBy: { rules: ['server-locator-point/native-client-needs-http-option'] },
  },
  {
    says: 'A client learns of its server locator point when it is installed, or by the entry SMS_SLP in WINS.',
    pages: [pages.specifyingServerLocatorPoint, pages.wins],
    heldBy: { rules: ['service-location/wins-for-server-locator-point'] },
  },
  {
    says: 'One server locator point is enough for a hierarchy; it knows nothing of sites above its own.',
    pages: [pages.whetherServerLocatorPoint],
    heldBy: {
      tests: { 'test/points/server-locator-point.test.ts': '${name} finds management points by site' },
    },
  },
  {
    says: 'The default management point is looked for in Active Directory, DNS, a server locator point and WINS, one after the other.',
    pages: [pages.findingManagementPoints],
    heldBy: {
      rules: [
        'service-location/active-directory-first',
        'service-location/dns',
        'service-location/server-locator-point-afterwards',
        'service-location/wins-in-mixed-mode',
      ],
    },
  },
  {
    says: 'WINS has the management points of mixed mode, and none of native mode.',
    pages: [pages.nativeModePrerequisites, pages.wins, pages.serviceLocation],
    heldBy: { rules: ['service-location/wins-in-mixed-mode'] },
  },
  {
    says: 'DNS has the record _mssms_mp_<site code>._tcp, with the port of the mode.',
    pages: [pages.publishingInDns],
    heldBy: {
      tests: {
        'test/points/name-server.test.ts':
          "Node's own resolver finds what is published, with the port of the mode",
      },
    },
  },
  {
    says: 'The record in DNS may be kept for 14,400 seconds.',
    pages: [pages.publishingInDns],
    heldBy: { tests: { 'test/points/name-server.test.ts': 'a record may be kept for four hours' } },
  },
  {
    says: 'DNS serves directly assigned clients that were given the suffix.',
    pages: [pages.publishingInDns],
    heldBy: { rules: ['service-location/dns'] },
  },
  {
    says: 'The suffix for DNS has nothing to do with assignment.',
    pages: [pages.tips],
    heldBy: { findings: ['contradictory-installation'] },
  },
  {
    says: 'Management points behind a load balancer are not in DNS, and in native mode not addressed by number.',
    pages: [pages.publishingInDns, pages.nativeModeSettings],
    heldBy: { limit: 'loadBalancing' },
  },
  {
    says: 'The list of management points says which of them take SSL.',
    pages: [pages.troubleshootingManagementPoints],
    heldBy: { rules: ['service-location/management-point-of-its-mode'] },
  },
  {
    says: 'The option for HTTP is off by default.',
    pages: [pages.httpForRoaming],
    heldBy: { tests: { 'test/model/hierarchy-defaults.test.ts': 'everything not required has a default' } },
  },
  {
    says: 'Clients that read Active Directory learn of the option at assignment, at their start and every 25 hours.',
    pages: [pages.httpForRoaming],
    heldBy: { rules: ['site-settings/read-again'] },
  },
  {
    says: 'CCMALWAYSINF goes with CCMHOSTNAME and a site code.',
    pages: [pages.installationProperties],
    heldBy: { findings: ['contradictory-installation'] },
  },
  {
    says: 'CCMHOSTNAME names the Internet-based management point, and one of those serves one primary site.',
    pages: [pages.installationProperties, pages.tips],
    heldBy: { findings: ['contradictory-installation'] },
  },
  {
    says: 'CCMHTTPSSTATE is no property of the release; HttpsStateFlags holds the mode, revocation checking and the option.',
    pages: [pages.httpsState],
    heldBy: { tests: { 'test/wire/ldap-names.test.ts': 'settings as public scripts show them' } },
  },
  {
    says: 'CCMHTTPPORT and CCMHTTPSPORT are the ports of requests.',
    pages: [pages.ports],
    heldBy: { failures: ['listens-on-another-port'] },
  },
  {
    says: 'A client can be installed with the trusted root key, or the certificate by which the site server signs.',
    pages: [pages.installationProperties, pages.signingCertificate],
    heldBy: { limit: 'trustedRootKey' },
  },
  {
    says: 'Worked examples of assignment: it succeeds, fails, takes an Internet client, and meets a site of SMS 2003.',
    pages: [pages.assignmentScenarios],
    heldBy: {
      scenarios: {
        'site-assignment.yaml': 'And so is a client on the Internet',
        'switch-order-and-stragglers.yaml':
          'A site of the product before this one takes no client of this one',
      },
    },
  },
  {
    says: 'Worked examples of secondary sites: with a proxy management point, and without.',
    pages: [pages.secondaryScenarios],
    heldBy: {
      scenarios: { 'proxy-management-point.yaml': 'In a secondary site of it, its proxy management point' },
    },
  },
  {
    says: 'A site code that does not exist leaves the client installed and unmanaged.',
    pages: [pages.siteAssignment],
    heldBy: { scenarios: { 'site-assignment.yaml': 'To a site that does not exist, in vain' } },
  },
  {
    says: 'Automatic assignment can be switched on again, and then runs at intervals.',
    pages: ['The 2007 SDK (cc145236)'],
    heldBy: { limit: 'assignmentAgain' },
  },
  {
    says: 'Worked examples of assignment: the wrong site, and a client whose mode differs from its site.',
    pages: [pages.assignmentScenarios],
    heldBy: {
      scenarios: {
        'overlapping-boundaries.yaml': 'Else the first',
        'mode-taken-at-assignment.yaml':
          'A client that was installed for native mode takes the mixed mode of its site, as Active Directory tells',
      },
    },
  },
  {
    says: 'Supernets are not supported as boundaries.',
    pages: ['Boundaries (bb633084)'],
    heldBy: { findings: ['supernet-boundary'] },
  },
  {
    says: 'A computer of a workgroup is in boundaries of addresses alone.',
    pages: ['Managing Workgroup Clients'],
    heldBy: { rules: ['resident-site/addresses-alone-in-a-workgroup'] },
  },
]
