import { deepStrictEqual } from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import {
  managementPointLookupPath,
  serializeManagementPointReply,
  parseLookupQuery,
  parseManagementPointReply,
  parseSiteReply,
  siteLookupPath,
  siteQuery,
  serializeSiteReply,
} from '../../sim/wire/server-locator-point/site-lookup.ts'

const queryOf = (path: string): string => path.slice(path.indexOf('?') + 1)
const word = fc.string({ unit: fc.constantFrom('a', '1', '.', ':', ' ', '&', '=', '+', '%', 'é') })

void t.test('a lookup is read again', (t) => {
  const adapters = fc.array(fc.tuple(word, word), { maxLength: 32 })
  fc.assert(
    fc.property(adapters, word, (pairs, activeDirectorySite) => {
      const addresses = pairs.map(([address, subnet]) => ({ address, subnet }))
      const location = { addresses, activeDirectorySite }
      deepStrictEqual(parseLookupQuery(queryOf(siteLookupPath(location))), { asks: 'site', location })
    }),
  )
  fc.assert(
    fc.property(word, (siteCode) =>
      deepStrictEqual(parseLookupQuery(queryOf(managementPointLookupPath(siteCode))), {
        asks: 'mp',
        siteCode,
      }),
    ),
  )
  t.end()
})

void t.test('a lookup is written as it is described, and read in any order', (t) => {
  t.equal(siteQuery(undefined, undefined), '/SMS_SLP/slp.dll?site')
  t.equal(siteQuery('10.1.0.1', undefined), '/SMS_SLP/slp.dll?site&ir=10.1.0.1')
  t.equal(siteQuery('fd00::1', 'Oslo & Bærum'), '/SMS_SLP/slp.dll?site&ir=fd00%3A%3A1&ad=Oslo+%26+B%C3%A6rum')
  t.equal(
    siteLookupPath({ addresses: [{ address: '10.1.2.7', subnet: '10.1.2.0' }, { address: '10.9.0.7' }] }),
    '/SMS_SLP/slp.dll?site&ir=10.1.2.7&ip=10.1.2.0&ir=10.9.0.7',
  )
  t.strictSame(parseLookupQuery('ad=HQ&ip=10.1.2.0&ip=10.9.0.0&site&ir=10.1.2.7&ir=10.9.0.7'), {
    asks: 'site',
    location: {
      addresses: [
        { address: '10.1.2.7', subnet: '10.1.2.0' },
        { address: '10.9.0.7', subnet: '10.9.0.0' },
      ],
      activeDirectorySite: 'HQ',
    },
  })
  t.strictSame(parseLookupQuery('code=ABC&mp'), { asks: 'mp', siteCode: 'ABC' })
  t.strictSame(parseLookupQuery('mp'), { asks: 'mp', siteCode: undefined })
  for (const neither of ['', 'x', '&&&', '%ff', 'sites', 'ir=10.2.0.7'])
    t.equal(parseLookupQuery(neither), undefined)
  const many = parseLookupQuery(`site${'&ir=10.0.0.1'.repeat(5000)}`)
  t.equal(many?.asks === 'site' && many.location.addresses.length, 32, 'not all of very many')
  t.end()
})

void t.test('a reply lists sites or management points', (t) => {
  t.equal(serializeSiteReply(['ABC', 'DEF']), '<SLPReply><Site Code="ABC"/><Site Code="DEF"/></SLPReply>')
  const points = [
    { fqdn: 'mp1.contoso.test', native: true, assignmentSite: 'ABC', version: '4.00.6487.2000' },
    { fqdn: 'mp2.contoso.test', native: false, assignmentSite: 'DEF', version: '2.50.4253.3000' },
  ]
  t.equal(
    serializeManagementPointReply(points),
    '<SLPReply><MP FQDN="mp1.contoso.test" SiteCode="ABC" Version="4.00.6487.2000"><Capabilities SchemaVersion="1.0"><Property Name="SSL" Version="1"/>' +
      '</Capabilities></MP><MP FQDN="mp2.contoso.test" SiteCode="DEF" Version="2.50.4253.3000"><Capabilities SchemaVersion="1.0"/></MP></SLPReply>',
  )
  t.strictSame(parseSiteReply(serializeSiteReply(['ABC', 'DEF'])), ['ABC', 'DEF'])
  t.strictSame(parseSiteReply(serializeSiteReply([])), [])
  t.strictSame(parseManagementPointReply(serializeManagementPointReply(points)), points)
  t.strictSame(parseManagementPointReply('<SLPReply><New/></SLPReply>'), [])
  const incomplete = [
    '<MP FQDN="a"/>',
    '<MP/>',
    '<MP FQDN="a" SiteCode="ABC"/>',
    '<MP SiteCode="ABC" Version="4.0.0.0"/>',
    '<MP FQDN="" SiteCode="ABC" Version="4.0.0.0"/>',
    '<MP FQDN="a" SiteCode="" Version="4.0.0.0"/>',
    '<MP FQDN="a" SiteCode="ABC" Version="new"/>',
  ]
  // A reply with half a management point is no reply: a client would otherwise take it for one that names none.
  for (const half of incomplete) {
    const whole = serializeManagementPointReply(points).replace('</SLPReply>', `${half}</SLPReply>`)
    t.equal(parseManagementPointReply(whole), undefined, half)
  }
  for (const half of ['<Site/>', '<Site Code=""/>'])
    t.equal(parseSiteReply(`<SLPReply><Site Code="ABC"/>${half}</SLPReply>`), undefined, half)
  for (const none of ['', '<html/>', '<SLPReply>']) {
    t.equal(parseSiteReply(none), undefined)
    t.equal(parseManagementPointReply(none), undefined)
  }
  t.end()
})
