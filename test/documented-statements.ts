/**
 * What the product's documentation says of a client's choices, in short and in our words, with the page that says it and
 * the rules that carry it out. Statements about anything else (what servers do among themselves, what an administrator
 * sees in the console) are not here.
 */
export interface DocumentedStatement {
  says: string
  /** Title of the page, or its number. */
  source: string
  rules: readonly [string, ...string[]]
}

export const documentedStatements: readonly DocumentedStatement[] = [
  // How content is transferred.
  {
    says: 'Within the assigned site a standard distribution point is reached by HTTP or HTTPS, as the mode asks.',
    source: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
    rules: ['within-assigned-site/site-mode'],
  },
  {
    says: 'It is reached by SMB when it is not enabled for BITS, HTTP and HTTPS.',
    source: 'Benefits of Using Native Mode (bb632573)',
    rules: ['within-assigned-site/distribution-point-by-smb'],
  },
  {
    says: 'A program that runs from the distribution point is always reached by SMB.',
    source: 'About BITS-Enabled Distribution Points (bb932208)',
    rules: ['content-location/run-from-distribution-point'],
  },
  {
    says: 'On the intranet SMB is tried when HTTP fails in mixed mode, or HTTPS in native mode.',
    source: 'Benefits of Using Native Mode (bb632573)',
    rules: ['content-location/smb-after-failure'],
  },
  {
    says: 'A branch distribution point is reached by SMB in both modes.',
    source: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
    rules: ['within-assigned-site/branch-distribution-point'],
  },
  {
    says: 'Clients on the Internet and mobile devices need a distribution point that is enabled for BITS, HTTP and HTTPS.',
    source: 'The label of the option',
    rules: ['internet-client/no-smb'],
  },
  {
    says: 'Mobile devices transfer by HTTP or HTTPS without BITS.',
    source: 'About BITS-Enabled Distribution Points (bb932208)',
    rules: ['content-location/device-without-bits'],
  },
  {
    says: 'A download by BITS goes on when the computer is connected again; one without BITS fails.',
    source: 'About BITS-Enabled Distribution Points (bb932208)',
    rules: ['content-location/goes-on-where-it-broke'],
  },
  {
    says: 'A native-mode client picks one of two virtual directories at random, and tries the other if it is not let in.',
    source: 'Product help on package access',
    rules: ['content-location/either-virtual-directory'],
  },

  // Roaming.
  {
    says: 'Global roaming needs the schema extended, sites that publish, and a client of the forest.',
    source: 'About Client Roaming in Configuration Manager',
    rules: ['roaming-scope/global', 'service-location/active-directory-first'],
  },
  {
    says: 'Otherwise roaming is regional: to sites below the assigned site.',
    source: 'About Client Roaming in Configuration Manager',
    rules: ['roaming-scope/regional'],
  },
  {
    says: 'Roaming serves to find content near by, and does not change the assignment.',
    source: 'About Client Roaming in Configuration Manager',
    rules: ['roaming/content-only', 'resident-site/outside-all-boundaries'],
  },
  {
    says: 'Clients use the default management point of a site, whatever number of them it has.',
    source: 'Troubleshooting management points',
    rules: ['serving-system/default-management-point'],
  },
  {
    says: 'A mixed-mode client in a native-mode site uses neither the resident management point nor distribution points there.',
    source: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
    rules: ['roaming/mixed-client-in-native-site'],
  },
  {
    says: 'A native-mode client in a mixed-mode site uses them by HTTP with the option, and not at all without.',
    source: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
    rules: ['roaming/native-client-in-mixed-site'],
  },
  {
    says: 'Between sites of one mode, that mode decides.',
    source: 'Inferred from the same',
    rules: ['roaming/same-mode'],
  },
  {
    says: 'Mobile devices do not roam.',
    source: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
    rules: ['roaming/no-mobile-device'],
  },

  // Content location.
  {
    says: 'A client asks the resident management point; without one, that of its assigned site.',
    source: 'How Configuration Manager Boundaries affects Distribution Point Selection',
    rules: ['content-location/resident-management-point-first'],
  },
  {
    says: 'Content comes from the current site or the assigned site, and from nowhere else.',
    source: 'Configuration Manager and Content Location',
    rules: ['content-location/nobody-has-it'],
  },
  {
    says: 'After an empty list the assigned management point is asked.',
    source: 'How Configuration Manager Boundaries affects Distribution Point Selection',
    rules: ['content-location/assigned-site-after-an-empty-list'],
  },
  {
    says: 'After a list whose distribution points all fail it is not.',
    source: 'How Configuration Manager Boundaries affects Distribution Point Selection',
    rules: ['content-location/no-way-back-after-failure'],
  },
  {
    says: 'In a slow boundary, or in none, an advertisement may say that its program is not run.',
    source: 'Example Roaming Scenarios: Complex',
    rules: ['content-location/slow-boundary'],
  },
  {
    says: 'Protection concerns distribution points and state migration points, and clients outside its boundaries.',
    source: 'How Protected Distribution Points Work',
    rules: ['serving-system/protected'],
  },
  {
    says: 'Without leave to fall back, protected distribution points are the only ones that are named.',
    source: 'How Protected Distribution Points Work',
    rules: ['content-location/protected-only'],
  },
  {
    says: 'With it, unprotected ones serve after more than eight hours without the protected ones.',
    source: 'How Protected Distribution Points Work',
    rules: ['content-location/unprotected-after-eight-hours'],
  },

  // Site assignment and service location.
  {
    says: 'A client may be told its site, wherever it is.',
    source: 'About Client Site Assignment in Configuration Manager',
    rules: ['site-assignment/manual'],
  },
  {
    says: 'Or find it by the boundaries that hold it; those of a secondary site lead to its parent.',
    source: 'About Client Site Assignment in Configuration Manager',
    rules: ['site-assignment/automatic', 'site-assignment/never-to-secondary-site'],
  },
  {
    says: 'Automatic assignment needs Active Directory or a server locator point; outside all boundaries it fails.',
    source: 'About Client Site Assignment in Configuration Manager',
    rules: ['site-assignment/no-site-found', 'service-location/server-locator-point-afterwards'],
  },
  {
    says: 'A client that is assigned to no site is unmanaged.',
    source: 'About Client Site Assignment in Configuration Manager',
    rules: ['site-assignment/unassigned'],
  },
  {
    says: 'Without the site’s version and settings the assignment fails: state message 608.',
    source: 'State Messages (cc144885)',
    rules: ['site-assignment/settings-unknown'],
  },
  {
    says: 'A client newer than the site is not assigned to it: state message 607.',
    source: 'State Messages (cc144885)',
    rules: ['site-assignment/client-newer-than-site'],
  },
  {
    says: 'A client for the Internet, or for the Internet at times, is assigned directly.',
    source: 'Overview of Internet-Based Client Management',
    rules: ['site-assignment/internet-client-directly', 'service-location/directly-on-the-internet'],
  },
  {
    says: 'Mobile devices are told their site.',
    source: 'Overview of Mobile Device Client Deployment',
    rules: ['site-assignment/mobile-device-directly'],
  },
  {
    says: 'DNS has the management point of a site that publishes it, for clients that were told site and suffix.',
    source: 'How to Publish Management Points in DNS',
    rules: ['service-location/dns'],
  },
  {
    says: 'WINS cannot be used to find management points in native mode, and still for server locator points.',
    source: 'Prerequisites for Native Mode; Configuration Manager and Service Location',
    rules: ['service-location/wins-in-mixed-mode', 'service-location/wins-for-server-locator-point'],
  },
  {
    says: 'A client that cannot find its default management point is unmanaged: state message 604.',
    source: 'About Client Site Assignment in Configuration Manager; State Messages (cc144885)',
    rules: ['service-location/management-point-not-found'],
  },
  {
    says: 'Server locator points are asked by HTTP in both modes.',
    source: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
    rules: ['server-locator-point/http-in-both-modes'],
  },
  {
    says: 'By native-mode clients with the option alone.',
    source: 'Clarifying: Native Mode Clients and the Server Locator Point',
    rules: ['server-locator-point/native-client-needs-http-option'],
  },
  {
    says: 'By mobile devices never, nor by clients on the Internet.',
    source: 'Clarifying: Native Mode Clients and the Server Locator Point',
    rules: ['server-locator-point/no-mobile-device', 'internet-client/no-server-locator-point'],
  },
  {
    says: 'Clients that read Active Directory learn of the option at assignment, at start and every 25 hours.',
    source: 'How to Configure HTTP Communication for Roaming and Site Assignment',
    rules: ['site-settings/read-again'],
  },

  // Clients on the Internet, and mobile devices.
  {
    says: 'Clients on the Internet are of native-mode sites.',
    source: 'Overview of Internet-Based Client Management',
    rules: ['internet-client/native-mode-only'],
  },
  {
    says: 'They use systems that accept connections from the Internet, anywhere in their assigned site.',
    source: 'Determine How Many Sites to Use for Internet-Based Client Management',
    rules: [
      'internet-client/internet-systems-only',
      'internet-client/assigned-site-only',
      'roaming-scope/not-on-the-internet',
    ],
  },
  {
    says: 'Secondary sites do not serve them.',
    source: 'Determine How Many Sites to Use for Internet-Based Client Management',
    rules: ['internet-client/not-from-secondary-sites'],
  },
  {
    says: 'Neither branch distribution points, nor operating system deployment, nor Network Access Protection are for them.',
    source: 'Overview of Internet-Based Client Management',
    rules: ['internet-client/not-on-the-internet'],
  },
  {
    says: 'A system may be for Internet clients alone.',
    source: 'The options of a site system',
    rules: ['internet-client/internet-only-system'],
  },
  {
    says: 'Mobile devices use a management point that allows devices.',
    source: 'Overview of Mobile Device Management',
    rules: ['serving-system/device-management-point'],
  },

  // The other site systems.
  {
    says: 'A software update point is reached by HTTP or HTTPS as it is configured in mixed mode, by HTTPS in native mode.',
    source: 'Planning for the Software Update Point Installation (bb693886)',
    rules: ['within-assigned-site/software-update-point'],
  },
  {
    says: 'A fallback status point is reached by HTTP in both modes.',
    source: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
    rules: ['fallback-status-point/http-in-both-modes'],
  },
  {
    says: 'Statements of health, booting from the network and reports are not touched by the mode.',
    source: 'Client Communication in Mixed Mode and Native Mode (bb680900)',
    rules: [
      'unaffected-by-site-mode/system-health-validator-point',
      'unaffected-by-site-mode/pxe-service-point',
      'unaffected-by-site-mode/reporting-point',
    ],
  },
]
