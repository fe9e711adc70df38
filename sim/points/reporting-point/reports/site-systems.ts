import { sitesBelow } from '../../../model/sites-below.ts'
import { roleInWords } from '../../../model/site-system-role.ts'
import type { Report } from '../report.ts'

export const siteSystems: Report = {
  id: 2,
  name: 'Site systems',
  about: 'The site systems of the site and of the sites below it, with their roles.',
  columns: ['Site system', 'Site code', 'Roles'],
  rows: ({ hierarchy, site }) =>
    sitesBelow(hierarchy, site).flatMap(({ code, systems }) =>
      systems.map(({ fqdn, roles }) => [fqdn, code, roles.map(roleInWords).join(', ')]),
    ),
}
