import fc from 'fast-check'
import t from 'tap'
import {
  parseReportPath,
  reportIndexPage,
  reportPage,
  reportPath,
} from '../../sim/wire/reporting-point/report-page.ts'
import { descend, parseXml } from '../../sim/wire/xml.ts'

const split = (url: string): [path: string, query: string] => {
  const [path = '', query = ''] = url.split('?')
  return [path, query]
}

void t.test('paths lead to the index and to reports', (t) => {
  t.equal(parseReportPath('MIX', ...split(reportPath('MIX', 42))), 42)
  t.equal(parseReportPath('MIX', '/SMSReporting_MIX', ''), 'index')
  t.equal(parseReportPath('MIX', '/smsreporting_mix/', 'x=1'), 'index')
  t.equal(parseReportPath('MIX', '/SMSREPORTING_MIX/REPORT.ASP', 'a=b&reportid=7'), 7)
  for (const query of [
    '',
    'ReportID',
    'ReportID=',
    'ReportID=x',
    'ReportID=-1',
    'ReportID=1e3',
    'ReportID=1234567',
  ]) {
    t.equal(parseReportPath('MIX', '/SMSReporting_MIX/Report.asp', query), undefined, query)
  }
  t.equal(parseReportPath('MIX', '/SMSReporting_MIX/Report.aspx', 'ReportID=1'), undefined)
  t.end()
})

void t.test('any content of a cell is text', (t) => {
  const entry = { id: 1, name: 'Sites & <b>', about: 'All "sites".' }
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (cell) => {
      const page = reportPage('MIX', entry, { columns: ['A', 'B'], rows: [[cell, cell]] }, cell)
      const tags = [...page.matchAll(/<\/?([a-z0-9]+)/g)].map(([, name = '']) => name)
      const allowed =
        'html head meta title link style body main h1 p a table caption thead tbody tr th td'.split(' ')
      return tags.every((tag) => allowed.includes(tag)) && !/<[^>]* on[a-z]+=/.test(page)
    }),
  )
  t.end()
})

void t.test('a page has a title, a heading and a table with headers', (t) => {
  const entry = { id: 1, name: 'Sites', about: 'The sites.' }
  const page = reportPage('MIX', entry, {
    columns: ['Code', 'Mode'],
    rows: [
      ['MIX', 'mixed'],
      ['NAT', ''],
    ],
  })
  t.match(page, /^<!DOCTYPE html>\n<html lang="en">/)
  // As XML it is well-formed but for elements that HTML never closes.
  const html = parseXml(page.replace('<!DOCTYPE html>', '').replaceAll(/<(meta|link)([^>]*)>/g, '<$1$2/>'))
  t.equal(descend(html, 'head', 'title')?.text, 'Sites - site MIX')
  t.equal(descend(html, 'body', 'main', 'h1')?.text, 'Sites - site MIX')
  const table = descend(html, 'body', 'main', 'table')
  t.equal(descend(table, 'caption')?.text, 'The sites.')
  t.strictSame(
    descend(table, 'thead', 'tr')?.children.map(({ name, attributes, text }) => [
      name,
      attributes.scope,
      text,
    ]),
    [
      ['th', 'col', 'Code'],
      ['th', 'col', 'Mode'],
    ],
  )
  t.strictSame(
    descend(table, 'tbody')?.children.map(({ children }) => children.map(({ name, text }) => [name, text])),
    [
      [
        ['th', 'MIX'],
        ['td', 'mixed'],
      ],
      [
        ['th', 'NAT'],
        ['td', ''],
      ],
    ],
  )
  const none = reportPage('MIX', entry, { columns: ['Code'], rows: [] })
  t.match(none, '<p>Nothing to report.</p>')
  t.match(reportIndexPage('MIX', [entry]), '<a href="/SMSReporting_MIX/Report.asp?ReportID=1">Sites</a>')
  t.end()
})
