import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { hierarchy, type HierarchyInput } from '../../sim/index.ts'
import { loadHierarchy, parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { InputError } from '../../sim/errors.ts'
import { osloAndBergen } from './oslo-and-bergen.ts'
import { error, problemsOf } from './rule-test.ts'

const central = '  - { code: CEN, mode: native }\n'

error(
  'missing-field',
  'sites[0].systems[0].roles',
  system('»{ name: mp }'),
  system('{ name: mp, roles: [management-point] }'),
)
error(
  'out-of-range',
  'sites[0].systems[0].roles',
  system('{ name: mp, roles: »[] }'),
  system('{ name: mp, roles: [management-point] }'),
)
error(
  'unknown-field',
  'sites[0].mdoe',
  'sites:\n  - { code: CEN, mode: native, »mdoe: mixed }\n',
  'sites:\n  - { code: CEN, mode: native }\n',
)
error(
  'not-allowed',
  'sites[0].mode',
  'sites:\n  - { code: CEN, mode: »navite }\n',
  'sites:\n  - { code: CEN, mode: native }\n',
)
error(
  'wrong-type',
  'sites[0].code',
  'sites:\n  - { code: »007, mode: native }\n',
  'sites:\n  - { code: "007", mode: native }\n',
)
error(
  'malformed',
  'clients[0].name',
  `sites:\n${central}clients:\n  - { name: »PC- }\n`,
  `sites:\n${central}clients:\n  - { name: PC-1 }\n`,
)

void t.test('all problems are told at once, those of the schema with those of the rules', async (t) => {
  const text = `sites:
  - { code: CEN, mode: navite, systems: [{ name: mp, roles: [managment-point] }] }
  - { code: OSL, mode: native, parent: CET }
  - { code: BGO, kind: secondary, parent: OSL, mode: native }
clients:
  - { name: PC, assignedSite: BGO, certificate: gud, serverLocatorPoint: mp }
pakages: []
`
  const problems = await problemsOf(text)
  t.strictSame(
    problems.map(({ code, line, field }) => [line, field, code]),
    [
      [2, 'sites[0].mode', 'not-allowed'],
      [2, 'sites[0].systems[0].roles[0]', 'not-allowed'],
      [3, 'sites[1].parent', 'unknown-parent'],
      [4, 'sites[2].mode', 'secondary-with-mode'],
      [6, 'clients[0].assignedSite', 'assigned-to-secondary'],
      [6, 'clients[0].certificate', 'not-allowed'],
      [7, 'pakages', 'unknown-field'],
    ],
  )
  t.match(problems[0]?.message, "expected one of mixed, native; found 'navite'")
  t.equal(problems[0]?.remedy, 'did you mean native?')
  t.equal(problems[6]?.remedy, 'did you mean packages?')
})

void t.test('references to an unreadable part are not reported', async (t) => {
  const text = `sites:
  - { code: [], mode: native, systems: 5 }
  - { code: OSL, kind: secondry, parent: CEN }
  - { code: BGO, mode: native, parent: [OSL], systems: [{ name: dp, roles: [dp], ssl: true }] }
clients:
  - { name: PC, assignedSite: CET, fallbackStatusPoint: fsp }
`
  const problems = await problemsOf(text)
  t.strictSame(
    problems.map(({ field, code }) => [field, code]),
    [
      ['sites[0].code', 'wrong-type'],
      ['sites[0].systems', 'wrong-type'],
      ['sites[1].kind', 'not-allowed'],
      ['sites[2].parent', 'wrong-type'],
      ['sites[2].systems[0].roles[0]', 'not-allowed'],
    ],
  )
})

void t.test('a hierarchy that says all there is to say loads', async (t) => {
  const file = join(t.testdir({}), 'oslo-and-bergen.yaml')
  await writeFile(file, osloAndBergen)
  const { hierarchy, warnings } = await loadHierarchy(file)
  t.strictSame(
    warnings.map(({ code, field }) => [code, field]),
    [['setting-without-effect', 'sites[1].systems[4].ssl']],
  )
  const [, oslo, bergen] = hierarchy.sites
  t.match(oslo, {
    code: 'OSL',
    mode: 'native',
    parent: 'CEN',
    ports: { http: 8080, https: 8443 },
    boundaries: [
      {
        kind: 'addresses',
        text: '10.1.0.0/16',
        range: { version: 4, first: 0x0a010000n, last: 0x0a01ffffn },
      },
      { kind: 'addresses', text: '10.9.0.10-10.9.0.99' },
      { kind: 'addresses', text: 'fd00:1::/64', range: { version: 6 } },
      { kind: 'active-directory-site', text: 'Oslo', connection: 'slow' },
    ],
  })
  t.match(oslo?.systems.at(-1), {
    name: 'bad.osl',
    fqdn: 'bad.osl.contoso.test',
    listen: { protocol: 'http', certificate: 'expired', refusal: 'iis', clientCertificate: 'ignore' },
  })
  t.match(bergen, { kind: 'secondary', mode: 'native', ports: { http: 8080, https: 8443 } })
  t.match(hierarchy.clients, [
    {
      fqdn: 'LAPTOP-1.contoso.test',
      serverLocatorPoint: 'ss.cen',
      fallbackStatusPoint: 'ss.osl',
      certificates: ['good'],
      at: { internet: false, address: '10.1.4.20', activeDirectorySite: 'Oslo' },
    },
  ])
  t.strictSame(hierarchy.packages, [
    {
      id: 'OSL00001',
      version: 1,
      size: 65_536,
      onDemand: false,
      advertisement: {
        whenSlow: 'do-not-run',
        runFromDistributionPoint: false,
        fallBackToUnprotected: true,
        sensitive: false,
      },
    },
  ])
})

void t.test('a secondary site takes from its parent what the parent states', (t) => {
  const { hierarchy } = parseHierarchy({
    sites: [
      { code: 'SEC', kind: 'secondary', parent: 'CEN', softwareUpdatePorts: { http: 81 } },
      {
        code: 'CEN',
        mode: 'native',
        ports: { http: 80, https: 443 },
        httpForRoaming: true,
        crlChecking: false,
        certificateSelection: { criteria: 'SubjectStr:contoso' },
        refusal: 'iis',
      },
    ],
  })
  t.match(hierarchy.sites[0], {
    kind: 'secondary',
    mode: 'native',
    ports: { http: 80, https: 443 },
    softwareUpdatePorts: { http: 81, https: 8531 },
    httpForRoaming: true,
    crlChecking: false,
    certificateSelection: { criteria: 'SubjectStr:contoso', selectFirst: false },
    refusal: 'iis',
  })
  t.end()
})

void t.test('certificates and sizes may be written in several ways', (t) => {
  const certificates: HierarchyInput['clients'] = [
    { name: 'A', certificate: 'none' },
    { name: 'B', certificate: 'expired' },
    { name: 'C', certificate: ['good', 'good'] },
  ]
  const sizes = [1, '4096 B', '64KiB', '1 MiB', '2 GiB']
  const { hierarchy } = parseHierarchy({
    sites: [{ code: 'CEN', mode: 'mixed' }],
    clients: certificates,
    packages: sizes.map((size, index) => ({ id: `CEN0000${index}`, size })),
  })
  t.strictSame(
    hierarchy.clients.map(({ certificates }) => certificates),
    [[], ['expired'], ['good', 'good']],
  )
  t.strictSame(
    hierarchy.packages.map(({ size }) => size),
    [1, 4096, 65_536, 1_048_576, 2_147_483_648],
  )
  t.end()
})

void t.test('a hierarchy of a program has problems without lines', (t) => {
  const written = hierarchy({ sites: [{ code: 'CEN', mode: 'native', parent: 'TOP' }] })
  t.throws(() => parseHierarchy(written, 'made.ts'), {
    code: 'ERR_SITEMODE_INPUT',
    message: /^made\.ts: sites\[0\]\.parent: there is no site TOP; .* \[unknown-parent\]$/,
  })
  for (const nothing of [undefined, null, 5, 'text', [], () => 0]) {
    t.throws(() => parseHierarchy(nothing), InputError)
  }
  t.end()
})

void t.test('6,000 systems load', (t) => {
  const sites = Array.from({ length: 1000 }, (_, number): HierarchyInput['sites'][number] => ({
    code: String(number).padStart(3, '0'),
    mode: 'native',
    ...(number > 0 && { parent: '000' }),
    boundaries: [{ subnet: `10.${number >> 8}.${number & 255}.0/24` }],
    systems: Array.from({ length: 6 }, (_, system) => ({
      name: `s${system}.${number}`,
      roles: ['management-point'],
    })),
  }))
  t.strictSame(parseHierarchy({ sites }).warnings, [])
  t.end()
})

function system(written: string): string {
  return `sites:\n  - code: CEN\n    mode: native\n    systems:\n      - ${written}\n`
}
