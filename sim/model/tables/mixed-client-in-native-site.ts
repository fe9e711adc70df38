import { http, no, type CommunicationTable } from './table.ts'

const mixedInNative =
  'When a mixed-mode client roams into a native-mode site, it can communicate neither with the native-mode ' +
  'resident management point nor with any native-mode distribution point in that site.'
const mixedFallsBack =
  'In this scenario roaming does not work: the client communicates with its assigned management point and ' +
  'downloads content from the distribution points of its own site.'

/** The paragraph before table 2: a mixed-mode client that roams into a native-mode site. */
export const mixedClientInNativeSite: CommunicationTable = {
  id: 'mixed-client-in-native-site',
  title: 'A mixed-mode client roaming in a native-mode site',
  columns: [{ id: 'mixed-client', title: 'mixed-mode client', client: 'mixed-client', mode: 'mixed' }],
  rows: [
    {
      siteSystem: 'assigned-management-point',
      role: 'management-point',
      systems: { of: 'assigned-site', abroad: 'native' },
      cells: { 'mixed-client': http(mixedFallsBack) },
    },
    {
      siteSystem: 'assigned-distribution-point',
      role: 'standard-distribution-point',
      systems: { of: 'assigned-site', abroad: 'native' },
      cells: { 'mixed-client': http(mixedFallsBack) },
    },
    {
      siteSystem: 'resident-management-point',
      role: 'management-point',
      systems: { of: 'resident-site', abroad: 'native' },
      cells: { 'mixed-client': no('wire', mixedInNative) },
    },
    {
      siteSystem: 'resident-distribution-point',
      role: 'standard-distribution-point',
      systems: { of: 'resident-site', abroad: 'native' },
      cells: { 'mixed-client': no('wire', mixedInNative) },
    },
  ],
}
