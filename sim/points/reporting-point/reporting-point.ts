import type { Point } from '../point.ts'
import {
  parseReportPath,
  reportIndexPage,
  reportingPointDirectory,
  reportPage,
} from '../../wire/reporting-point/report-page.ts'
import {
  methodNotAllowed,
  notFound,
  type Answered,
  type RequestContext,
  type VirtualDirectory,
} from '../web-server/virtual-directory.ts'
import { reports, type Report } from './reports.ts'

export const reportingPoint: Point = { directories: ({ code }) => [directoryOf(code)], open: () => [] }

function directoryOf(siteCode: string): VirtualDirectory {
  return {
    path: reportingPointDirectory(siteCode),
    // The system's own setting decides, whatever the site's mode ("About Reporting Points").
    protocol: (_site, { ssl }) => (ssl ? 'https' : 'http'),
    // Browsers without a client certificate open it.
    withoutClientCertificate: true,
    answer({ method, path, query }, context) {
      const page = parseReportPath(siteCode, path, query)
      const report = reports.find(({ id }) => id === page)
      if (page !== 'index' && !report) return notFound()
      if (method !== 'GET' && method !== 'HEAD') return methodNotAllowed('GET', 'HEAD')
      return htmlAnswer(report ? writeReport(report, context) : reportIndexPage(siteCode, reports))
    },
  }
}

/** Limits of a report: rows, and characters of a cell. */
const mostRows = 500
const longestCell = 200

function writeReport(report: Report, context: RequestContext): string {
  const all = report.rows(context)
  const rows = all.slice(0, mostRows).map((row) => row.map(shortened))
  const note = rows.length < all.length ? `The first ${rows.length} of ${all.length} rows.` : undefined
  return reportPage(context.site.code, report, { columns: report.columns, rows }, note)
}

function shortened(cell: string): string {
  return cell.length > longestCell ? `${cell.slice(0, longestCell)}...` : cell
}

function htmlAnswer(page: string): Answered {
  return {
    status: 200,
    headers: {
      'Content-Type': 'text/html; charset=utf-8',
      'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
      'Cache-Control': 'no-store',
    },
    body: page,
  }
}
