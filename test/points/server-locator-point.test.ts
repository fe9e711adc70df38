import t from 'tap'
import type { HierarchyInput } from '../../sim/index.ts'
import { open } from '../network/opened.ts'
import { newFolder } from '../new-folder.ts'
import { isErrorPage } from './error-page-answer.ts'
import { ask } from './raw-request.ts'

const written: HierarchyInput = {
  domain: 'contoso.test',
  sites: [
    {
      code: 'NAT',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }, { ipv6Prefix: 'fd00:1::/64' }],
      systems: [
        { name: 'mp.nat', roles: ['management-point'] },
        { name: 'proxy.nat', roles: ['management-point'] },
        { name: 'slp.nat', roles: ['server-locator-point'] },
      ],
    },
    { code: 'SEC', kind: 'secondary', parent: 'NAT', boundaries: [{ subnet: '10.3.0.0/16' }] },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'NAT',
      boundaries: [{ subnet: '10.2.0.0/16' }, { activeDirectorySite: 'Bergen' }],
      systems: [
        { name: 'mp.mix', roles: ['management-point'] },
        { name: 'slp.mix', roles: ['server-locator-point'] },
      ],
    },
  ],
}
const { running } = await open(t, written, { cache: newFolder(t) })

for (const name of ['slp.mix', 'slp.nat']) {
  const slp = async (query: string): Promise<string> => {
    const { status, headers, body } = await ask(running, name, { path: `/sms_slp/SLP.dll?${query}` })
    return status === 200 && headers['content-type'] === 'text/xml' ? body.toString() : String(status)
  }
  // The mixed-mode site is below the native one, and knows nothing of it.
  const known = name === 'slp.nat' ? ['NAT', 'MIX'] : ['MIX']
  const sites = (...codes: string[]): string => {
    const found = codes.filter((code) => known.includes(code)).map((code) => `<Site Code="${code}"/>`)
    return found.length === 0 ? '<SLPReply/>' : `<SLPReply>${found.join('')}</SLPReply>`
  }

  void t.test(`${name} finds sites by location`, async (t) => {
    t.equal(await slp('site&ir=10.2.0.7'), sites('MIX'))
    t.equal(await slp('site&ir=10.1.0.7&ip=10.1.0.0'), sites('NAT'))
    t.equal(await slp('ip=10.1.0.0&ir=10.1.0.7&site'), sites('NAT'), 'in any order')
    t.equal(await slp('site&ir=fd00%3A1%3A%3A7'), sites('NAT'))
    t.equal(await slp('site&ir=10.3.0.7'), sites('NAT'), 'a secondary site hands on to its parent')
    t.equal(await slp('site&ir=10.3.0.7&ir=10.2.0.7&ir=10.1.0.7'), sites('NAT', 'MIX'), 'each site once')
    t.equal(await slp('site&ad=bergen'), sites('MIX'))
    t.equal(await slp('site&ir=10.1.0.7&ad=Bergen'), sites('NAT', 'MIX'))
    t.equal(await slp('site&ir=here&ip=10.2.0.0'), sites('MIX'), 'by the subnet of an address that is none')
    t.equal(await slp('site&ir=here&ir=10.2.0.7&ir=300.1.1.1'), sites('MIX'), 'others count all the same')
    for (const nowhere of [
      '',
      '&ir=10.9.0.7',
      '&ir=here',
      '&ir=',
      '&ir=0x0a020007',
      '&ad=Oslo',
      '&ad=',
      '&ir=%ff',
    ]) {
      t.equal(await slp(`site${nowhere}`), sites(), nowhere)
    }
    t.equal(await slp(`site${'&ir=10.9.0.7'.repeat(32)}&ir=10.2.0.7`), sites(), 'of very many the first')
  })

  void t.test(`${name} finds management points by site`, async (t) => {
    const ssl = '<Capabilities SchemaVersion="1.0"><Property Name="SSL" Version="1"/></Capabilities>'
    const native = `<SLPReply>${['mp', 'proxy']
      .map(
        (host) => `<MP FQDN="${host}.nat.contoso.test" SiteCode="NAT" Version="4.00.6487.2000">${ssl}</MP>`,
      )
      .join('')}</SLPReply>`
    const ofNative = known.includes('NAT') ? native : '<SLPReply/>'
    t.equal(await slp('mp&code=NAT'), ofNative)
    t.equal(await slp('code=nat&mp'), ofNative)
    t.equal(
      await slp('mp&code=MIX'),
      '<SLPReply><MP FQDN="mp.mix.contoso.test" SiteCode="MIX" Version="4.00.6487.2000">' +
        '<Capabilities SchemaVersion="1.0"/></MP></SLPReply>',
    )
    for (const unknown of ['mp&code=SEC', 'mp&code=XXX', 'mp&code=', 'mp']) {
      t.equal(await slp(unknown), '<SLPReply/>', unknown)
    }
  })

  void t.test(`${name} refuses what it cannot read`, async (t) => {
    for (const garbage of ['', 'x', '&&&', '%ff', 'sites', 'ir=10.2.0.7'])
      t.equal(await slp(garbage), '400', garbage)
    for (const method of ['POST', 'HEAD', 'PUT']) {
      const { status } = await ask(running, name, { path: '/SMS_SLP/slp.dll?site', method })
      t.equal(status, 405, method)
    }
    t.ok(isErrorPage(await ask(running, name, { path: '/SMS_SLP/other.dll?site' }), 404))
    const urls = running.systems.find((system) => system.name === name)?.urls ?? []
    t.match(urls, [/^http:/])
    t.equal(urls.length, 1, 'HTTP only')
  })
}
