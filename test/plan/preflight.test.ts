import t from 'tap'
import { catalogue } from '../../sim/evidence/catalogue.ts'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import type { Hierarchy } from '../../sim/model/hierarchy.ts'
import type { HierarchyInput } from '../../sim/model/schema/hierarchy-input.ts'
import { checklist, preflightOf } from '../../sim/plan/preflight.ts'
import type { PreflightCheck } from '../../sim/report/plan-result.ts'
import { certificateRecipes } from '../../sim/vocabulary/certificate.ts'
import type { SiteMode } from '../../sim/vocabulary/site-mode.ts'

type SiteInput = HierarchyInput['sites'][number]
type SystemInput = NonNullable<SiteInput['systems']>[number]
type GroupInput = NonNullable<HierarchyInput['groups']>[number]

const managementPoint: SystemInput = { name: 'mp.cen', roles: ['management-point'] }
const fallback: SystemInput = { name: 'fsp.cen', roles: ['fallback-status-point'] }

/** One site with 4,200 clients of which everything is in order, but for what is given. */
function described({
  site,
  systems = [managementPoint, fallback],
  group,
  sites = [],
}: {
  site?: Partial<SiteInput>
  systems?: SystemInput[]
  group?: Partial<GroupInput>
  sites?: SiteInput[]
}): Hierarchy {
  const boundaries = [{ subnet: '10.1.0.0/16' }]
  return parseHierarchy({
    sites: [{ code: 'CEN', mode: 'mixed', boundaries, ...site, systems }, ...sites],
    groups: [
      {
        ...{ name: 'KIOSKS', count: 4200, assignedSite: 'CEN', at: { site: 'CEN' } },
        ...{ fallbackStatusPoint: 'fsp.cen', ...group },
      },
    ],
  }).hierarchy
}

function listening(listen: SystemInput['listen']): SystemInput[] {
  return [{ ...managementPoint, listen }, fallback]
}

const inOrder = described({})
const native = described({ site: { mode: 'native' } })
const updatePoint: SystemInput = { name: 'sup.cen', roles: ['software-update-point'] }
const serverLocatorPoint: SystemInput = { name: 'slp.cen', roles: ['server-locator-point'] }
const workgroup: Partial<GroupInput> = { activeDirectory: false }
const findingByHttp: Partial<GroupInput> = {
  ...workgroup,
  serverLocatorPoint: 'slp.cen',
  httpForRoaming: true,
}

/** The hierarchy with one port for both protocols, which no file may have. */
function onOnePort({ sites, ...same }: Hierarchy): Hierarchy {
  return { ...same, sites: sites.map((site) => ({ ...site, ports: { http: 8080, https: 8080 } })) }
}

const below: SiteInput = { code: 'WST', mode: 'mixed', parent: 'CEN' }

/** For each item a hierarchy in which it holds and one in which it does not, and what is found there. */
const pairs: Readonly<
  Record<string, { good: Hierarchy; bad: Hierarchy; found: RegExp; mode?: SiteMode; site?: string }>
