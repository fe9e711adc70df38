import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import type { Hierarchy, Listen, RefusalStyle, TlsProfile } from '../../sim/model/hierarchy.ts'
import { loadHierarchy, parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type OpenOptions } from '../../sim/network/running-hierarchy.ts'
import type { CellResult } from '../../sim/evidence/results.ts'
import type { MatrixResult } from '../../sim/report/command-results.ts'
import { runMatrix } from '../../sim/scenario/matrix.ts'

const file = fileURLToPath(new URL('../../../scenarios/hierarchies/two-modes.yaml', import.meta.url))
const cache = join(t.testdir(), 'cache')

async function matrix(hierarchy: Hierarchy, options: OpenOptions = {}): Promise<MatrixResult> {
  await using running = await openHierarchy(hierarchy, { cache, ...options })
  return await runMatrix(running, 'a hierarchy')
}

async function twoModes(
  tls: Partial<TlsProfile> = {},
  refusal: RefusalStyle = 'handshake',
): Promise<Hierarchy> {
  const { hierarchy } = await loadHierarchy(file)
  const sites = hierarchy.sites.map((site) => ({ ...site, refusal }))
  return { ...hierarchy, tls: { ...hierarchy.tls, ...tls }, sites }
}

/** As `table/row/column`. */
function cellsWhere({ tables }: MatrixResult, holds: (cell: CellResult) => boolean): string[] {
  return tables.flatMap(({ id, rows }) =>
    rows.flatMap(({ siteSystem, cells }) =>
      Object.entries(cells)
        .filter(([, cell]) => holds(cell))
        .map(([column]) => `${id}/${siteSystem}/${column}`),
    ),
  )
}

function disagreeing(result: MatrixResult): string[] {
  const cells = cellsWhere(result, ({ agrees, skipped }) => !agrees && skipped === undefined)
  if (cells.length !== result.summary.disagree) throw new Error('the summary counts otherwise')
  return cells
}

const profiles: [string, Partial<TlsProfile>, RefusalStyle, OpenOptions][] = [
  ['by default', {}, 'handshake', {}],
  ['under TLS 1.3', { version: '1.3' }, 'handshake', {}],
  ['when refused as IIS does', {}, 'iis', {}],
  ['when refused as IIS does, under TLS 1.3', { version: '1.3' }, 'iis', {}],
  ['with RSA keys', { keys: 'rsa' }, 'handshake', {}],
  ['with all systems on one address', {}, 'handshake', { addresses: 'shared' }],
]

for (const [how, tls, refusal, options] of profiles) {
  void t.test(`every cell agrees ${how}`, async (t) => {
    const { tables, attempts, summary } = await matrix(await twoModes(tls, refusal), options)
    t.strictSame(summary, { cells: 38, agree: 38, disagree: 0, skipped: 0 })
    const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]))
    for (const { id, rows } of tables) {
      for (const { siteSystem, cells } of rows) {
        for (const [column, cell] of Object.entries(cells)) {
          if (cell.skipped !== undefined) continue
          t.strictSame(cell.observed, cell.documented, `${id}/${siteSystem}/${column}`)
          const covered = new Set([...cell.documented, ...cell.left_out.map(({ protocol }) => protocol)])
          if (id !== 'unaffected-by-site-mode')
            t.ok(covered.has('http') && covered.has('https'), 'both protocols were tried')
          for (const left of [...cell.left_out, ...cell.without_certificate]) {
            const attempt = byId.get(left.attempt)
            t.match(attempt, { forced: true, protocol: left.protocol, outcome: left.outcome })
            if (left.refused_by === 'client') t.equal(attempt?.outcome, 'answered')
            else t.match(attempt, { outcome: 'failed', client_end: Object, server_end: Object })
          }
        }
      }
    }
    t.notOk(attempts.some(({ diagnosis }) => diagnosis === 'unexplained'))
  })
}

/** Where a system's cells are: its role's row of table 1, and of the tables on roaming and server locator points. */
function cellsOf(site: 'NAT' | 'MIX', role: string): string[] {
  const within = `within-assigned-site/${role}/${site === 'NAT' ? 'native' : 'mixed'}`
  const point = role === 'management-point' ? role : 'distribution-point'
  switch (role) {
    case 'management-point':
    case 'standard-distribution-point':
      return ['native-client-in-mixed-site', 'mixed-client-in-native-site'].reduce(
        (cells, table) => {
          const home = table.startsWith('native') ? 'NAT' : 'MIX'
          const row = `${site === home ? 'assigned' : 'resident'}-${point}`
          const columns = home === 'NAT' ? ['http-not-allowed', 'http-allowed'] : ['mixed-client']
          return [...cells, ...columns.map((column) => `${table}/${row}/${column}`)]
        },
        [within],
      )
    case 'server-locator-point': {
      const columns = ['mixed-client', 'native-client', 'native-client-http-allowed', 'mobile-device']
      return [within, ...columns.map((column) => `server-locator-point/${role}/${column}`)]
    }
    case 'reporting-point':
      return [`unaffected-by-site-mode/${role}/${site === 'NAT' ? 'native' : 'mixed'}`]
    default:
      return [within]
  }
}

