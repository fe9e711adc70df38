import { escapeXml, xmlElement } from '../xml.ts'
import type { Basis } from '../../vocabulary/basis.ts'

/*
 * The documentation has the folder `SMSReporting_<site code>` as the default ("About the SMS Reporting Users Group"), and
 * says that reports open in a browser. The names of the pages are not documented; our choice.
 */

export function reportingPointDirectory(siteCode: string): string {
  return `/SMSReporting_${siteCode}`
}

export function reportPath(siteCode: string, report: number): string {
  return `${reportingPointDirectory(siteCode)}/Report.asp?ReportID=${report}`
}

/** The page at a path and query of a site's reporting point: the index or a report; undefined when there is none. */
export function parseReportPath(siteCode: string, path: string, query: string): 'index' | number | undefined {
  const below = path.slice(reportingPointDirectory(siteCode).length).toLowerCase()
  if (below === '' || below === '/') return 'index'
  if (below !== '/report.asp') return undefined
  const [, id] = [...new URLSearchParams(query)].find(([name]) => name.toLowerCase() === 'reportid') ?? []
  return id !== undefined && /^\d{1,6}$/.test(id) ? Number(id) : undefined
}

export interface ReportTable {
  columns: readonly string[]
  /** A cell for each column. */
  rows: readonly (readonly string[])[]
}

export interface ReportIndexEntry {
  id: number
  name: string
  /** A sentence. */
  about: string
}

/** Ids of the reports that a site's index page links to; undefined when the page is not this site's index. */
export function parseReportIndexPage(siteCode: string, page: string): number[] | undefined {
  if (!page.includes(`<h1>${indexHeading(siteCode)}</h1>`)) return undefined
  const link = `<a href="${reportPath(siteCode, 0).slice(0, -1)}`
  return page
    .split(link)
    .slice(1)
    .map((rest) => Number.parseInt(rest, 10))
}

export function reportIndexPage(siteCode: string, reports: readonly ReportIndexEntry[]): string {
  const rows = reports.map(({ id, name, about }) => [
    xmlElement('a', { href: reportPath(siteCode, id) }, escapeXml(name)),
    escapeXml(about),
  ])
  return page(indexHeading(siteCode), table('What this reporting point tells', ['Report', 'About'], rows))
}

function indexHeading(siteCode: string): string {
  return `Reports of site ${siteCode}`
}

/** `note`: tells people which rows the table leaves out. */
export function reportPage(
  siteCode: string,
  { name, about }: ReportIndexEntry,
  { columns, rows }: ReportTable,
  note?: string,
): string {
  const empty = rows.length === 0 ? xmlElement('p', {}, 'Nothing to report.') : ''
  return page(
    `${name} - site ${siteCode}`,
    xmlElement('p', {}, xmlElement('a', { href: `${reportingPointDirectory(siteCode)}/` }, 'All reports')),
    table(
      about,
      columns,
      rows.map((row) => row.map((cell) => escapeXml(cell))),
    ),
    empty,
    note === undefined ? '' : xmlElement('p', {}, escapeXml(note)),
  )
}

/** Cells are HTML already; the first names its row. */
function table(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((column) => xmlElement('th', { scope: 'col' }, escapeXml(column)))
  const body = rows.map(([first = '', ...others]) =>
    xmlElement(
      'tr',
      {},
      `<th scope="row">${first}</th>`,
      // An element without content would be written as one without an end.
      ...others.map((cell) => `<td>${cell}</td>`),
    ),
  )
  return xmlElement(
    'table',
    {},
    xmlElement('caption', {}, escapeXml(caption)),
    xmlElement('thead', {}, xmlElement('tr', {}, ...head)),
    `<tbody>${body.join('\n')}</tbody>`,
  )
}

const style =
  'body{font:1rem/1.5 sans-serif;margin:2rem;color:#1a1a1a;background:#fff}' +
  'a{color:#0645ad}table{border-collapse:collapse}caption{text-align:left;padding:.5rem 0}' +
  'th,td{border:1px solid #767676;padding:.25rem .75rem;text-align:left;vertical-align:top}' +
  'thead th{background:#e8eef7}tbody th{font-weight:normal}'

function page(title: string, ...content: readonly string[]): string {
  const heading = escapeXml(title)
  return (
    `<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>${heading}</title>` +
    // Without an icon of its own a browser asks the web server for one.
    `<link rel="icon" href="data:,"><style>${style}</style></head>\n` +
    `<body><main><h1>${heading}</h1>\n${content.join('\n')}</main></body></html>\n`
  )
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about: 'the pages of reporting points',
  },
]
