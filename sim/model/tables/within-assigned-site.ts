import { slpOption } from './server-locator-point.ts'
import { http, https, type CommunicationTable } from './table.ts'

/** Table 1: the site systems of the assigned site, by site mode. */
export const withinAssignedSite: CommunicationTable = {
  id: 'within-assigned-site',
  title: 'Client communication within the assigned site',
  columns: [
    { id: 'mixed', title: 'mixed mode', client: 'mixed-client', mode: 'mixed' },
    { id: 'native', title: 'native mode', client: 'native-client', mode: 'native' },
  ],
  rows: [
    {
      siteSystem: 'management-point',
      role: 'management-point',
      systems: { of: 'own-site', webTransfer: true },
      cells: {
        mixed: http('Management point, mixed mode: HTTP.'),
        native: https('Management point, native mode: HTTPS.'),
      },
    },
    {
      siteSystem: 'standard-distribution-point',
      role: 'standard-distribution-point',
      systems: { of: 'own-site', webTransfer: true },
      cells: {
        mixed: http('Standard distribution point, mixed mode: HTTP.'),
        native: https('Standard distribution point, native mode: HTTPS.'),
      },
    },
    {
      siteSystem: 'software-update-point',
      role: 'software-update-point',
      systems: { of: 'own-site', webTransfer: true },
      cells: {
        mixed: {
          documented: ['http', 'https'],
          leftOut: [],
          sentence: 'Software update point, mixed mode: HTTP or HTTPS.',
        },
        native: https('Software update point, native mode: HTTPS.'),
      },
    },
    {
      siteSystem: 'state-migration-point',
      role: 'state-migration-point',
      systems: { of: 'own-site', webTransfer: true },
      cells: {
        mixed: http('State migration point, mixed mode: HTTP.'),
        native: https('State migration point, native mode: HTTPS.'),
      },
    },
    {
      siteSystem: 'fallback-status-point',
      role: 'fallback-status-point',
      systems: { of: 'own-site', webTransfer: true },
      cells: {
        mixed: http('Fallback status point, mixed mode: HTTP.'),
        native: http('Fallback status point, native mode: HTTP.'),
      },
    },
    {
      siteSystem: 'server-locator-point',
      role: 'server-locator-point',
      clients: { native: 'native-client-http-allowed' },
      systems: { of: 'own-site', webTransfer: true },
      cells: {
        mixed: http('Server locator point, mixed mode: HTTP.'),
        native: http(`Server locator point, native mode: HTTP. ${slpOption}`),
      },
    },
  ],
}
