import { place, type Places } from './place.ts'

/** How clients find, trust and believe their site. */
export const sites: Places = {
  'A proxy management point answers policy requests, and takes inventory, discovery data and status, of clients of its parent site within its boundaries.':
    [
      place(
        'sim/rules/serving-system.ts',
        'code !== assigned && primary === assigned',
        'false',
        'scenarios/proxy-management-point.yaml',
      ),
    ],
  'Without a proxy management point, clients send everything to the default management point of the primary site.':
    [
      place(
        'sim/rules/serving-system.ts',
        'code !== assigned && primary === assigned',
        'code !== assigned',
        'scenarios/proxy-management-point.yaml',
      ),
    ],
  'Clients that read Active Directory change their mode within typically two polling cycles of policy.': [
    place(
      'sim/rules/site-assignment.ts',
      '2 * Math.max(pollingInterval, hour)',
      'Math.max(pollingInterval, hour)',
      'scenarios/two-polling-cycles.yaml',
    ),
  ],
  'Policy is polled every 60 minutes by default; a shorter interval makes no client change its mode sooner.':
    [
      place(
        'sim/rules/site-assignment.ts',
        'Math.max(pollingInterval, hour)',
        'pollingInterval',
        'scenarios/two-polling-cycles.yaml',
      ),
    ],
  'Clients that read Active Directory learn of the option at assignment, at start and every 25 hours.': [
    place(
      'sim/rules/site-assignment.ts',
      'now - lastRead >= settingsReadEvery',
      'false',
      'scenarios/two-polling-cycles.yaml',
    ),
  ],
  'Clients look for their management point in Active Directory, DNS, a server locator point, WINS; where one does not tell, in the next.':
    [
      place(
        'sim/rules/service-location.ts',
        "['active-directory', 'dns', 'server-locator-point', 'wins']",
        "['wins', 'server-locator-point', 'dns', 'active-directory']",
        'scenarios/default-management-point.yaml',
      ),
      place(
        'sim/client/actions/management-points.ts',
        '    if (found) return found\n',
        '    return found\n',
        'scenarios/default-management-point.yaml',
      ),
    ],
  'Without Active Directory a client asks its assigned management point for local ones, by site and address.':
    [
      place(
        'sim/wire/management-point/locations.ts',
        "xmlElement('AssignedSite', { SiteCode: assignedSite }),\n    serializeClientLocation(location),\n  )\n}\n\n/** undefined when the text is not such a request, or lacks assigned site or location. */\nexport function parseLocalSitesRequest",
        'serializeClientLocation(location),\n  )\n}\n\nexport function parseLocalSitesRequest',
        'scenarios/regional-roaming.yaml',
      ),
    ],
  'The reply has site codes, master sites and localities, and no server: the client then finds that by service location.':
    [
      place(
        'sim/wire/management-point/locations.ts',
        'SiteCode: siteCode, MasterSiteCode: masterSiteCode, Locality: locality }',
        'SiteCode: siteCode, MasterSiteCode: masterSiteCode }',
        'scenarios/regional-roaming.yaml',
      ),
      place(
        'sim/points/management-point/locate.ts',
        'holding.length > 0 ? holding :',
        'holding.length > 0 ? holding.slice(0, 1) :',
        'test/points/management-point-locations.test.ts',
      ),
    ],
  'A computer without an account of the domain takes the Network Access Account.': [
    place(
      'sim/client/purpose.ts',
      'siteSystemRoles[role].holdsPackages ? assigned?.networkAccessAccount : undefined',
      'undefined',
      'scenarios/windows-authentication.yaml',
    ),
  ],
  'Approval is manual, automatic for computers in trusted domains, which is the default, or automatic for all.':
    [
      place(
        'sim/vocabulary/client-approval.ts',
        'manual: () => false',
        'manual: () => true',
        'scenarios/client-approval.yaml',
      ),
      place(
        'sim/vocabulary/client-approval.ts',
        '(signedIn: boolean) => signedIn,',
        '() => true,',
        'scenarios/client-approval.yaml',
      ),
      place(
        'sim/vocabulary/client-approval.ts',
        'all: () => true',
        'all: () => false',
        'scenarios/client-approval.yaml',
      ),
    ],
  'In a site that contains only clients of this product, only approved ones receive policies with sensitive data.':
    [
      place(
        'sim/points/management-point/assign-policies.ts',
        'client?.approved ?? false',
        'true',
        'scenarios/client-approval.yaml',
      ),
    ],
  'Subject: with a name selects the certificate with that subject, and case matters.': [
    place(
      'sim/rules/client-certificate.ts',
      'namesOf(certificate).includes(criteria.value)',
      'namesOf(certificate).some((name) => name.toLowerCase() === criteria.value.toLowerCase())',
      'scenarios/certificate-selection.yaml',
    ),
  ],
  'A match of attributes respects case, and takes names such as CN, OU and DC as well as object identifiers.':
    [
      place(
        'sim/vocabulary/certificate-criteria.ts',
        'identifier === name || names.includes(name.toUpperCase())',
        'identifier === name',
        'test/rules/client-certificate.test.ts',
      ),
      place(
        'sim/rules/client-certificate.ts',
        'type === attribute && value === wanted',
        'type === attribute && value.toLowerCase() === wanted.toLowerCase()',
        'scenarios/certificate-selection.yaml',
      ),
    ],
  'Workgroup clients are within boundaries of addresses alone, since they cannot ask for their Active Directory site.':
    [
      place(
        'sim/vocabulary/location.ts',
        'if (!activeDirectory && !location.internet) delete location.activeDirectorySite',
        '',
        'scenarios/workgroup-and-schema.yaml',
      ),
    ],
  'Global roaming needs the extended schema, sites that publish, and a client of the forest.': [
    place(
      'sim/points/domain-controller/published-directory.ts',
      'sites.filter(({ publishes }) => publishes)',
      'sites',
      'scenarios/default-management-point.yaml',
    ),
  ],
  'A client needs the root above the certificates of its site systems in the store of the computer.': [
    place(
      'sim/client/transports/certificates.ts',
      'trustsRoot ? [(await pki.authorities()).root] : []',
      '[(await pki.authorities()).root]',
      'scenarios/trust-and-clock.yaml',
    ),
  ],
  'A client judges the dates of a certificate by its own clock.': [
    place(
      'sim/client/transports/certificates.ts',
      'new Date(clock.machine().getTime() + clockAhead)',
      'clock.machine()',
      'scenarios/trust-and-clock.yaml',
    ),
    place(
      'sim/client/transports/certificates.ts',
      "clockAhead < 0 ? 'behind' : 'ahead'",
      "clockAhead < 0 ? 'ahead' : 'behind'",
      'scenarios/trust-and-clock.yaml',
    ),
  ],
  'A list that cannot be reached counts as if all certificates were revoked.': [
    place(
      'sim/network/hierarchy-pki.ts',
      'clock.now().getTime() + clockAhead',
      'clock.now().getTime()',
      'scenarios/trust-and-clock.yaml',
    ),
  ],
  'Assignment to a site code that does not exist fails: the client stays installed and unmanaged.': [
    place(
      'sim/client/actions/assign.ts',
      "outcome: 'failed', rule: settingsUnknown",
      "outcome: 'answered', rule: settingsUnknown",
      'scenarios/site-assignment.yaml',
    ),
  ],
  'A certificate that is not self-signed among the trusted roots of a server brings 403.16 to all.': [
    place(
      'sim/points/listener/faults.ts',
      "'root-store-mixed': rootStoreMixed",
      "'root-store-mixed': {}",
      'scenarios/trust-and-clock.yaml',
    ),
  ],
  'Worked examples of assignment: the wrong site, and a client whose mode differs from its site.': [
    place(
      'sim/client/actions/site-settings.ts',
      'state.mode = settings.mode',
      '',
      'scenarios/mode-taken-at-assignment.yaml',
    ),
    place(
      'sim/model/sites.ts',
      'covering.find(({ code }) => code === assigned?.code) ?? covering[0]',
      'covering[0]',
      'scenarios/overlapping-boundaries.yaml',
    ),
  ],
  'A computer of a workgroup is in boundaries of addresses alone.': [
    place(
      'sim/model/check/clients.ts',
      'value.activeDirectory !== false || value.at?.activeDirectorySite === undefined',
      'true',
      'test/model/system-rules.test.ts',
    ),
  ],
  'The client has codes of its own for an empty store, no match, several, a missing key, a missing name and unreadable criteria.':
    [
      place(
        'sim/vocabulary/certificate-criteria.ts',
        "if (!criteria) return 'the criteria begin with no verb that a client knows'",
        'if (!criteria) return undefined',
        'test/model/site-rules.test.ts',
      ),
    ],
  'A list of more than 12,228 bytes (later 16 KB) is cut, and clients of the authorities that it lacks then cannot connect.':
    [
      place(
        'sim/points/listener/faults.ts',
        "'issuer-list-incomplete': issuerListIncomplete",
        "'issuer-list-incomplete': {}",
        'scenarios/trust-and-clock.yaml',
      ),
    ],
}
