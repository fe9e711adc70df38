/** Items of docs/what-is-known.md, word for word, for statements that the simulation does not carry out, or not as they are. */
export const limits = {
  assignmentAgain:
    'Automatic assignment that an administrator switches on again, and that then runs at intervals (the 2007 SDK, cc145236): the step `assign: auto` is one such run',
  branchHosts: 'The requirements of a computer that is to be a branch distribution point',
  certificateTemplates:
    'Certificate templates, enrollment, and certificates of version 3, which the product cannot use',
  certificateTrustLists:
    'Certificate trust lists of a web server, by which a client may choose among its certificates',
  clientSetup:
    'CCMSetup itself: its downloads and requirements, and the state messages of an installation (topic 800 up to 400)',
  deviceEnrollment: 'The enrollment of mobile devices, and the interval at which they ask for policy',
  internetFeatures: 'Remote control, Wake on LAN, out-of-band management, and programs for users',
  laterCertificate:
    'A web server asks for a client certificate in the handshake, whatever directory the request will be for. That of 2007 asks after the request, where the directory wants one.',
  loadBalancing:
    'Network load balancing: a site has one default management point, which clients find by its own name',
  microsoftUpdate:
    'Microsoft Update as a source of files, and Group Policy that names another software update point',
  otherAccess:
    'The DNS records of the Internet, proxy web servers, and firewalls that let only some verbs through',
  readiness:
    'The Native Mode Readiness Tool, and the requirements that a site has before its mode can be changed',
  selfTest: 'The test by which a management point examines itself, and events in WMI',
  serverShares: 'Distribution points that are a share alone',
  serverTraffic:
    'The traffic between servers: copies of packages to distribution points, and replication between sites',
  signingInDirectory:
    'The certificate by which a site server signs policy, in Active Directory: management points alone give it out',
  signingRenewal:
    'The renewal of the certificate by which a site server signs policy, and the warning 5112 before it runs out',
  taskSequenceSwitches:
    'The switch of a task sequence between downloading content as needed and all of it before (c54d712e). Its other switches are those of an advertisement: `whenSlow`, `runFromDistributionPoint` and `fallBackToUnprotected`, the last on by default as in the product',
  taskSequences:
    'Task sequences, in Windows PE or not: what they install, their boot media, and their own checks of revocation lists',
  updateGroups:
    'Groups of computers on software update points, and the updates that a computer has installed',
  updateContent: 'Downloads of software updates, which clients find as they find packages',
  trustedRootKey: 'The trusted root key, and the files from which a client installs itself',
  choiceOverlap: 'the site that counts where boundaries overlap',
  choiceStatePaths: 'the paths and messages of state migration points and server locator points',
  choiceVirtualDirectory: 'the way a client picks one of two virtual directories',
  choiceLogs: "the wording of the clients' logs, except for failures",
  choiceSlowMark: 'the way slow boundaries are marked in Active Directory',
  choiceAlone: 'the use of a client certificate that is alone in its store, whatever its dates and purpose',
  otherUserState:
    'User state goes over HTTP or HTTPS as the table says. The product writes it to a share over SMB.',
  inferredSameMode:
    "Clients roam by their own mode's protocol between sites of the same mode, and only for content.",
} as const

export type Limit = keyof typeof limits
