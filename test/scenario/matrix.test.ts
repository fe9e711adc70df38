import { join } from 'node:path'
import t from 'tap'
import type { Listen, TlsProfile } from '../../sim/model/hierarchy.ts'
import type { RefusalStyle } from '../../sim/vocabulary/certificate.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { OpenOptions } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'
import {
  cellsOf,
  cellsWhere,
  disagreeing,
  everyCellAgrees,
  matrix,
  twoModes,
  withListen,
} from './two-modes.ts'

const cache = join(newFolder(t), 'cache')

const profiles: [string, Partial<TlsProfile>, RefusalStyle, OpenOptions][] = [
  ['by default', {}, 'handshake', {}],
  ['under TLS 1.3', { version: '1.3' }, 'handshake', {}],
  ['when refused as IIS does', {}, 'iis', {}],
  ['when refused as IIS does, under TLS 1.3', { version: '1.3' }, 'iis', {}],
  ['with all systems on one address', {}, 'handshake', { addresses: 'shared' }],
]

for (const [how, tls, refusal, options] of profiles) {
  void t.test(`every cell agrees ${how}`, async (t) => {
    everyCellAgrees(t, await matrix(await twoModes(tls, refusal), { cache, ...options }))
  })
}

/** Some of the cases that matrix.slow.test.ts tries with every system. */
const wrong: [string, string, Listen][] = [
  ['mp.nat', 'management-point', { protocol: 'http' }],
  ['slp.mix', 'server-locator-point', { protocol: 'https' }],
  ['dp.nat', 'standard-distribution-point', { clientCertificate: 'accept' }],
  ['smp.nat', 'state-migration-point', { clientCertificate: 'ignore', refusal: 'iis' }],
  ['smp.nat', 'state-migration-point', { certificate: 'revoked' }],
]

void t.test('a system that listens otherwise than its site is found, and it alone', async (t) => {
  for (const [name, role, listen] of wrong) {
    const found = await withListen(name, listen, cache)
    const site = name.endsWith('nat') ? 'NAT' : 'MIX'
    t.strictSame(found.sort(), cellsOf(site, role).sort(), `${name} ${JSON.stringify(listen)}`)
  }
})

void t.test('content missing from a share is found, and it alone', async (t) => {
  const emptied = await twoModes()
  emptied.packages = []
  for (const { systems } of emptied.sites) {
    // HTTP gives no listing of content that they lack either.
    for (const system of systems)
      if (system.httpTransfer && !system.name.startsWith('bdp')) system.packages = []
  }
  t.strictSame(disagreeing(await matrix(emptied, { cache })).sort(), [
    'unaffected-by-site-mode/branch-distribution-point/mixed',
    'unaffected-by-site-mode/branch-distribution-point/native',
    'unaffected-by-site-mode/standard-distribution-point/mixed',
    'unaffected-by-site-mode/standard-distribution-point/native',
  ])
})

void t.test('a mixed-mode system that asks for client certificates is found, and it alone', async (t) => {
  const found = await withListen('sup2.mix', { clientCertificate: 'require' }, cache)
  t.strictSame(found, ['within-assigned-site/software-update-point/mixed'])
})

void t.test('cells that a hierarchy cannot show are skipped, with the reason', async (t) => {
  const { hierarchy } = parseHierarchy({
    sites: [{ code: 'ABC', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
  })
  const { summary, tables } = await matrix(hierarchy, { cache })
  t.strictSame(summary, { cells: 38, agree: 1, disagree: 0, skipped: 37 })
  const native = tables[0]?.rows[0]?.cells.native
  t.match(native, { agrees: false, attempts: [], skipped: /no native-mode site/ })
})

void t.test(
  'a role that nobody has and a site without boundaries skip their cells, and no other',
  async (t) => {
    const { hierarchy } = parseHierarchy({
      sites: [
        { code: 'NAT', mode: 'native', systems: [{ name: 'mp.nat', roles: ['management-point'] }] },
        {
          code: 'MIX',
          mode: 'mixed',
          parent: 'NAT',
          boundaries: [{ subnet: '10.2.0.0/16' }],
          systems: [{ name: 'mp.mix', roles: ['management-point'] }],
        },
      ],
    })
    const result = await matrix(hierarchy, { cache })
    const exercised = cellsWhere(result, ({ skipped }) => skipped === undefined)
    t.strictSame(exercised, [
      'within-assigned-site/management-point/mixed',
      'within-assigned-site/management-point/native',
      'native-client-in-mixed-site/assigned-management-point/http-not-allowed',
      'native-client-in-mixed-site/assigned-management-point/http-allowed',
      'native-client-in-mixed-site/resident-management-point/http-not-allowed',
      'native-client-in-mixed-site/resident-management-point/http-allowed',
    ])
    t.strictSame(result.summary, { cells: 38, agree: 6, disagree: 0, skipped: 32 })
    t.match(result.tables[2]?.rows[0]?.cells['mixed-client'], {
      skipped: 'the hierarchy has no native-mode site with a boundary',
    })
    t.match(result.tables[3]?.rows[0]?.cells['native-client'], {
      skipped: 'the hierarchy has no server locator point',
    })
  },
)

void t.test('the wrong one of several systems with one role is found', async (t) => {
  const system = (name: string, listen: Listen = {}) => ({
    name,
    roles: ['management-point' as const],
    listen,
  })
  const { hierarchy } = parseHierarchy({
    sites: [
      { code: 'ABC', mode: 'native', systems: [system('mp1'), system('mp2')] },
      { code: 'SEC', kind: 'secondary', parent: 'ABC', systems: [system('mp3', { protocol: 'http' })] },
    ],
  })
  const result = await matrix(hierarchy, { cache })
  t.strictSame(disagreeing(result), ['within-assigned-site/management-point/native'])
  t.match(
    result.attempts.filter(({ forced, outcome }) => !forced && outcome === 'failed'),
    [{ system: 'mp3.sitemode.test' }],
  )
})

void t.test('roles that share a system and its port are told apart', async (t) => {
  const { hierarchy } = parseHierarchy({
    sites: [
      {
        code: 'ABC',
        mode: 'native',
        ports: { http: 18080, https: 18443 },
        systems: [
          { name: 'ss', roles: ['state-migration-point', 'fallback-status-point', 'server-locator-point'] },
        ],
      },
    ],
  })
  const { summary, attempts } = await matrix(hierarchy, { cache })
  t.strictSame([summary.disagree, summary.agree > 3], [0, true])
  t.match(
    attempts.find(({ role, protocol }) => role === 'state-migration-point' && protocol === 'http'),
    { outcome: 'failed', status: 403, substatus: 4, diagnosis: 'ssl-required' },
  )
  t.match(
    attempts.find(({ role, protocol }) => role === 'fallback-status-point' && protocol === 'https'),
    { outcome: 'failed', status: 404, diagnosis: 'not-served-by-this-protocol' },
  )
})