const withoutWebServer = ['system-health-validator-point', 'pxe-service-point', 'branch-distribution-point']

async function withListen(name: string, listen: Listen): Promise<string[]> {
  const hierarchy = await twoModes()
  for (const site of hierarchy.sites) {
    for (const system of site.systems) if (system.name === name) system.listen = listen
  }
  return disagreeing(await matrix(hierarchy))
}

void t.test('a system that listens on the other protocol is found, and it alone', async (t) => {
  const { sites } = await twoModes()
  for (const { code, systems } of sites) {
    for (const { name, roles, ssl, httpTransfer } of systems) {
      const role = roles[0] ?? ''
      if (!httpTransfer || withoutWebServer.includes(role)) continue
      const usesHttps = ssl || (code === 'NAT' && !/fallback|locator|reporting/.test(role))
      const found = await withListen(name, { protocol: usesHttps ? 'http' : 'https' })
      t.strictSame(found.sort(), cellsOf(code as 'NAT' | 'MIX', role).sort(), name)
    }
  }
})

/** The systems of two-modes.yaml that speak HTTPS, and their roles. */
const secure = {
  'mp.nat': 'management-point',
  'dp.nat': 'standard-distribution-point',
  'sup.nat': 'software-update-point',
  'smp.nat': 'state-migration-point',
  'sup2.mix': 'software-update-point',
}

const secureSystems = Object.entries(secure).map(
  ([name, role]) => [name, cellsOf(name.endsWith('nat') ? 'NAT' : 'MIX', role)] as const,
)

void t.test(
  'what a share does not hold and a computer that nobody knows are found, and they alone',
  async (t) => {
    const emptied = await twoModes()
    emptied.packages = []
    for (const { systems } of emptied.sites) {
      // A listing of what they do not have is none by HTTP either.
      for (const system of systems)
        if (system.httpTransfer && !system.name.startsWith('bdp')) system.packages = []
    }
    const row = (role: string) => ['mixed', 'native'].map((mode) => `unaffected-by-site-mode/${role}/${mode}`)
    t.strictSame(disagreeing(await matrix(emptied)).sort(), [
      ...row('branch-distribution-point'),
      ...row('standard-distribution-point'),
    ])
    const unknown = await twoModes()
    for (const client of unknown.clients) client.pxeBoot = 'unknown'
    t.strictSame(disagreeing(await matrix(unknown, { patience: 3000 })), row('pxe-service-point'))
  },
)

void t.test(
  'a native-mode system that does without client certificates is found, and it alone',
  async (t) => {
    for (const clientCertificate of ['accept', 'ignore'] as const) {
      for (const [name, cells] of secureSystems) {
        const found = await withListen(name, { clientCertificate })
        // In mixed mode nobody presents a certificate, and nobody is asked for one.
        t.strictSame(found.sort(), name === 'sup2.mix' ? [] : cells.sort(), `${name} ${clientCertificate}`)
      }
      for (const refusal of ['handshake', 'iis'] as const) {
        const found = await withListen('smp.nat', { clientCertificate, refusal })
        t.strictSame(found, ['within-assigned-site/state-migration-point/native'], refusal)
      }
    }
  },
)

void t.test('a mixed-mode system that asks for client certificates is found, and it alone', async (t) => {
  const found = await withListen('sup2.mix', { clientCertificate: 'require' })
  t.strictSame(found, ['within-assigned-site/software-update-point/mixed'])
})

void t.test('a system whose certificate clients refuse is found, and it alone', async (t) => {
  for (const certificate of ['expired', 'wrong-host', 'untrusted-root'] as const) {
    for (const [name, cells] of secureSystems) {
      const found = await withListen(name, { certificate })
      // A client in mixed mode is refused there in any case.
      const expected = cells.filter((cell) => !cell.startsWith('mixed-client-in-native-site'))
      t.strictSame(found.sort(), expected.sort(), `${name} ${certificate}`)
    }
  }
  for (const certificate of [
    'not-yet-valid',
    'wrong-usage',
    'self-signed',
    'incomplete-chain',
    'revoked',
  ] as const) {
    const found = await withListen('smp.nat', { certificate })
    t.strictSame(found, ['within-assigned-site/state-migration-point/native'], certificate)
  }
})

void t.test('cells that a hierarchy cannot show are skipped, with the reason', async (t) => {
  const { hierarchy } = parseHierarchy({
    sites: [{ code: 'ABC', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
  })
  const { summary, tables } = await matrix(hierarchy)
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
    const result = await matrix(hierarchy)
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

void t.test('of several systems with one role, the wrong one is found', async (t) => {
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
  const result = await matrix(hierarchy)
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
  const { summary, attempts } = await matrix(hierarchy)
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
