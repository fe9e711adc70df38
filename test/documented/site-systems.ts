import { pages } from './pages.ts'
import type { DocumentedStatement } from './statement.ts'

/** Site systems, by role: on the Internet, for devices, and in either mode. */
export const siteSystems: readonly DocumentedStatement[] = [
  {
    says: 'Management, distribution and state migration points are reached by HTTP in mixed mode and by HTTPS in native mode.',
    pages: [pages.clientCommunication],
    heldBy: { rules: ['within-assigned-site/site-mode'] },
  },
  {
    says: 'Clients on the Internet are managed by native-mode sites.',
    pages: [pages.internetClients],
    heldBy: { rules: ['internet-client/native-mode-only'] },
  },
  {
    says: 'Secondary sites serve no clients on the Internet.',
    pages: [pages.howManyInternetSites],
    heldBy: { rules: ['internet-client/not-from-secondary-sites'] },
  },
  {
    says: 'Branch distribution points, operating system deployment and Network Access Protection are not for the Internet.',
    pages: [pages.internetClients],
    heldBy: { rules: ['internet-client/not-on-the-internet'] },
  },
  {
    says: 'Neither are remote control, Wake on LAN, out-of-band management and programs for users.',
    pages: [pages.internetClients],
    heldBy: { limit: 'internetFeatures' },
  },
  {
    says: 'Clients on the Internet use any system of their assigned site that accepts them, however far.',
    pages: [pages.howManyInternetSites],
    heldBy: { rules: ['internet-client/assigned-site-only', 'internet-client/internet-systems-only'] },
  },
  {
    says: 'A system may accept clients of the intranet, of the Internet, or both.',
    pages: [pages.siteSystemOptions],
    heldBy: { rules: ['internet-client/internet-systems-only', 'internet-client/internet-only-system'] },
  },
  {
    says: 'The name of an Internet-based system is in public DNS, and firewalls pass HTTP 1.1 with its verbs.',
    pages: [pages.internetPrerequisites],
    heldBy: { limit: 'otherAccess' },
  },
  {
    says: 'Computers may use a proxy server, devices connect directly.',
    pages: [pages.internetPrerequisites],
    heldBy: { limit: 'otherAccess' },
  },
  {
    says: 'Update files for clients on the Internet may come from Microsoft Update.',
    pages: [pages.internetClients],
    heldBy: { limit: 'microsoftUpdate' },
  },
  {
    says: 'A device uses a management point that allows devices, by the protocol of the mode.',
    pages: [pages.deviceManagement],
    heldBy: { rules: ['serving-system/device-management-point'] },
  },
  {
    says: 'Devices enroll for a certificate, and poll at an interval of their own.',
    pages: [pages.deviceDeployment],
    heldBy: { limit: 'deviceEnrollment' },
  },
  {
    says: 'A software update point in mixed mode has a setting of its own; in native mode it is HTTPS.',
    pages: [pages.clientCommunication, pages.softwareUpdatePoints],
    heldBy: { rules: ['within-assigned-site/software-update-point'] },
  },
  {
    says: 'Five of its virtual directories require SSL.',
    pages: [pages.softwareUpdatePoints],
    heldBy: {
      tests: {
        'test/points/software-update-point.test.ts':
          'native mode secures five directories, and has the others at both ports',
      },
    },
  },
  {
    says: 'These are APIRemoting30, ClientWebService, DSSAuthWebService, ServerSyncWebService and SimpleAuthWebService.',
    pages: ['A blog of Microsoft about securing WSUS, 2020'],
    heldBy: {
      tests: {
        'test/points/software-update-point.test.ts':
          'native mode secures five directories, and has the others at both ports',
      },
    },
  },
  {
    says: 'Update files are fetched by HTTP, signed and hashed.',
    pages: ['A blog of Microsoft about securing WSUS, 2020'],
    heldBy: {
      tests: {
        'test/points/software-update-point.test.ts':
          'GetExtendedUpdateInfo tells the rest, and the files are where it says',
      },
    },
  },
  {
    says: 'The twelve operations of its services.',
    pages: [pages.updateService],
    heldBy: {
      tests: {
        'test/wire/software-update-point/samples.test.ts': 'requests as agents write them',
        'test/wire/software-update-point/wsdl.test.ts': 'a WSDL names the operations of [MS-WUSP] 2.2.2.2',
        'test/points/update-scan.test.ts': 'SyncUpdates tells what is new and what is out of scope',
        'test/witness/soap-client.test.ts':
          'zeep calls all twelve operations, by the WSDLs of [MS-WUSP] and by those that are shown',
      },
    },
  },
  {
    says: 'Its ports are 80 and 443, or 8530 and 8531.',
    pages: [pages.ports],
    heldBy: { tests: { 'test/model/hierarchy-defaults.test.ts': 'everything not required has a default' } },
  },
  {
    says: 'If the configured port is another than that of the web server, scans fail.',
    pages: [pages.softwareUpdatePoints],
    heldBy: { failures: ['listens-on-another-port'] },
  },
  {
    says: 'A policy of the domain that names another server wins.',
    pages: [pages.softwareUpdatePoints],
    heldBy: { limit: 'microsoftUpdate' },
  },
  {
    says: 'A site may target updates at groups of computers.',
    pages: [pages.updateService],
    heldBy: { limit: 'updateGroups' },
  },
  {
    says: 'A fallback status point is reached by HTTP in both modes, so that it hears of clients without usable certificates.',
    pages: [pages.clientCommunication, pages.fallbackStatusPoints],
    heldBy: { rules: ['fallback-status-point/http-in-both-modes'] },
  },
  {
    says: 'It passes on 10,000 messages in 3,600 seconds.',
    pages: [pages.fallbackStatusPoints],
    heldBy: {
      tests: {
        'test/points/fallback-status-point.test.ts': 'messages over the throttle reach the site later',
      },
    },
  },
  {
    says: 'A client has one fallback status point at most, and reports to it that its management point does not answer.',
    pages: [pages.fallbackStatusPoints, pages.clientCertificateIssues],
    heldBy: {
      tests: {
        'test/client/actions/policy-and-state.test.ts':
          'what the management point does not hear, the fallback status point does',
      },
    },
  },
  {
    says: 'State messages have topics and ids, and a report of them comes as XML.',
    pages: [pages.stateMessages],
    heldBy: { tests: { 'test/wire/state-message.test.ts': 'a report as the documentation has it is read' } },
  },
  {
    says: 'An assignment is reported: started, its failures 601 to 609, and succeeded.',
    pages: [pages.stateMessages],
    heldBy: {
      tests: {
        'test/client/actions/assign.test.ts':
          'a client that cannot talk to its management point is unmanaged, and says so',
      },
    },
  },
  {
    says: 'An installation sends four messages, or says why it failed.',
    pages: [pages.fallbackStatusPoints, pages.stateMessages],
    heldBy: { limit: 'clientSetup' },
  },
  {
    says: 'Clients send their inventory to a management point, large files by BITS.',
    pages: [pages.proxyManagementPoints, '[MC-BUP]'],
    heldBy: { limit: 'inventory' },
  },
  {
    says: 'A server locator point is reached by HTTP in both modes.',
    pages: [pages.clientCommunication],
    heldBy: { rules: ['server-locator-point/http-in-both-modes'] },
  },
  {
    says: 'A task sequence asks for a state migration point, and that one for a store of its own, in ways that no page describes.',
    pages: [pages.operatingSystemDeployment],
    heldBy: { limit: 'choiceStatePaths' },
  },
  {
    says: 'Firmware boots by DHCP, BINL and TFTP, whatever the mode.',
    pages: [pages.clientCommunication, pages.ports],
    heldBy: { rules: ['unaffected-by-site-mode/pxe-service-point'] },
  },
  {
    says: 'A statement of health reaches its validator by the operating system, whatever the mode.',
    pages: [pages.clientCommunication],
    heldBy: { rules: ['unaffected-by-site-mode/system-health-validator-point'] },
  },
  {
    says: 'A browser opens a reporting point by HTTP or HTTPS, as it was set up.',
    pages: [pages.clientCommunication, pages.ports],
    heldBy: { rules: ['unaffected-by-site-mode/reporting-point'] },
  },
  {
    says: 'User state is written to a share of the state migration point.',
    pages: [pages.clientCommunication],
    heldBy: { rules: ['user-state/by-smb'] },
  },
  {
    says: 'The rest of a task sequence.',
    pages: [pages.operatingSystemDeployment],
    heldBy: { limit: 'taskSequences' },
  },
  {
    says: 'Every web service of a software update point is at one address and port, the reporting one too.',
    pages: [pages.updateService],
    heldBy: {
      scenarios: {
        'software-update-point.yaml':
          'A client of the native-mode site scans where it is told, and reports there, at the port for HTTPS',
      },
    },
  },
]
