import t from 'tap'
import { siteSignCert } from '../../../sim/wire/management-point/management-point-list.ts'
import { descend, readXml } from '../../../sim/wire/xml.ts'

void t.test("the site server's certificate is in hexadecimal in an element X509Certificate", (t) => {
  const root = readXml(siteSignCert(Buffer.from([0x30, 0x82, 0x0a])))
  t.equal(descend(root, 'X509Certificate')?.text, '30820A')
  t.end()
})
