import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { locate } from '../../sim/points/management-point/locate.ts'
import {
  parseLocalManagementPointReply,
  serializeLocalManagementPointRequest,
} from '../../sim/wire/management-point/locations.ts'
import { placeIn } from './management-point-context.ts'

const { hierarchy } = parseHierarchy({
  domain: 'contoso.test',
  sites: [
    {
      code: 'CEN',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [{ name: 'mp.cen', roles: ['management-point'] }],
    },
    {
      code: 'OSL',
      mode: 'mixed',
      parent: 'CEN',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [{ name: 'mp.osl', roles: ['management-point'] }],
    },
  ],
})

/** What the first management point of a site answers, without a socket. */
function ask(code: string, xml: string): string {
  const site = hierarchy.sites.find((candidate) => candidate.code === code)
  const [system] = site?.systems ?? []
  if (!site || !system) throw new Error(`no site ${code}`)
  const answer = locate(xml, { ...placeIn('mixed'), hierarchy, site, system })
  return typeof answer === 'string' ? answer : answer.reason
}

const at = (address: string) => ({ addresses: [{ address }] })

void t.test('a nearby management point is told with the mode of its own site', (t) => {
  const near = (address: string) =>
    parseLocalManagementPointReply(ask('CEN', serializeLocalManagementPointRequest(at(address))))?.map(
      ({ siteCode, records }) => ({ siteCode, records }),
    )
  t.strictSame(near('10.1.2.7'), [
    { siteCode: 'CEN', records: [{ fqdn: 'mp.cen.contoso.test', native: true }] },
  ])
  t.strictSame(near('10.2.2.7'), [
    { siteCode: 'OSL', records: [{ fqdn: 'mp.osl.contoso.test', native: false }] },
  ])
  t.end()
})
