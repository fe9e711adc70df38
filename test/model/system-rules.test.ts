import { error, warning } from './rule-test.ts'

const central = '  - { code: CEN, mode: native }\n'

error(
  'duplicate-system',
  'sites[1].systems[0].name',
  system('{ name: mp, roles: [management-point] }') + secondSite('{ name: »MP, roles: [management-point] }'),
  system('{ name: mp, roles: [management-point] }') + secondSite('{ name: mp2, roles: [management-point] }'),
)
error(
  'duplicate-misbehaviour',
  'sites[0].systems[0].misbehave[1].name',
  system(misbehaving('{ name: a, delayMs: 1 }, { name: »a, fault: slow }')),
  system(misbehaving('{ name: a, delayMs: 1 }, { name: b, fault: slow }')),
)
error(
  'unspoken-protocol',
  'sites[0].systems[0].misbehave[0].protocol',
  system(misbehaving('{ name: a, protocol: »ldap, error: busy }')),
  system(misbehaving('{ name: a, protocol: http, delayMs: 1 }')),
)
error(
  'unspoken-protocol',
  'sites[0].systems[0].misbehave[0]',
  system('{ name: a, roles: [branch-distribution-point], misbehave: [»{ name: a, delayMs: 1 }] }'),
  system(
    '{ name: a, roles: [branch-distribution-point], misbehave: [{ name: a, protocol: smb, delayMs: 1 }] }',
  ),
)
error(
  'duplicate-misbehaviour',
  'misbehave[0].name',
  system(misbehaving('{ name: a, delayMs: 1 }')) +
    servers('{ name: »a, system: ns, protocol: dns, delayMs: 1 }'),
  system(misbehaving('{ name: a, delayMs: 1 }')) +
    servers('{ name: b, system: ns, protocol: dns, delayMs: 1 }'),
)
error(
  'unspoken-protocol',
  'misbehave[0].protocol',
  system(misbehaving('')) + servers('{ name: a, system: dc, protocol: »dns, error: SERVFAIL }'),
  system(misbehaving('')) + servers('{ name: a, system: dc, protocol: ldap, error: busy }'),
)
error(
  'unspoken-protocol',
  'misbehave[0]',
  system(misbehaving('')) + servers('»{ name: a, system: ns, delayMs: 1 }'),
  system(misbehaving('')) + servers('{ name: a, system: crl, delayMs: 1 }'),
)
error(
  'unspoken-protocol',
  'misbehave[0].protocol',
  system(misbehaving('')) + servers('{ name: a, role: management-point, protocol: »tftp, delayMs: 1 }'),
  system(misbehaving('')) + servers('{ name: a, role: management-point, delayMs: 1 }'),
)
error(
  'unknown-system',
  'misbehave[0].system',
  system(misbehaving('')) + servers('{ name: a, system: »mpp, delayMs: 1 }'),
  system(misbehaving('')) + servers('{ name: a, system: MP.sitemode.test, delayMs: 1 }'),
)
error(
  'unknown-system',
  'misbehave[0].role',
  system(misbehaving('')) + servers('{ name: a, role: »server-locator-point, delayMs: 1 }'),
  system(misbehaving('')) + servers('{ name: a, role: management-point, delayMs: 1 }'),
)
error(
  'misbehaviour-of-whom',
  'misbehave[0]',
  system(misbehaving('')) + servers('»{ name: a, delayMs: 1 }'),
  system(misbehaving('')) + servers('{ name: a, system: mp, delayMs: 1 }'),
)
error(
  'misbehaviour-out-of-place',
  'sites[0].systems[0].misbehave[0].error',
  system(misbehaving('{ name: a, error: »busy }')),
  system(misbehaving('{ name: a, fault: slow }')),
)
error(
  'misbehaviour-without-deed',
  'sites[0].systems[0].misbehave[0]',
  system(misbehaving('»{ name: a }')),
  system(misbehaving('{ name: a, fault: slow }')),
)
error(
  'misbehaviour-answers-twice',
  'sites[0].systems[0].misbehave[0]',
  system(misbehaving('»{ name: a, answer: { status: 503 }, fault: slow }')),
  system(misbehaving('{ name: a, answer: { status: 503 }, delayMs: 1 }')),
)
error(
  'duplicate-client',
  'clients[1].name',
  `sites:\n${central}clients:\n  - { name: PC }\n  - { name: »pc }\n`,
  `sites:\n${central}clients:\n  - { name: PC }\n  - { name: pc-2 }\n`,
)
error(
  'duplicate-package',
  'packages[1].id',
  `sites:\n${central}packages:\n  - { id: CEN00001 }\n  - { id: »CEN00001, version: 2 }\n`,
  `sites:\n${central}packages:\n  - { id: CEN00001 }\n  - { id: CEN00002, version: 2 }\n`,
)
error(
  'duplicate-update',
  'updates[1].id',
  `sites:\n${central}updates:\n  - { id: ${update(1)} }\n  - { id: »${update(1)}, version: 2 }\n`,
  `sites:\n${central}updates:\n  - { id: ${update(1)} }\n  - { id: ${update(2)}, version: 2 }\n`,
)
error(
  'update-in-other-package',
  'updates[0].package',
  `sites:\n${central}${onePackage()}updates:\n  - { id: ${update(1)}, package: »CEN00001 }\n`,
  `sites:\n${central}${onePackage()}updates:\n  - { id: ${update(1)}, package: CEN00002 }\n`,
)
error(
  'client-named-as-system',
  'clients[0].name',
  system('{ name: mp, roles: [management-point] }') + 'clients:\n  - name: »MP\n',
  system('{ name: mp, roles: [management-point] }') + 'clients:\n  - name: MQ\n',
)
error(
  'fqdn-too-long',
  'clients[0].name',
  `domain: ${longDomain(250)}\nsites:\n${central}clients:\n  - { name: »ABC }\n`,
  `domain: ${longDomain(249)}\nsites:\n${central}clients:\n  - { name: ABC }\n`,
)
warning(
  'repeated-role',
  'sites[0].systems[0].roles[1]',
  system('{ name: mp, roles: [management-point, »management-point] }'),
  system('{ name: mp, roles: [management-point, fallback-status-point] }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].ssl',
  system('{ name: mp, roles: [management-point], ssl: »true }', 'mixed'),
  system('{ name: mp, roles: [software-update-point], ssl: true }', 'mixed'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].ssl',
  system('{ name: sup, roles: [software-update-point], ssl: »true }', 'native'),
  system('{ name: sup, roles: [software-update-point], ssl: true }', 'mixed'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].httpTransfer',
  system('{ name: mp, roles: [management-point], httpTransfer: »true }'),
  system('{ name: mp, roles: [standard-distribution-point], httpTransfer: true }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].protectedBoundaries',
  system('{ name: mp, roles: [management-point], protectedBoundaries: »[{ subnet: 10.0.0.0/8 }] }'),
  system('{ name: mp, roles: [state-migration-point], protectedBoundaries: [{ subnet: 10.0.0.0/8 }] }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].ssl',
  system('{ name: sup, roles: [software-update-point], ssl: »true }', 'native'),
  system('{ name: rp, roles: [reporting-point, software-update-point], ssl: true }', 'native'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].fallbackStatus',
  system('{ name: mp, roles: [management-point], fallbackStatus: »{ messages: 10 } }'),
  system('{ name: fsp, roles: [fallback-status-point], fallbackStatus: { messages: 10 } }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].stateMigration',
  system('{ name: mp, roles: [management-point], stateMigration: »{ restoreOnly: true } }'),
  system('{ name: smp, roles: [state-migration-point], stateMigration: { restoreOnly: true } }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].managementPoint',
  system('{ name: smp, roles: [state-migration-point], managementPoint: »{ signatures: required } }'),
  system('{ name: mp, roles: [management-point], managementPoint: { signatures: required } }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].listen',
  system('{ name: pxe, roles: [pxe-service-point], listen: »{ protocol: http } }'),
  system('{ name: pxe, roles: [pxe-service-point, management-point], listen: { protocol: http } }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].listen.trust',
  system(
    '{ name: mp, roles: [management-point], listen: { clientCertificate: ignore, trust: »root-store-mixed } }',
  ),
  system('{ name: mp, roles: [management-point], listen: { trust: root-store-mixed } }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].listen.trust',
  system('{ name: mp, roles: [management-point], listen: { protocol: http, trust: »root-store-mixed } }'),
  system('{ name: mp, roles: [management-point], listen: { protocol: https, trust: root-store-mixed } }'),
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].at',
  system('{ name: mp, roles: [management-point], at: »{ address: 10.1.0.5 } }'),
  system('{ name: dp, roles: [standard-distribution-point], at: { address: 10.1.0.5 } }'),
)
warning(
  'branch-without-source',
  'sites[0].systems[0].roles',
  system('{ name: bdp, roles: »[branch-distribution-point] }'),
  system('{ name: bdp, roles: [branch-distribution-point] }') +
    '      - { name: dp, roles: [standard-distribution-point] }\n',
)
warning(
  'setting-without-effect',
  'sites[0].systems[0].pxe',
  system('{ name: mp, roles: [management-point], pxe: »{ unknownComputers: true } }'),
  system('{ name: pxe, roles: [pxe-service-point], pxe: { unknownComputers: true } }'),
)
const source = '      - { name: dp, roles: [standard-distribution-point], packages: [CEN00001] }\n'
const onDemand = 'packages:\n  - { id: CEN00001, onDemand: true }\n'
const office = 'protectedBoundaries: [{ subnet: 10.1.5.0/24 }]'
warning(
  'on-demand-without-protection',
  'sites[0].systems[0].packages[0]',
  system('{ name: bdp, roles: [branch-distribution-point], packages: [»CEN00001] }') + source + onDemand,
  system(`{ name: bdp, roles: [branch-distribution-point], packages: [CEN00001], ${office} }`) +
    source +
    onDemand,
)
warning(
  'on-demand-without-source',
  'sites[0].systems[0].packages[0]',
  system(`{ name: bdp, roles: [branch-distribution-point], packages: [»CEN00001], ${office} }`) +
    source.replace(', packages: [CEN00001]', '') +
    onDemand,
  system(`{ name: bdp, roles: [branch-distribution-point], packages: [CEN00001], ${office} }`) +
    source +
    onDemand,
)
error(
  'unknown-package',
  'sites[0].systems[0].packages[0]',
  system('{ name: dp, roles: [standard-distribution-point], packages: [»CEN00002] }') + onePackage(),
  system('{ name: dp, roles: [standard-distribution-point], packages: [CEN00001] }') + onePackage(),
)
error(
  'unknown-package',
  'sites[0].systems[0].packages[0]',
  system('{ name: dp, roles: [standard-distribution-point], packages: [»CEN00002] }') +
    `updates:\n  - { id: ${update(1)}, package: CEN00001 }\n`,
  system('{ name: dp, roles: [standard-distribution-point], packages: [CEN00001] }') +
    `updates:\n  - { id: ${update(1)}, package: CEN00001 }\n`,
)
error(
  'packages-without-distribution-point',
  'sites[0].systems[0].packages',
  system('{ name: dp, roles: [management-point], packages: »[CEN00001] }') + onePackage(),
  system('{ name: dp, roles: [standard-distribution-point], packages: [CEN00001] }') + onePackage(),
)
error(
  'unknown-site',
  'clients[0].assignedSite',
  `sites:\n${central}clients:\n  - { name: PC, assignedSite: »CET }\n`,
  `sites:\n${central}clients:\n  - { name: PC, assignedSite: auto }\n`,
)
for (const name of ['dc', 'crl', 'NS'])
  error(
    'reserved-name',
    'sites[0].systems[0].name',
    system(`{ name: »${name}, roles: [management-point] }`),
    system(`{ name: ${name}.cen, roles: [management-point] }`),
  )
error(
  'reserved-name',
  'clients[0].name',
  `sites:\n${central}clients:\n  - { name: »DC, assignedSite: CEN }\n`,
  `sites:\n${central}clients:\n  - { name: DC1, assignedSite: CEN }\n`,
)
error(
  'assigned-to-secondary',
  'clients[0].assignedSite',
  `sites:\n${central}  - { code: SEC, kind: secondary, parent: CEN }\n` +
    'clients:\n  - { name: PC, assignedSite: »SEC }\n',
  `sites:\n${central}  - { code: SEC, kind: secondary, parent: CEN }\n` +
    'clients:\n  - { name: PC, assignedSite: CEN }\n',
)
for (const activeDirectory of ['', 'activeDirectory: true, '])
  warning(
    'active-directory-site-unknown',
    'clients[0].at.activeDirectorySite',
    `sites:\n${central}clients:\n  - { name: PC, activeDirectory: false, at: { activeDirectorySite: »Oslo } }\n`,
    `sites:\n${central}clients:\n  - { name: PC, ${activeDirectory}at: { activeDirectorySite: Oslo } }\n`,
  )
warning(
  'no-certificate-for-native-site',
  'clients[0].certificate',
  `sites:\n${central}clients:\n  - { name: PC, assignedSite: CEN, certificate: »none }\n`,
  `sites:\n${central}clients:\n  - { name: PC, assignedSite: CEN, certificate: expired }\n`,
)
const workgroup =
  'clients:\n  - { name: DESK, assignedSite: CEN }\n' +
  '  - { name: KIOSK, assignedSite: CEN, activeDirectory: »false }\n' +
  '  - { name: KIOSK-2, assignedSite: CEN, activeDirectory: false }\n'
const dp = (settings = '') => `{ name: dp, roles: [standard-distribution-point]${settings} }`
for (const [mode, closed, open] of [
  ['mixed', dp(), dp(', anonymousAccess: true')],
  ['mixed', dp(', anonymousAccess: false'), '{ name: mp, roles: [management-point] }'],
  ['mixed', dp(), `${dp()}\n    networkAccessAccount: reader`],
  ['mixed', '{ name: bdp, roles: [branch-distribution-point] }', dp(', anonymousAccess: true')],
  ['native', dp(', httpTransfer: false'), dp()],
] as const) {
  warning(
    'no-account-to-sign-in',
    'clients[1].activeDirectory',
    system(closed, mode) + workgroup,
    system(open, mode) + workgroup.replace('»', ''),
  )
}
warning(
  'no-account-to-sign-in',
  'clients[0].activeDirectory',
  system(dp(), 'mixed') + client('assignedSite: CEN, activeDirectory: »false'),
  system(dp(), 'mixed') + client('assignedSite: CEN, activeDirectory: false, kind: mobile-device'),
)
error(
  'unknown-system',
  'clients[0].serverLocatorPoint',
  system('{ name: ss.cen, roles: [server-locator-point] }') + client('serverLocatorPoint: »ss.osl'),
  system('{ name: ss.cen, roles: [server-locator-point] }') + client('serverLocatorPoint: SS.cen'),
)
error(
  'system-without-role',
  'clients[0].fallbackStatusPoint',
  system('{ name: ss, roles: [server-locator-point] }') + client('fallbackStatusPoint: »ss.sitemode.test'),
  system('{ name: ss, roles: [fallback-status-point] }') + client('fallbackStatusPoint: ss.sitemode.test'),
)
error(
  'internet-with-intranet',
  'clients[0].at',
  `sites:\n${central}${client('at: »{ internet: true, address: 10.1.0.1 }')}`,
  `sites:\n${central}${client('at: { internet: true }')}`,
)

function system(written: string, mode = 'native'): string {
  return `sites:\n  - code: CEN\n    mode: ${mode}\n    systems:\n      - ${written}\n`
}

function secondSite(written: string): string {
  return `  - code: OSL\n    mode: native\n    parent: CEN\n    systems:\n      - ${written}\n`
}

function client(setting: string): string {
  return `clients:\n  - { name: PC, ${setting} }\n`
}

function update(number: number): string {
  return `3f0a6d1c-58a4-4f0e-9d0b-1d6f2b7f4a0${number}`
}

function onePackage(): string {
  return 'packages:\n  - { id: CEN00001 }\n'
}

function longDomain(length: number): string {
  return Array.from({ length }, (_, index) => (index % 50 === 25 ? '.' : 'd')).join('')
}

/** What any server does amiss. */
function servers(scripts: string): string {
  return `misbehave: [${scripts}]\n`
}

/** A management point that does these things amiss. */
function misbehaving(scripts: string): string {
  return `{ name: mp, roles: [management-point], misbehave: [${scripts}] }`
}
