import type { Statement } from './rule.ts'

/** Titles of the pages of the product's documentation that the rules cite. */
export const pages = {
  attachingSites: 'How to Attach Sites',
  automaticApproval: 'How It Works: Automatic Client Approval in Configuration Manager 2007',
  bitsDistributionPoints: 'About BITS-Enabled Distribution Points (bb932208)',
  boundariesAndSelection: 'How Configuration Manager Boundaries affects Distribution Point Selection',
  branchDistributionPoints: 'About Standard and Branch Distribution Points',
  certificateRequirements: 'Certificate Requirements for Native Mode (bb680733)',
  clientApproval: 'About Client Approval in Configuration Manager',
  clientCertificateSettings:
    'Determine If You Need to Specify Client Certificate Settings (Native Mode) (bb632325)',
  clientCommunication: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
  clientInstallationProperties: 'About Configuration Manager Client Installation Properties',
  clientRoaming: 'About Client Roaming in Configuration Manager',
  complexRoaming: 'Example Roaming Scenarios: Complex (bb694028)',
  contentLocation: 'Configuration Manager and Content Location',
  deploymentPackages: 'About Software Update Deployment Packages (bb693754)',
  deviceDeployment: 'Overview of Mobile Device Client Deployment',
  deviceManagement: 'Overview of Mobile Device Management',
  fallbackStatusPoints: 'About the Fallback Status Point, and its throttle (bb633036)',
  findingManagementPoints: "How Clients Find Their Site's Default Management Point",
  howManyInternetSites: 'Determine How Many Sites to Use for Internet-Based Client Management',
  howToApprove: 'How to Approve Configuration Manager Clients (bb633214)',
  httpForRoaming: 'How to Configure HTTP Communication for Roaming and Site Assignment',
  internetClients: 'Overview of Internet-Based Client Management',
  localManagementPoints: 'LocalMPLocationReply of the 2007 SDK (cc145540, cc144687)',
  longIssuerList:
    'Clients cannot make connections if you require client certificates on a Web site (KB 933430)',
  migration: 'How to Migrate the Site Mode (bb633152)',
  migrationChecklist: 'Administrator Checklist: Migrating a Site to Native Mode (bb632727)',
  monitoringSiteMode: 'How to Monitor the Site Mode of Configuration Manager Clients',
  nativeModeBenefits: 'Benefits of Using Native Mode (bb632573)',
  nativeModePrerequisites: 'Prerequisites for Native Mode',
  nativeModeSettings: 'Site Properties: Site Mode Tab',
  needForServerLocatorPoint:
    'Determine If You Need a Server Locator Point for Configuration Manager Clients (bb693467)',
  networkAccessAccount: 'About the Network Access Account',
  onDemandDistribution: 'About On-Demand Package Distribution',
  packageAccess: 'Product help on package access',
  ports: 'Ports Used by Configuration Manager (bb632618)',
  protectedDistributionPoints: 'How Protected Distribution Points Work',
  proxyManagementPoints:
    'Determine Whether a Proxy Management Point is Needed at a Secondary Site (bb693472)',
  publishingInDns: 'How to Publish Management Points in DNS',
  retryOfDistributionPoints: 'Clarifying: Retry Behavior for Distribution Points',
  revertingMode: 'How to Revert a Site to Mixed Mode (bb693556)',
  revocationChecking:
    'Determine If You Need to Enable Certificate Revocation Checking (CRL) On Clients (Native Mode) (bb680463)',
  serverLocatorPoints: 'Clarifying: Native Mode Clients and the Server Locator Point',
  serviceLocation: 'Configuration Manager and Service Location',
  signingCertificate: 'How to Renew the Site Server Signing Certificate',
  siteAssignment: 'About Client Site Assignment in Configuration Manager',
  siteModes: 'Configuration Manager Site Modes (bb680658)',
  siteSystemOptions: 'The options of a site system',
  softwareDistributionQuestions: 'Frequently asked questions on software distribution (1f0e9375)',
  softwareUpdatePoints: 'Planning for the Software Update Point Installation (bb693886)',
  stateMessages: 'State Messages (cc144885)',
  stateStore: 'Request State Store, and Capture User State Task Sequence Action Variables',
  transferOptionLabel: 'The label of the option',
  troubleshootingManagementPoints: 'Troubleshooting management points',
  updateDownloadSettings: 'Software update deployment: Download Settings tab (bb632614)',
  updateService: '[MS-WUSP]',
  workgroupClients: 'Managing Workgroup Clients in System Center 2012 Configuration Manager (July 2014)',
} as const

// Statements behind rules of several files.

export const orderOfLookup: Statement = {
  says: 'Clients look for their management point in Active Directory, DNS, a server locator point, WINS; where one does not tell, in the next.',
  pages: [pages.findingManagementPoints],
}

export const farAwayAsSlow: Statement = {
  says: 'Outside all boundaries, or falling back to its assigned site, a client is as in a slow boundary.',
  pages: [pages.boundariesAndSelection, pages.complexRoaming],
}

export const globalRoamingNeeds: Statement = {
  says: 'Global roaming needs the extended schema, sites that publish, and a client of the forest.',
  pages: [pages.clientRoaming],
}

export const roamingServesContent: Statement = {
  says: 'Roaming is for finding content nearby, and does not change the assignment.',
  pages: [pages.clientRoaming],
}

export const automaticAssignmentNeeds: Statement = {
  says: 'Automatic assignment needs Active Directory or a server locator point; outside all boundaries it fails.',
  pages: [pages.siteAssignment],
}

export const assignedDirectlyForInternet: Statement = {
  says: 'A client that is always or sometimes on the Internet is assigned directly.',
  pages: [pages.internetClients],
}

export const withoutServerLocatorPoint: Statement = {
  says: 'Mobile devices and clients on the Internet do not use server locator points.',
  pages: [pages.serverLocatorPoints],
}

export const systemsForInternet: Statement = {
  says: 'Clients on the Internet use systems that accept connections from there, anywhere in their assigned site.',
  pages: [pages.howManyInternetSites],
}
