import { reportingPointDirectory, reportPath } from '../../sim/wire/reporting-point/report-page.ts'
import { pointTarget } from './point-target.ts'

export const reportingPoint = pointTarget('reporting-point', [
  { method: 'GET', path: `${reportingPointDirectory('ABC')}/` },
  ...[1, 2, 3, 4, 5].map((report) => ({ method: 'GET', path: reportPath('ABC', report) })),
])
