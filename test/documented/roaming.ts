import { pages } from './pages.ts'
import type { DocumentedStatement } from './statement.ts'

/** Clients outside their assigned site. */
export const roaming: readonly DocumentedStatement[] = [
  {
    says: 'Roaming finds content nearby, and leaves the assignment as it is.',
    pages: [pages.clientRoaming, pages.siteAssignment],
    heldBy: { rules: ['roaming/content-only'] },
  },
  {
    says: 'Otherwise roaming is regional, to sites below the assigned site.',
    pages: [pages.clientRoaming],
    heldBy: { rules: ['roaming-scope/regional'] },
  },
  {
    says: 'Down works either way; up and sideways only globally.',
    pages: [pages.clientRoaming],
    heldBy: { scenarios: { 'roaming-up-down-and-sideways.yaml': 'And those above are not' } },
  },
  {
    says: 'Policy and reports go to the default management point of the assigned site.',
    pages: [pages.boundariesAndSelection, pages.secondaryScenarios],
    heldBy: { rules: ['roaming/content-only', 'serving-system/default-management-point'] },
  },
  {
    says: 'Within a secondary site of its own site a client uses the proxy management point for policy, reports and content locations.',
    pages: [pages.proxyManagementPoints],
    heldBy: { rules: ['serving-system/proxy-management-point'] },
  },
  {
    says: 'Clients use default and proxy management points only, however many others a site has.',
    pages: [pages.troubleshootingManagementPoints],
    heldBy: { rules: ['serving-system/default-management-point'] },
  },
  {
    says: 'A client matches its Active Directory site and its addresses with the published boundaries.',
    pages: [pages.clientRoaming],
    heldBy: {
      tests: {
        'test/client/ldap-published.test.ts':
          'a client finds itself where its place is in the boundaries, and as well connected',
        'test/client/ldap-sites-around.test.ts':
          'a client that asks for the sites around it alone finds those that it would find among all',
      },
    },
  },
  {
    says: 'Without Active Directory a client asks its assigned management point for local ones, by site and address.',
    pages: [pages.localManagementPoints],
    heldBy: { rules: ['roaming-scope/regional'] },
  },
  {
    says: 'The reply has site codes, master sites and localities, and no server: the client then finds that by service location.',
    pages: [pages.localManagementPoints],
    heldBy: { rules: ['roaming-scope/management-point-by-service-location'] },
  },
  {
    says: 'A server locator point, DNS and WINS complete an assignment; they do not tell a client where it is.',
    pages: [pages.serviceLocation],
    heldBy: {
      tests: {
        'test/roaming/invariants.test.ts': 'each invariant holds of what is right, and not of what breaks it',
      },
    },
  },
  {
    says: 'A client without a resident management point uses its assigned one.',
    pages: [pages.boundariesAndSelection],
    heldBy: { rules: ['content-location/resident-management-point-first'] },
  },
  {
    says: 'A mixed-mode client uses no management or distribution point of a native-mode site that it visits.',
    pages: [pages.clientCommunication],
    heldBy: { rules: ['roaming/mixed-client-in-native-site'] },
  },
  {
    says: 'A native-mode client uses those of a mixed-mode site by HTTP with the option, and not without.',
    pages: [pages.clientCommunication, pages.nativeModeBenefits],
    heldBy: { rules: ['roaming/native-client-in-mixed-site'] },
  },
  {
    says: 'Whatever it visits, a client keeps the protocol of its mode to its assigned site: the option never lowers it.',
    pages: [pages.clientCommunication],
    heldBy: { rules: ['within-assigned-site/site-mode'] },
  },
  {
    says: 'Sites of one mode are roamed by the protocol of that mode.',
    pages: ['Inferred from the same'],
    heldBy: { rules: ['roaming/same-mode'] },
  },
  {
    says: 'Clients on the Internet have no roaming.',
    pages: [pages.howManyInternetSites],
    heldBy: { rules: ['roaming-scope/not-on-the-internet'] },
  },
  {
    says: 'A mismatch of modes is no error: the client turns to its assigned site.',
    pages: [pages.clientCommunication],
    heldBy: {
      scenarios: {
        'mixed-client-in-native-site.yaml': 'Nor does any other distribution point of that site serve it',
      },
    },
  },
  {
    says: 'The option allows HTTP to a server locator point, and to the management and distribution points of mixed-mode sites.',
    pages: [pages.nativeModeBenefits, pages.clientCommunication],
    heldBy: {
      rules: ['server-locator-point/native-client-needs-http-option', 'roaming/native-client-in-mixed-site'],
    },
  },
  {
    says: 'Worked examples: from a primary site to one below, to another, to a secondary site, and back up.',
    pages: [pages.roamingScenarios],
    heldBy: {
      scenarios: {
        'roaming-up-down-and-sideways.yaml': 'Down, into the secondary site of its own',
        'regional-roaming.yaml': 'Down, from there, at the ports of the site there',
      },
    },
  },
  {
    says: 'Worked examples: the default advertisement, protected distribution points, and a client outside the boundaries of its site.',
    pages: [pages.complexRoaming],
    heldBy: {
      scenarios: {
        'content-location.yaml': 'In a slow boundary what is not to be run there is not fetched',
        'protected-everywhere-and-in-no-boundary.yaml': 'In no boundary it does not',
      },
    },
  },
  {
    says: 'Overlapping boundaries are not supported.',
    pages: [pages.clientRoaming],
    heldBy: { findings: ['overlapping-boundaries'] },
  },
  {
    says: 'Worked examples: mixed into native, native into mixed, and into another hierarchy.',
    pages: [pages.complexRoaming],
    heldBy: {
      scenarios: {
        'mixed-and-native-neighbours.yaml': 'Next door the content is, and may not be had',
        'another-hierarchy.yaml':
          'The hierarchy that it visits knows nothing of its packages, and home is far away',
      },
    },
  },
]
