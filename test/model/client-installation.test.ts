import { warning } from './rule-test.ts'

const sites = (clientConnections = 'both', mode = 'native'): string =>
  `sites:
  - code: CEN
    mode: ${mode}
    systems: [{ name: mp, roles: [management-point], clientConnections: ${clientConnections} }]
  - code: OSL
    mode: ${mode}
    parent: CEN
    systems:
      - { name: mp.osl, roles: [management-point] }
      - { name: slp, roles: [server-locator-point] }
`
const client = (fields: string): string => `clients:\n  - { name: PC, ${fields} }\n`
const right = 'assignedSite: CEN, internetManagementPoint: mp'

warning(
  'contradictory-installation',
  'clients[0].serverLocatorPoint',
  sites() + client(`${right}, alwaysOnInternet: true, serverLocatorPoint: »slp`),
  sites() + client(`${right}, alwaysOnInternet: false, serverLocatorPoint: slp`),
)
warning(
  'contradictory-installation',
  'clients[0].alwaysOnInternet',
  sites() + client('assignedSite: CEN, alwaysOnInternet: »true'),
  sites() + client(`${right}, alwaysOnInternet: true`),
)
for (const assigned of ['', 'assignedSite: auto, ']) {
  warning(
    'contradictory-installation',
    'clients[0].internetManagementPoint',
    sites() + client(`${assigned}internetManagementPoint: »mp`),
    sites() + client('assignedSite: none, internetManagementPoint: mp'),
  )
}
warning(
  'contradictory-installation',
  'clients[0].internetManagementPoint',
  sites() + client('assignedSite: CEN, internetManagementPoint: »mp.osl'),
  sites() + client('assignedSite: OSL, internetManagementPoint: mp.osl'),
)
warning(
  'contradictory-installation',
  'clients[0].internetManagementPoint',
  sites('both', 'mixed') + client('assignedSite: CEN, internetManagementPoint: »mp'),
  sites('both', 'native') + client(right),
)
warning(
  'contradictory-installation',
  'clients[0].internetManagementPoint',
  sites('intranet') + client('assignedSite: CEN, internetManagementPoint: »mp'),
  sites('internet') + client(right),
)
warning(
  'contradictory-installation',
  'clients[0].dnsSuffix',
  sites() + client('activeDirectory: false, dnsSuffix: »sitemode.test'),
  sites() + client('activeDirectory: false, assignedSite: CEN, dnsSuffix: sitemode.test'),
)
