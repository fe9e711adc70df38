import t from 'tap'
import { parseHierarchy } from '../../../sim/model/load-hierarchy.ts'
import type { ActionResult } from '../../../sim/index.ts'
import { openHierarchy } from '../../../sim/network/running-hierarchy.ts'
import { newFolder } from '../../new-folder.ts'

const { hierarchy } = parseHierarchy({
  domain: 'corp.test',
  sites: [
    {
      code: 'TYO',
      mode: 'native',
      boundaries: [{ subnet: '10.1.0.0/16' }],
      systems: [
        { name: 'mp.tyo', roles: ['management-point', 'software-update-point', 'state-migration-point'] },
        { name: 'dp.tyo', roles: ['standard-distribution-point'], packages: ['TYO00001'] },
        { name: 'fsp.tyo', roles: ['fallback-status-point'] },
      ],
    },
    {
      code: 'OSA',
      mode: 'mixed',
      boundaries: [{ subnet: '10.2.0.0/16' }],
      systems: [
        { name: 'mp.osa', roles: ['management-point'] },
        { name: 'dp.osa', roles: ['standard-distribution-point'], packages: ['OSA00001'] },
      ],
    },
  ],
  packages: [
    { id: 'TYO00001', size: '16 KiB' },
    { id: 'OSA00001', size: '16 KiB' },
  ],
  clients: [
    { name: 'PC', assignedSite: 'TYO', fallbackStatusPoint: 'fsp.tyo', at: { address: '10.1.0.1' } },
    { name: 'NOCERT', assignedSite: 'TYO', certificate: 'none', at: { address: '10.1.0.2' } },
    { name: 'KIOSK', assignedSite: 'TYO', activeDirectory: false, at: { address: '10.1.0.3' } },
  ],
})
const running = await openHierarchy(hierarchy, { cache: newFolder(t), timeout: 5000 })
t.teardown(() => running.close())

const refused = { outcome: 'failed', protocol: 'https', system: 'mp.tyo.corp.test' }
const withoutCertificate = { ...refused, diagnosis: 'client-certificate-missing' }

void t.test('an action ends as the attempt that decided it', async (t) => {
  const client = running.client('NOCERT')
  const content = await client.getContent('TYO00001')
  t.match(content, { ...withoutCertificate, rule: 'content-location/no-list', status: null })
  t.notOk(
    content.story.some(({ rule }) => rule === 'content-location/nobody-has-it'),
    'nobody said that nobody has it',
  )
  const results: [what: string, result: ActionResult][] = [
    ['policy', await client.requestPolicy()],
    ['scan', await client.scanForUpdates()],
    ['state message', await client.sendState()],
    ['user state stored', await client.storeState()],
    ['user state restored', await client.restoreState()],
    ['assignment', await client.assign('TYO')],
  ]
  for (const [what, result] of [['content', content] as const, ...results]) {
    t.match(result, withoutCertificate, what)
    const words = 'the site system asked for a client certificate and got none'
    t.match(result.reasons, [{ words, diagnosis: 'client-certificate-missing' }], what)
    t.ok(
      result.attempts.some(({ id }) => id === result.reasons[0]?.attempt),
      `${what}: the attempt that shows it`,
    )
  }
})

void t.test('nobody has the content only after a management point said so', async (t) => {
  const client = running.client('PC')
  const none = await client.getContent('OSA00001')
  const said = { ...refused, diagnosis: null, status: 200, rule: 'content-location/nobody-has-it' }
  t.match(none, said)
  t.match(none.reasons, [
    { words: 'PC found no distribution point that has OSA00001', diagnosis: null, rule: said.rule },
  ])
  await running.break('mp.tyo', '503')
  t.match(await client.getContent('OSA00001'), {
    ...refused,
    ...{ diagnosis: 'service-unavailable', status: 503, rule: 'content-location/no-list' },
  })
  await running.repair('mp.tyo')
  t.strictSame((await client.getContent('TYO00001')).reasons, [], 'success needs no reason')
})

void t.test('a rule that withheld on the way is a second reason', async (t) => {
  const client = running.client('PC')
  client.move({ address: '10.2.0.1' })
  const none = await client.getContent('OSA00001')
  client.move({ address: '10.1.0.1' })
  t.match(
    none.reasons.map(({ rule }) => rule),
    ['content-location/nobody-has-it', 'roaming/native-client-in-mixed-site'],
  )
  t.match(none.reasons[1], { words: /by HTTP when HTTP communication .* otherwise not at all$/ })
})

void t.test('where nobody tells, the last that failed is the reason; reports of it are none', async (t) => {
  await running.break('dc', 'silent')
  await running.break('fsp.tyo', '503')
  const start = await running.client('PC').start()
  t.match(start, { outcome: 'failed', protocol: 'ldap', diagnosis: /./, rule: 'site-settings/read-again' })
  const unassigned = await running.client('PC').assign('TYO')
  const decided = {
    outcome: 'failed',
    site: null,
    protocol: 'ldap',
    rule: 'site-assignment/settings-unknown',
  }
  t.match(unassigned, { ...decided, diagnosis: start.diagnosis })
  t.ok(
    unassigned.attempts.some(({ role }) => role === 'fallback-status-point'),
    'it reported that',
  )
  t.equal(unassigned.reasons.length, 1)
  await running.repair('dc')
  await running.repair('fsp.tyo')
  t.match(await running.client('KIOSK').start(), {
    outcome: 'withheld',
    reasons: [{ words: "KIOSK starts, but cannot read its site's settings", attempt: null }],
  })
})

void t.test('a bad certificate is no reason where none is looked at', async (t) => {
  const { hierarchy } = parseHierarchy({
    domain: 'corp.test',
    sites: [
      {
        ...{ code: 'NAT', mode: 'native', refusal: 'iis', boundaries: [{ subnet: '10.1.0.0/16' }] },
        systems: [
          { name: 'mp.nat', roles: ['management-point'], listen: { clientCertificate: 'ignore' } },
          { name: 'dp.nat', roles: ['standard-distribution-point'], packages: ['NAT00001'] },
        ],
      },
    ],
    packages: [{ id: 'NAT00001', size: '1 KiB' }],
    clients: (['expired', 'revoked', 'wrong-usage'] as const).map((certificate) => ({
      ...{ name: certificate, assignedSite: 'NAT', certificate, at: { address: '10.1.0.1' } },
    })),
  })
  await using native = await openHierarchy(hierarchy, { cache: newFolder(t) })
  for (const { name } of hierarchy.clients) {
    const content = await native.client(name).getContent('NAT00001')
    t.match(content, { outcome: 'answered', protocol: 'https', system: 'dp.nat.corp.test' }, name)
    const point = { system: 'dp.nat' }
    t.match(await native.client(name).contact('standard-distribution-point', point), { status: 403 }, name)
  }
})
