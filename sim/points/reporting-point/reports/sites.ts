import type { Site } from '../../../model/hierarchy.ts'
import type { RequestContext } from '../../web-server/role.ts'
import type { Report } from '../report.ts'

export const sites: Report = {
  id: 1,
  name: 'Sites',
  about: 'The site and the sites below it.',
  columns: ['Site code', 'Kind', 'Mode', 'Parent'],
  rows: (place) => sitesBelow(place).map(({ code, kind, mode, parent }) => [code, kind, mode, parent ?? '-']),
}

/** A site's database has what its child sites send up ("Reporting in Configuration Manager", in short). */
export function sitesBelow({ hierarchy, site }: RequestContext): Site[] {
  const found: Site[] = [site]
  // Grows while it is gone through; no site is its own ancestor.
  for (const { code } of found) found.push(...hierarchy.sites.filter(({ parent }) => parent === code))
  return found
}