> = {
  'mode-order': {
    good: described({ site: { mode: 'native' }, sites: [below] }),
    bad: described({ sites: [below] }),
    site: 'WST',
    found: /^Switch CEN first: .+ from the top down\.$/,
  },
  'site-version': {
    good: inOrder,
    bad: described({ site: { version: '2.50.4253.3000' } }),
    found: /2\.50\.4253\.3000 is of SMS 2003/,
  },
  'management-point': {
    good: inOrder,
    bad: described({ systems: [{ ...managementPoint, clientConnections: 'internet' }, fallback] }),
    found: /has none, and is to manage 4,200 clients/,
  },
  'listening-protocol': {
    good: inOrder,
    bad: described({ systems: listening({ protocol: 'http' }) }),
    found: /mp\.cen\.sitemode\.test \(http\)/,
  },
  'request-ports': { good: inOrder, bad: onOnePort(inOrder), found: /Both have 8080/ },
  'software-update-ports': {
    good: described({ systems: [managementPoint, fallback, updatePoint] }),
    bad: described({
      site: { softwareUpdatePorts: { http: 8530, https: 8543 } },
      systems: [managementPoint, fallback, updatePoint],
    }),
    found: /HTTP has 8530, HTTPS 8543/,
  },
  'policy-polling-interval': {
    good: inOrder,
    bad: described({ site: { policyPollingInterval: '4 h' } }),
    found: /every 240 minutes/,
  },
  'active-directory': {
    good: inOrder,
    bad: described({ site: { publishToActiveDirectory: false } }),
    found: /4,200 clients in the domain/,
  },
  'signing-certificate': {
    good: inOrder,
    bad: described({ group: { trustsRoot: false } }),
    found: /4,200 of 4,200 clients lack the root: .*"The site code of this site server is CEN"/,
  },
  'web-server-certificates': {
    good: inOrder,
    bad: described({ systems: listening({ certificate: 'expired', trust: 'root-store-mixed' }) }),
    found:
      /mp\.cen\.sitemode\.test: the site system's certificate has expired; mp.*: a certificate that is not self-/,
  },
  'revocation-list': {
    good: inOrder,
    bad: described({ systems: listening({ certificate: 'unreachable-list' }) }),
    found: /mp\.cen\.sitemode\.test cannot be fetched, which shuts 4,200 clients out/,
  },
  'certificate-names': {
    good: described({ group: { managementPoint: 'mp.cen' } }),
    bad: described({
      group: { managementPoint: 'mp.cen' },
      systems: listening({ certificate: 'wrong-host' }),
    }),
    found: /4,200 of 4,200 clients were given .* FQDN of mp\.cen/,
  },
  'client-certificates': {
    good: inOrder,
    bad: described({ group: { certificate: 'unknown' } }),
    found: /4,200 of 4,200 clients lack one as far as is known: nobody knows what is in the store \(4,200\)/,
  },
  'server-locator-point': {
    good: described({ systems: [managementPoint, fallback, serverLocatorPoint], group: findingByHttp }),
    bad: described({ group: workgroup }),
    found: /4,200 of 4,200 clients need one .*: knowing none \(4,200\)/,
  },
  wins: {
    good: described({
      site: { publishToDns: true },
      group: { ...workgroup, wins: true, dnsSuffix: 'sitemode.test' },
    }),
    bad: described({ group: { ...workgroup, wins: true, dnsSuffix: 'sitemode.test' } }),
    found: /4,200 of 4,200 clients depend on it/,
  },
  'client-version': {
    good: inOrder,
    bad: described({ group: { version: '2.50.4253.3000' } }),
    found: /4,200 of 4,200 clients are of SMS 2003/,
  },
  'fallback-status-point': {
    good: inOrder,
    bad: described({ group: { fallbackStatusPoint: undefined } }),
    found: /4,200 of 4,200 clients lack one/,
  },
  'mode-learned': {
    good: inOrder,
    bad: described({ group: workgroup }),
    found: /4,200 of 4,200 clients have to be told: .* CCMSetup with \/native there/,
  },
  boundaries: {
    good: inOrder,
    bad: described({ group: { at: { address: '10.9.0.1' } } }),
    found: /4,200 of 4,200 clients are outside/,
  },
  'internet-management-point': {
    good: described({ group: { at: { internet: true }, internetManagementPoint: 'mp.cen' } }),
    bad: described({ group: { at: { internet: true } } }),
    found: /4,200 of 4,200 clients lack one/,
  },
  'clients-on-internet': {
    good: native,
    bad: described({ site: { mode: 'native' }, group: { at: { internet: true } } }),
    mode: 'mixed',
    found: /4,200 of 4,200 clients are on the Internet/,
  },
  'client-approval': {
    good: native,
    bad: described({ site: { mode: 'native' }, group: workgroup }),
    mode: 'mixed',
    found: /4,200 of 4,200 clients have to be approved by hand/,
  },
}

function checkIn(
  hierarchy: Hierarchy,
  id: string,
  { mode = 'native', site = 'CEN' }: { mode?: SiteMode; site?: string } = {},
): PreflightCheck | undefined {
  return preflightOf(hierarchy, [{ site, mode }]).find(({ check }) => check === id)
}

