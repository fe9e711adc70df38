/** What the simulation leaves out, each as an item of docs/what-is-known.md. */
export const notSimulated = {
  branchContent:
    'Content transfer to branch distribution points before a client asks: what is not on demand they have from the start',
  inventory:
    'The inventory of clients, and its upload by BITS: management points take both from other programs',
  updateGroups:
    'Groups of computers on software update points, the updates that a computer needs or had from the start, and the windows ' +
    'and restarts of an installation',
  trustedRootKey: 'The trusted root key, and the files from which a client installs itself',
  clientSetup:
    'CCMSetup itself: its downloads and requirements, and the state messages of an installation (topic 800 up to 400)',
  serverTraffic:
    'The traffic between servers: copies of packages to distribution points, and replication between sites',
  serverShares: 'Distribution points that are a share alone',
  branchHosts: 'The requirements of a computer that is to be a branch distribution point',
  loadBalancing:
    'Network load balancing: a site has one default management point, which clients find by its own name',
  selfTest: 'The test by which a management point examines itself, and events in WMI',
  readiness:
    'The Native Mode Readiness Tool, and a change of modes that is refused for want of its requirements: the checklist of a plan names what is missing, but for operating systems, custom web sites and the names of management points behind network load balancing',
  signingInDirectory:
    'The certificate by which a site server signs policy, in Active Directory: management points alone give it out',
  signingRenewal:
    'The renewal of the certificate by which a site server signs policy, and the warning 5112 before it runs out',
  certificateTemplates:
    'Certificate templates, enrollment, and certificates of version 3, which the product cannot use',
  deviceEnrollment: 'The enrollment of mobile devices, and the interval at which they ask for policy',
  otherAccess:
    'The DNS records of the Internet, proxy web servers, and firewalls that let only some verbs through',
  internetFeatures: 'Remote control, Wake on LAN, out-of-band management, and programs for users',
  microsoftUpdate:
    'Microsoft Update as a source of files, and Group Policy that names another software update point',
  taskSequences:
    'Task sequences, in Windows PE or not: what they install, their boot media, and their own checks of revocation lists',
  assignmentAgain:
    'Automatic assignment that an administrator switches on again, and that then runs at intervals (the 2007 SDK, cc145236): the step `assign: auto` is one such run',
  taskSequenceSwitches:
    'The switch of a task sequence between downloading content as needed and all of it before (c54d712e). Its other switches are those of an advertisement: `whenSlow`, `runFromDistributionPoint` and `fallBackToUnprotected`, the last on by default as in the product',
  stateFallback:
    'The switch by which a task sequence stores user state with the Network Access Account (`OSDStateFallbackToNAA`): it is off, as in the product by default',
  programs:
    'Programs and boot programs: packages are transferred, and a PXE boot ends where its boot program would run',
} as const

/** What it does otherwise than the product of 2007. */
export const different = {
  deviceFiles: 'A mobile device accepts no file over 8 MiB.',
  smbDialect:
    'Shares speak SMB 2.0.2 alone. Computers of that age had SMB 1 as well, and many had nothing newer.',
  healthTransport:
    'A computer sends its statement of health to the policy server itself, by RADIUS. In the product an enforcement point, such as a DHCP server, carries it there.',
  issuerList:
    'The list of issuers that a web server accepts: Node shows it to no client. A client knows of one that a hierarchy or a fault cuts short (`issuer-list-incomplete`), and goes on without a certificate; otherwise it presents its certificate whatever the list says, where one of 2007 goes on without it and gets 403.7.',
  laterCertificate:
    'A web server asks for a client certificate in the handshake, whatever directory the request will be for. That of 2007 asks after the request, where the directory wants one.',
  tls: "TLS is Node's, version 1.2 or 1.3, not SChannel of that age.",
  keys: 'Keys are ECDSA P-256 unless the hierarchy asks for RSA.',
  oneForest:
    'A file has one forest of one domain. A client of another forest is described with `activeDirectory: false`, and a site of another one with `publishToActiveDirectory: false`. Several hierarchies may stand in one file.',
  clock:
    "The simulation's clock moves ahead by dating certificates back, since TLS uses the machine's clock.",
  siteDatabase:
    'The data that the systems of a site share is kept in memory, not in a site database on disk.',
} as const
