import { sitesBelow } from '../../../model/sites-below.ts'
import type { Report } from '../report.ts'

export const sites: Report = {
  id: 1,
  name: 'Sites',
  about: 'The site and the sites below it.',
  columns: ['Site code', 'Kind', 'Mode', 'Parent'],
  // A site's database has what its child sites send up ("Reporting in Configuration Manager", in short).
  rows: ({ hierarchy, site }) =>
    sitesBelow(hierarchy, site).map(({ code, kind, mode, parent }) => [code, kind, mode, parent ?? '-']),
}
