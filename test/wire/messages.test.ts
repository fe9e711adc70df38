import fc from 'fast-check'
import t from 'tap'
import { errorPage, readErrorPage } from '../../sim/wire/error-page.ts'
import { stateMessageReport } from '../../sim/wire/fallback-status-point/state-message-report.ts'
import { mpCert, mpList } from '../../sim/wire/management-point/management-point-list.ts'
import { siteQuery } from '../../sim/wire/server-locator-point/site-lookup.ts'
import {
  queriedComputer,
  stateStoreQuery,
  stateStoreReply,
} from '../../sim/wire/state-migration-point/state-store-messages.ts'
import { readXml } from '../../sim/wire/xml.ts'

void t.test('an error page tells status and substatus, and nothing else is one', (t) => {
  fc.assert(
    fc.property(
      fc.integer({ min: 300, max: 599 }),
      fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
      fc.string(),
      (status, substatus, reason) => {
        const told = { status, ...(substatus !== undefined && { substatus }) }
        const read = readErrorPage(errorPage({ ...told, reason }))
        if (JSON.stringify(read) !== JSON.stringify(told)) throw new Error(JSON.stringify(read))
      },
    ),
  )
  t.match(errorPage({ status: 403, substatus: 7, reason: 'Why.' }), /^<html>.*HTTP Error 403\.7 - Why\./)
  for (const page of ['', '<html>Not Found</html>', 'HTTP Error 40 - x', 'HTTP Error 403.x - y']) {
    t.equal(readErrorPage(page), undefined, page)
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

  t.equal(queriedComputer(stateStoreQuery('PC & "1"')), 'PC & "1"')
  t.equal(queriedComputer('<StateStoreRequest Action="Store" Computer="PC"/>'), undefined)
  t.equal(queriedComputer('<StateStoreRequest Action="Query"/>'), undefined)
  t.equal(queriedComputer(''), undefined)
  t.equal(readXml(stateStoreReply('ABC', 'a"b<c'))?.attributes.Computer, 'a"b<c')

  t.equal(siteQuery(undefined, undefined), '/SMS_SLP/slp.dll?site')
  t.equal(siteQuery('10.1.0.1', undefined), '/SMS_SLP/slp.dll?site&ir=10.1.0.1')
  t.equal(siteQuery('fd00::1', 'Oslo & Bærum'), '/SMS_SLP/slp.dll?site&ir=fd00%3A%3A1&ad=Oslo+%26+B%C3%A6rum')

  const report = stateMessageReport('PC<1>', 1000, 1, new Date('2007-08-22T00:00:00Z'))
  t.strictSame(report.subarray(0, 2), Buffer.from([0xff, 0xfe]), 'little-endian UTF-16 with its mark')
  const text = report.toString('utf16le')
  t.match(text, '<NetBIOSName>PC&#60;1&#62;</NetBIOSName>')
  t.match(text, '<StateMessage MessageTime="2007-08-22T00:00:00.000Z"')
  t.end()
})