void t.test('each item of the checklist holds in one hierarchy, and not in another', (t) => {
  t.strictSame(Object.keys(pairs).sort(), checklist.map(({ id }) => id).sort(), 'each item has a pair')
  for (const [id, { good, bad, found, ...asked }] of Object.entries(pairs)) {
    const [first, second] = [checkIn(good, id, asked), checkIn(bad, id, asked)]
    t.match(first, { holds: true, found: /^[A-Z"0-9].+\.$/ }, id)
    t.match(second, { holds: false, found }, id)
    t.equal(first?.asks, second?.asks)
  }
  t.end()
})

void t.test('everything holds where all is in order', (t) => {
  for (const [hierarchy, mode] of [
    [inOrder, 'native'],
    [native, 'mixed'],
  ] as const) {
    const checks = preflightOf(hierarchy, [{ site: 'CEN', mode }])
    t.strictSame(
      checks.filter(({ holds }) => !holds),
      [],
      mode,
    )
    t.ok(checks.length > 5)
  }
  t.end()
})

void t.test('only sites that change their mode are asked about, each once', (t) => {
  const secondary: SiteInput = { code: 'SEC', kind: 'secondary', parent: 'CEN', version: '2.50.4253.3000' }
  const other: SiteInput = { ...below, policyPollingInterval: '4 h' }
  const hierarchy = described({ sites: [secondary, other] })
  t.strictSame(preflightOf(hierarchy, []), [])
  t.strictSame(preflightOf(hierarchy, [{ site: 'CEN', mode: 'mixed' }]), [], 'it has that mode')
  t.strictSame(preflightOf(hierarchy, [{ site: 'SEC', mode: 'native' }]), [], 'it follows its primary site')
  const once = preflightOf(hierarchy, [{ site: 'CEN', mode: 'native' }])
  const sites = new Set(once.map(({ site }) => site))
  t.strictSame(sites, new Set(['CEN', 'SEC', null]))
  t.match(
    once.filter(({ site, holds }) => site === 'SEC' && !holds),
    [{ check: 'site-version' }],
  )
  const thereAndBack = preflightOf(hierarchy, [
    { site: 'CEN', mode: 'native' },
    { site: 'CEN', mode: 'mixed' },
    { site: 'CEN', mode: 'native' },
  ])
  const ofNative = checklist.filter(({ before }) => before.includes('native'))
  t.equal(
    thereAndBack.length,
    once.length +
      preflightOf(described({ site: { mode: 'native' }, sites: [secondary, other] }), [
        { site: 'CEN', mode: 'mixed' },
      ]).length,
    'the items of each mode once',
  )
  t.ok(ofNative.length > 15)
  t.end()
})

void t.test('the order counts as the switches before have left it', (t) => {
  const hierarchy = described({ sites: [below] })
  const orderOf = (...codes: string[]): unknown =>
    preflightOf(
      hierarchy,
      codes.map((site) => ({ site, mode: 'native' as const })),
    )
      .filter(({ check }) => check === 'mode-order')
      .map(({ site, holds }) => [site, holds])
  t.strictSame(orderOf('CEN', 'WST'), [
    ['CEN', true],
    ['WST', true],
  ])
  t.strictSame(orderOf('WST', 'CEN'), [
    ['WST', false],
    ['CEN', true],
  ])
  t.end()
})

void t.test('certificates are judged as clients and web servers judge them', (t) => {
  for (const recipe of certificateRecipes) {
    const provoked = (of: 'systemCertificate' | 'clientCertificates'): string | undefined =>
      catalogue.find(
        ({ provocation: { [of]: used = [], certificateSelection } }) =>
          [used].flat().join() === recipe && !certificateSelection,
      )?.title
    const ofServer = checkIn(
      described({ systems: listening({ certificate: recipe }) }),
      'web-server-certificates',
    )
    const [title, titleOfClient] = [provoked('systemCertificate'), provoked('clientCertificates')]
    if (title !== undefined) t.ok(ofServer?.found.includes(`: ${title}.`), `${recipe} of a web server`)
    const ofClient = checkIn(described({ group: { certificate: recipe } }), 'client-certificates')
    t.equal(ofClient?.holds, titleOfClient === undefined && recipe !== 'unreachable-list', recipe)
    if (titleOfClient !== undefined) t.ok(ofClient?.found.includes(titleOfClient), `${recipe} of a client`)
  }
  t.end()
})

void t.test('what only a revocation list shows, nobody sees without one', (t) => {
  const unchecked = (certificate: 'revoked' | 'unreachable-list'): Hierarchy =>
    described({ site: { crlChecking: false }, systems: listening({ certificate }) })
  t.match(checkIn(unchecked('revoked'), 'web-server-certificates'), { holds: true })
  t.equal(checkIn(unchecked('unreachable-list'), 'revocation-list'), undefined)
  t.match(checkIn(described({ systems: listening({ certificate: 'revoked' }) }), 'web-server-certificates'), {
    holds: false,
  })
  t.end()
})

void t.test('of several certificates a client needs one that it selects', (t) => {
  const holdsWith = (
    certificate: GroupInput['certificate'],
    selectFirst = false,
    criteria = 'none',
  ): unknown =>
    checkIn(
      described({ group: { certificate }, site: { certificateSelection: { criteria, selectFirst } } }),
      'client-certificates',
    )?.holds
  t.equal(holdsWith(['good', 'another-good']), false)
  t.equal(holdsWith(['good', 'another-good'], true), true)
  t.equal(holdsWith(['good', 'another-good'], false, 'SubjectStr:sitemode'), true)
  t.equal(holdsWith(['good', 'expired']), true, 'one of them is not looked at')
  t.equal(holdsWith(['expired', 'wrong-usage']), false)
  t.equal(holdsWith([]), false)
  t.end()
})

void t.test('a server locator point helps clients that know one above their site, and may use it', (t) => {
  const site: SiteInput = { code: 'WST', mode: 'mixed', parent: 'CEN', publishToActiveDirectory: true }
  const inSite = (systems: SystemInput[], group: Partial<GroupInput>, ofSite: Partial<SiteInput> = {}) =>
    preflightOf(
      described({
        systems: [managementPoint, fallback, serverLocatorPoint],
        sites: [
          { ...site, ...ofSite, systems },
          {
            code: 'EST',
            mode: 'mixed',
            parent: 'CEN',
            systems: [{ name: 'slp.est', roles: ['server-locator-point'] }],
          },
        ],
        group: { ...workgroup, assignedSite: 'WST', ...group },
      }),
      [
        { site: 'CEN', mode: 'native' },
        { site: 'WST', mode: 'native' },
      ],
    ).find(({ check }) => check === 'server-locator-point')
  t.match(inSite([], { serverLocatorPoint: 'slp.cen' }), {
    site: null,
    holds: false,
    found: /without HTTP for roaming and site assignment \(4,200\)/,
  })
  t.match(inSite([], { serverLocatorPoint: 'slp.cen' }, { httpForRoaming: true }), { holds: true })
  t.match(inSite([], { serverLocatorPoint: 'slp.est', httpForRoaming: true }), {
    holds: false,
    found: /one of EST alone, which does not know their site/,
  })
  t.match(inSite([], { managementPoint: 'mp.cen' }), { holds: true }, 'SMSMP= spares the search')
  t.match(inSite([], { at: { internet: true } }), { holds: true }, 'on the Internet none is used')
  t.match(inSite([], { kind: 'mobile-device' }), { holds: true }, 'a mobile device uses none')
  t.match(inSite([], { activeDirectory: true }), { holds: true })
  t.match(inSite([], { activeDirectory: true }, { publishToActiveDirectory: false }), { holds: false })
  t.end()
})

void t.test('clients count at the site that is theirs, whether named or found', (t) => {
  const { hierarchy } = parseHierarchy({
    sites: [
      { code: 'CEN', mode: 'mixed', boundaries: [{ subnet: '10.1.0.0/16' }] },
      { code: 'WST', mode: 'mixed', parent: 'CEN', boundaries: [{ subnet: '10.2.0.0/16' }] },
      { code: 'SEC', kind: 'secondary', parent: 'CEN', boundaries: [{ activeDirectorySite: 'Branch' }] },
    ],
    clients: [
      { name: 'ALONE', assignedSite: 'CEN', at: { address: '10.9.0.1' } },
      { name: 'FOUND', at: { activeDirectorySite: 'branch' } },
      { name: 'UNKNOWING', activeDirectory: false, at: { activeDirectorySite: 'branch' } },
      { name: 'NONE', assignedSite: 'none' },
    ],
    groups: [
      { name: 'NAMED', count: 1000, assignedSite: 'CEN', at: { site: 'WST' } },
      { name: 'SEEKING', count: 500, at: { site: 'WST' } },
    ],
  })
  const foundAt = (site: string): string | undefined =>
    preflightOf(hierarchy, [
      { site: 'CEN', mode: 'native' },
      { site: 'WST', mode: 'native' },
    ]).find((check) => check.site === site && check.check === 'fallback-status-point')?.found
  t.match(foundAt('CEN'), /^1,002 of 1,002 clients/)
  t.match(foundAt('WST'), /^500 of 500 clients/)
  t.match(checkIn(hierarchy, 'boundaries'), { holds: false, found: /^1 of 1,002 clients is outside/ })
  t.end()
})
