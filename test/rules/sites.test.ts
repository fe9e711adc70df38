import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { residentSiteOf, assignedSiteOf } from '../../sim/model/sites.ts'

void t.test('the assigned site and the resident site', (t) => {
  const { hierarchy } = parseHierarchy({
    sites: [
      {
        code: 'CEN',
        mode: 'native',
        boundaries: [{ subnet: '10.1.0.0/16' }, { activeDirectorySite: 'Oslo' }],
      },
      { code: 'SEC', kind: 'secondary', parent: 'CEN', boundaries: [{ subnet: '10.2.0.0/16' }] },
      { code: 'TWO', mode: 'mixed', parent: 'CEN', boundaries: [{ subnet: '10.1.8.0/24' }] },
    ],
    clients: [
      { name: 'NAMED', assignedSite: 'TWO', at: { address: '10.1.0.1' } },
      { name: 'IN-CEN', at: { address: '10.1.0.1' } },
      { name: 'IN-SEC', at: { address: '10.2.0.1' } },
      { name: 'BY-AD', at: { activeDirectorySite: 'oslo' } },
      { name: 'NOWHERE', at: { address: '10.9.0.1' } },
      { name: 'ABROAD', at: { internet: true } },
      { name: 'ALWAYS-ABROAD', alwaysOnInternet: true, at: { address: '10.1.0.1' } },
    ],
  })
  t.strictSame(
    hierarchy.clients.map((client) => [client.name, assignedSiteOf(hierarchy, client)?.code]),
    [
      ['NAMED', 'TWO'],
      ['IN-CEN', 'CEN'],
      ['IN-SEC', 'CEN'],
      ['BY-AD', 'CEN'],
      ['NOWHERE', undefined],
      ['ABROAD', undefined],
      ['ALWAYS-ABROAD', undefined],
    ],
  )
  const [cen, , two] = hierarchy.sites
  const resident = (address: string, assigned = cen): string | undefined =>
    residentSiteOf(hierarchy, { internet: false, address }, assigned)?.code
  t.equal(resident('10.1.0.1'), 'CEN')
  t.equal(resident('10.2.0.1'), 'SEC', 'a secondary site is a place to be')
  t.equal(resident('10.9.0.1'), undefined)
  t.equal(resident('10.1.8.1', two), 'TWO', 'where boundaries overlap, the assigned site')
  t.equal(resident('10.1.8.1'), 'CEN')
  t.equal(residentSiteOf(hierarchy, { internet: true }, cen), undefined)
  t.end()
})
