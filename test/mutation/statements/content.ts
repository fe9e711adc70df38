import { place, type Places } from './place.ts'

/** How content is found and transferred, and what is stored and scanned. */
export const content: Places = {
  'By default content is not downloaded in a slow boundary.': [
    place(
      'sim/rules/content-location.ts',
      "locality === 'LOCAL' || whenSlow === 'download'",
      'true',
      'scenarios/content-location.yaml',
    ),
  ],
  'Outside all boundaries, or falling back to its assigned site, a client is as in a slow boundary.': [
    place(
      'sim/rules/content-location.ts',
      "locality === 'LOCAL' ||",
      "locality !== 'REMOTE' ||",
      'scenarios/another-hierarchy.yaml',
    ),
  ],
  'Clients prefer local distribution points to remote ones; then those of their IP subnet, of their Active Directory site, and the rest; and in each of these the ones with BITS.':
    [
      place(
        'sim/rules/distribution-points.ts',
        'Number(isRemote(one)) - Number(isRemote(other))',
        'Number(isRemote(other)) - Number(isRemote(one))',
        'scenarios/order-of-distribution-points.yaml',
      ),
      place(
        'sim/rules/distribution-points.ts',
        'distance(one, here) - distance(other, here)',
        'distance(other, here) - distance(one, here)',
        'scenarios/order-of-distribution-points.yaml',
      ),
      place(
        'sim/rules/distribution-points.ts',
        'Number(other.bits) - Number(one.bits)',
        'Number(one.bits) - Number(other.bits)',
        'scenarios/order-of-distribution-points.yaml',
      ),
    ],
  'A record of a reply has the Active Directory site, the subnets and the metric of a distribution point.': [
    place(
      'sim/wire/management-point/locations.ts',
      "xmlElement('Metric', { Value: '' })",
      "''",
      'test/wire/management-point/locations.test.ts',
    ),
    place(
      'sim/wire/management-point/locations.ts',
      '{ Address: subnet })))',
      '{})))',
      'scenarios/order-of-distribution-points.yaml',
    ),
  ],
  'Content of an update is asked for by the unique id of its configuration item, and its version.': [
    place(
      'sim/points/management-point/locate.ts',
      '[...hierarchy.packages, ...hierarchy.updates].find(',
      '[...hierarchy.packages].find(',
      'scenarios/software-updates.yaml',
    ),
  ],
  'An update agent installs what is to be installed, and only reports on what is to be checked before a deployment.':
    [
      place(
        'sim/client/actions/install-update.ts',
        "isThis && offered.Deployment?.Action === 'Install'",
        'isThis',
        'scenarios/software-updates.yaml',
      ),
    ],
  'Every web service of a software update point is at one address and port, the reporting one too.': [
    place(
      'sim/points/software-update-point/software-update-point.ts',
      '{ ...soapDirectory(reportingWebService, reportingOperations, plain), alsoSecured: true }',
      'soapDirectory(reportingWebService, reportingOperations, plain)',
      'scenarios/software-update-point.yaml',
    ),
  ],
  'A software update point is reached by HTTP or HTTPS as it is configured in mixed mode, by HTTPS in native mode.':
    [
      place(
        'sim/points/software-update-point/software-update-point.ts',
        "system.ssl ? 'https' : protocolBySiteMode(site)",
        "system.ssl ? 'https' : 'http'",
        'scenarios/software-update-point.yaml',
      ),
    ],
  'The directories that take no client certificate are reached by a Windows account, and cannot refuse a certificate.':
    [
      place(
        'sim/points/web-server/web-server.ts',
        'refused && !directory?.withoutClientCertificate',
        'refused',
        'scenarios/windows-authentication.yaml',
      ),
    ],
  'Distribution points ask for a Windows account, unless clients may connect anonymously.': [
    place(
      'sim/points/distribution-point/standard-distribution-point.ts',
      '!siteModes[site.mode].clientsPresentCertificates && !admitsAnonymous(site, system)',
      'false',
      'scenarios/windows-authentication.yaml',
    ),
    place(
      'sim/points/distribution-point/standard-distribution-point.ts',
      '!siteModes[site.mode].clientsPresentCertificates && !admitsAnonymous(site, system)',
      '!siteModes[site.mode].clientsPresentCertificates',
      'scenarios/windows-authentication.yaml',
    ),
  ],
  'A branch distribution point downloads by the components of a client from a standard one that is enabled for BITS.':
    [
      place(
        'sim/client/actions/get-content.ts',
        'content.toShare ? undefined : smbAfter(',
        'smbAfter(',
        'scenarios/branch-distribution-point.yaml',
      ),
    ],
  'On-demand distribution is for protected branch distribution points and clients within their protected boundaries.':
    [
      place(
        'sim/points/distribution-point/branch-distribution-point.ts',
        'onDemand.has(id) && !fetched.has(system, id)',
        'false',
        'scenarios/branch-distribution-point.yaml',
      ),
    ],
  'At the eleventh connection a client tries once more, and then the next distribution point immediately.': [
    place(
      'sim/rules/distribution-points.ts',
      'STATUS_REQUEST_NOT_ACCEPTED: onceMoreWhenFull,',
      '',
      'test/client/actions/downloads.test.ts',
    ),
  ],
  'User state is written to a share of the state migration point.': [
    place(
      'sim/client/actions/user-state.ts',
      '{ overSmb: userStateBySmb }',
      '{}',
      'scenarios/day-of-a-client.yaml',
    ),
  ],
  'A package that does not fit into a full cache is tried every four hours, 18 times.': [
    place(
      'sim/rules/client-cache.ts',
      'now - tries.last >= triedEvery',
      'true',
      'scenarios/client-cache.yaml',
    ),
    place('sim/rules/client-cache.ts', 'count >= mostTries', 'false', 'scenarios/eighteen-tries-for-room.ts'),
  ],
  'Supernets are not supported as boundaries.': [
    place('sim/model/check/boundaries.ts', 'length.bits >= ofClass', 'true', 'test/model/site-rules.test.ts'),
  ],
  'By default a client in a slow boundary neither runs a program nor installs an update.': [
    place(
      'sim/scenario/advice/withheld-content.ts',
      "boundary.connection === 'fast' && around(boundary)",
      'around(boundary)',
      'test/scenario/content-too-far-away.test.ts',
    ),
    place(
      'sim/rules/content-location.ts',
      "'do-not-install': slowBoundaryForUpdates",
      "'do-not-install': slowBoundary",
      'scenarios/software-updates.yaml',
    ),
  ],
  'A standard distribution point is reached by SMB when it is not enabled for BITS, HTTP and HTTPS.': [
    place(
      'sim/client/purpose.ts',
      'readFirstFile(packageId)',
      '(read) => read(packageId)',
      'test/client/contact.test.ts',
    ),
  ],
  'The share of a distribution point is read with a Windows account in both modes: by default the group Users may, and no guests.':
    [
      place(
        'sim/points/distribution-point/content-share.ts',
        'admitsAnonymous: () => admitsAnonymous(site, system)',
        'admitsAnonymous: () => true',
        'scenarios/windows-authentication.yaml',
      ),
    ],
}
