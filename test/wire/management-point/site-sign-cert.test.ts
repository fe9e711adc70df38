import fc from 'fast-check'
import t from 'tap'
import { parseSiteSignCert, siteSignCert } from '../../../sim/wire/management-point/management-point-list.ts'
import { descend, parseXml } from '../../../sim/wire/xml.ts'

void t.test("the site server's certificate is in hexadecimal in an element X509Certificate", (t) => {
  const root = parseXml(siteSignCert(Buffer.from([0x30, 0x82, 0x0a])))
  t.equal(descend(root, 'X509Certificate')?.text, '30820A')
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1 }), (bytes) => {
      t.strictSame(parseSiteSignCert(siteSignCert(Buffer.from(bytes))), Buffer.from(bytes))
    }),
  )
  const byHand = '<Other New="1"><X509Certificate>\r\n30820a\r\n</X509Certificate><New/></Other>'
  t.equal(parseSiteSignCert(byHand)?.toString('hex'), '30820a')
  for (const wrong of ['', '<a/>', byHand.replace('30', '3'), byHand.replace('30', 'x0')])
    t.equal(parseSiteSignCert(wrong), undefined, wrong)
  t.end()
})
