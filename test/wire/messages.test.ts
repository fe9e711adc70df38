import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { errorPage, parseErrorPage } from '../../sim/wire/error-page.ts'
import { mpCert, mpList, parseMpList } from '../../sim/wire/management-point/management-point-list.ts'

void t.test('an error page tells status and substatus, and nothing else is one', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 599 }),
      fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      fc.string(),
      (status, substatus, reason) => {
        const told = { status, ...(substatus !== undefined && { substatus }) }
        const read = parseErrorPage(errorPage({ ...told, reason }))
        if (JSON.stringify(read) !== JSON.stringify(told)) throw new Error(JSON.stringify(read))
      },
    ),
  )
  t.match(errorPage({ status: 403, substatus: 7, reason: 'Why.' }), /^<html>.*HTTP Error 403\.7 - Why\./)
  for (const page of ['', '<html>Not Found</html>', 'HTTP Error 40 - x', 'HTTP Error 403.x - y']) {
    t.equal(parseErrorPage(page), undefined, page)
  }
  t.end()
})

void t.test('messages carry what they are about', (t) => {
  const managementPoint = { name: 'MP1', fqdn: 'mp1.contoso.test', siteCode: 'ABC' }
  const native = mpList([{ ...managementPoint, native: true }])
  t.match(native, /^<MPList><MP Name="MP1" FQDN="mp1\.contoso\.test" SiteCode="ABC">.*<\/MP><\/MPList>$/)
  t.match(native, '<Property Name="SSL" Version="1"/>')
  t.notMatch(mpList([{ ...managementPoint, native: false }]), 'SSL')
  t.equal(mpList([]), '<MPList></MPList>')
  t.equal(mpCert(Buffer.from([0x30, 0x0a, 0xff])), '<Certificate>300AFF</Certificate>')
  t.end()
})

void t.test('a management point list is read again', (t) => {
  const text = fc.string({ minLength: 1 }).map((said) => `x${said}x`)
  const listed = fc.record(
    { name: text, fqdn: text, siteCode: fc.stringMatching(/^[A-Z0-9]{3}$/), native: fc.boolean() },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(fc.array(listed, { maxLength: 3 }), (managementPoints) =>
      deepStrictEqual(parseMpList(mpList(managementPoints)), managementPoints),
    ),
  )
  t.end()
})

void t.test('a management point list of another server is read, or not at all', (t) => {
  const list =
    '<MPList><MP Name="MP1" FQDN="mp1.test" New="1"><Version>9000</Version><Capabilities SchemaVersion="1.0">' +
    '<New/><Property Name="SSLState" Version="1"/></Capabilities></MP><New/>' +
    '<MP Name="MP2" FQDN="mp2.test" SiteCode="ABC"/></MPList>'
  t.strictSame(parseMpList(list), [
    { name: 'MP1', fqdn: 'mp1.test', native: false },
    { name: 'MP2', fqdn: 'mp2.test', siteCode: 'ABC', native: false },
  ])
  t.strictSame(parseMpList('<MPList/>'), [])
  const malformed = [
    list.replace(' Name="MP2"', ''),
    list.replace('"MP2"', '""'),
    list.replace(' FQDN="mp1.test"', ''),
    list.replace('"mp1.test"', '""'),
    list.replace('"ABC"', '""'),
    list.replaceAll('MPList', 'List'),
    list.slice(0, -1),
    '',
  ]
  for (const xml of malformed) t.equal(parseMpList(xml), undefined, xml)
  t.end()
})
