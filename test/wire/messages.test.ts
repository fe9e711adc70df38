import fc from 'fast-check'
import t from 'tap'
import { errorPage, parseErrorPage } from '../../sim/wire/error-page.ts'
import { mpCert, mpList } from '../../sim/wire/management-point/management-point-list.ts'

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
