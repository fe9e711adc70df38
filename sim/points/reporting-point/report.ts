import type { ReportIndexEntry, ReportTable } from '../../wire/reporting-point/report-page.ts'
import type { RequestContext } from '../web-server/role.ts'

/** What a reporting point can tell; `reports.ts` lists them. */
export interface Report extends ReportIndexEntry {
  columns: ReportTable['columns']
  rows(place: RequestContext): ReportTable['rows']
}

/** `2007-08-22 09:30:00 UTC`. */
export function momentInWords(moment: Date): string {
  return `${moment.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
