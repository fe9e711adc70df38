import { pages as citedByRules } from '../../sim/rules/sources.ts'

/** Titles of the pages that the statements come from. */
export const pages = {
  ...citedByRules,
  assignmentScenarios: 'Example Assignment Scenarios: Primary Sites (bb680334)',
  branchDistributionPoints: 'Choose Between a Standard and Branch Distribution Point (bb932184)',
  certificateSelection:
    'Determine If You Need to Specify Client Certificate Settings (Native Mode) (bb632325)',
  clientCertificateIssues: 'How to Identify Client Certificate Issues in Native Mode',
  clientCodes: "Lists of the client's own error codes",
  clientErrors: 'Common native mode client -> MP error messages and what to do about them',
  clientLogs: 'List of Log Files in Configuration Manager 2007, and logs in public',
  contentLocationRequest: 'ContentLocationRequest (cc144750)',
  httpsState: 'The Case of the Mysterious Disappearance of the CCMHTTPSSTATE Client Installation Property',
  iisCertificates: 'Client Certificate Revisited: How to troubleshoot client certificate related issues',
  iisStatuses: 'IIS Status Codes',
  installationProperties: 'About Configuration Manager Client Installation Properties (bb680980)',
  internetPrerequisites: 'Prerequisites for Internet-Based Client Management',
  localManagementPoints: 'LocalMPLocationRequest (cc145540), MPSite (cc143138), Site (cc144687)',
  operatingSystemDeployment: 'Operating System Deployment in Native Mode',
  packageAccessScenarios: 'Package Access Scenarios (96a5181b)',
  packageAccounts: 'About Package Access Accounts (8e09bafe)',
  protectingDistributionPoints: 'Decide Whether to Protect the Distribution Point (bb932176)',
  roamingScenarios: 'Example Roaming Scenarios: Simple (bb633252)',
  secondaryScenarios: 'Example Assignment Scenarios: Secondary Sites (bb680569)',
  specifyingServerLocatorPoint: 'How to Specify the Server Locator Point (bb694195)',
  tips: 'Tips, Tricks & Hints for Native Mode and Internet-Based Client Management',
  whetherServerLocatorPoint: 'Determine If You Need a Server Locator Point (bb693467)',
  winHttp: 'WinHTTP Error Messages',
  wins: 'How to Publish in WINS',
} as const
