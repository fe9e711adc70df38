import { http, no, type CommunicationTable } from './table.ts'

export const slpOption =
  'In native mode, client computers must have HTTP communication configured for roaming and site assignment to ' +
  'communicate with the server locator point; without the option they cannot.'
const devices =
  'Mobile device clients do not communicate with server locator points and do not support roaming.'

/** The note under table 1: who may talk to a server locator point. */
export const serverLocatorPoint: CommunicationTable = {
  id: 'server-locator-point',
  title: 'Who may use a server locator point',
  columns: [
    { id: 'mixed-client', title: 'mixed-mode client', client: 'mixed-client', mode: 'mixed' },
    { id: 'native-client', title: 'native-mode client', client: 'native-client', mode: 'native' },
    {
      id: 'native-client-http-allowed',
      title: 'native-mode client with HTTP for roaming',
      client: 'native-client-http-allowed',
      mode: 'native',
    },
    { id: 'mobile-device', title: 'mobile device', client: 'mobile-device', mode: 'native' },
  ],
  rows: [
    {
      siteSystem: 'server-locator-point',
      role: 'server-locator-point',
      systems: { of: 'hierarchy' },
      cells: {
        'mixed-client': http('Server locator point, mixed mode: HTTP.'),
        'native-client': no('client', slpOption),
        'native-client-http-allowed': http(slpOption),
        'mobile-device': no('client', devices),
      },
    },
  ],
}
