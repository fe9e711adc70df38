import t from 'tap'
import { parseHierarchy } from '../../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../../sim/network/running-hierarchy.ts'

const { hierarchy } = parseHierarchy({
  domain: 'contoso.test',
  sites: [
    {
      code: 'MIX',
      mode: 'mixed',
      publishToDns: true,
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'slp', roles: ['server-locator-point'], winsEntry: true },
      ],
    },
  ],
  clients: [
    { name: 'TOLD', dnsSuffix: 'contoso.test', serverLocatorPoint: 'slp' },
    { name: 'DEVICE', kind: 'mobile-device', wins: true },
  ].map((client) => ({
    ...{ activeDirectory: false, assignedSite: 'none', certificate: 'none', at: { address: '10.2.0.9' } },
    ...client,
  })),
})

void t.test('DNS is for a client whose site was named', async (t) => {
  await using running = await openHierarchy(hierarchy, { cache: false })
  const client = running.client('TOLD')
  const asked = () => running.attempts.filter(({ protocol }) => protocol === 'dns').length
  // After that time it looks for its management point again.
  const twentySixHours = 26 * 3_600_000
  t.match(await client.assign('auto'), { outcome: 'answered', site: 'MIX' })
  running.advance(twentySixHours)
  t.match(await client.sendState(), { outcome: 'answered', system: 'mp.contoso.test' })
  t.equal(asked(), 0, 'its site was found by where it is')
  t.match(await client.assign('MIX'), { outcome: 'answered', site: 'MIX' })
  running.advance(twentySixHours)
  t.match(await client.sendState(), { outcome: 'answered', system: 'mp.contoso.test' })
  t.equal(asked(), 1, 'its site was named')
})

void t.test('a mobile device asks WINS for nothing', async (t) => {
  await using running = await openHierarchy(hierarchy, { cache: false })
  t.match(await running.client('DEVICE').assign('MIX'), {
    outcome: 'failed',
    rule: 'site-assignment/settings-unknown',
  })
  t.strictSame(
    running.attempts.filter(({ protocol }) => protocol === 'wins'),
    [],
  )
})
