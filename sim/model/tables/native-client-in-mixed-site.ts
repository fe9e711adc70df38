import { http, https, no, type CommunicationTable } from './table.ts'

/** Table 2: a native-mode client computer that roams into a mixed-mode site, without and with the HTTP option. */
export const nativeClientInMixedSite: CommunicationTable = {
  id: 'native-client-in-mixed-site',
  title: 'A native-mode client computer roaming in a mixed-mode site',
  columns: [
    { id: 'http-not-allowed', title: 'HTTP for roaming: no', client: 'native-client', mode: 'native' },
    {
      id: 'http-allowed',
      title: 'HTTP for roaming: yes',
      client: 'native-client-http-allowed',
      mode: 'native',
    },
  ],
  rows: [
    {
      siteSystem: 'assigned-management-point',
      role: 'management-point',
      systems: { of: 'assigned-site', abroad: 'mixed' },
      cells: {
        'http-not-allowed': https("The client's assigned (native mode) management point: uses HTTPS."),
        'http-allowed': https("The client's assigned (native mode) management point: uses HTTPS."),
      },
    },
    {
      siteSystem: 'assigned-distribution-point',
      role: 'standard-distribution-point',
      systems: { of: 'assigned-site', abroad: 'mixed' },
      cells: {
        'http-not-allowed': https(
          "Distribution points of the client's assigned (native mode) site: uses HTTPS.",
        ),
        'http-allowed': https("Distribution points of the client's assigned (native mode) site: uses HTTPS."),
      },
    },
    {
      siteSystem: 'resident-management-point',
      role: 'management-point',
      systems: { of: 'resident-site', abroad: 'mixed' },
      cells: {
        'http-not-allowed': no('client', 'Resident management point in mixed mode: No.'),
        'http-allowed': http('Resident management point in mixed mode: uses HTTP.'),
      },
    },
    {
      siteSystem: 'resident-distribution-point',
      role: 'standard-distribution-point',
      systems: { of: 'resident-site', abroad: 'mixed' },
      cells: {
        'http-not-allowed': no('client', 'Distribution points in mixed mode: No.'),
        'http-allowed': http('Distribution points in mixed mode: uses HTTP.'),
      },
    },
  ],
}
