import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { InputError } from '../../sim/errors.ts'

const systems = [
  { name: 'mp.tyo', roles: ['management-point' as const] },
  { name: 'fsp.tyo', roles: ['fallback-status-point' as const] },
  { name: 'slp.tyo', roles: ['server-locator-point' as const] },
]

function installed(install: string, more: object = {}) {
  const { hierarchy, warnings } = parseHierarchy({
    domain: 'contoso.test',
    sites: [{ code: 'TYO', mode: 'native', systems }],
    clients: [{ name: 'PC', install, ...more }],
  })
  return { client: hierarchy.clients[0], warnings: warnings.map(({ code, message }) => [code, message]) }
}

void t.test('a line as people have it fills in the fields', (t) => {
  const { client, warnings } = installed(
    '\\\\server\\SMS_TYO\\Client\\ccmsetup.exe /mp:mp.tyo /logon /native:CRLANDFALLBACK SMSSITECODE=tyo SMSMP=mp.tyo.contoso.test ' +
      'FSP=fsp.tyo SMSSLP=slp.tyo DNSSUFFIX="contoso.test" SMSCACHESIZE=100 SMSDIRECTORYLOOKUP=NOWINS CCMINSTALLDIR="C:\\a b"',
  )
  t.match(client, {
    assignedSite: 'TYO',
    mode: 'native',
    httpForRoaming: true,
    managementPoint: 'mp.tyo',
    fallbackStatusPoint: 'fsp.tyo',
    serverLocatorPoint: 'slp.tyo',
    dnsSuffix: 'contoso.test',
    cacheSize: 100 * 1024 ** 2,
    wins: false,
  })
  t.strictSame(warnings, [])
  t.end()
})

void t.test('AUTO, the Internet, and native mode without the option', (t) => {
  t.match(installed('SMSSITECODE=AUTO').client, { assignedSite: 'auto', httpForRoaming: 'inherit' })
  t.equal(installed('/native').client?.httpForRoaming, 'inherit', 'read of the site in Active Directory')
  t.equal(
    installed('/native', { activeDirectory: false }).client?.httpForRoaming,
    false,
    'nobody tells it otherwise',
  )
  t.match(installed('/native CCMALWAYSINF=1 CCMHOSTNAME=mp.tyo SMSSITECODE=TYO').client, {
    alwaysOnInternet: true,
    internetManagementPoint: 'mp.tyo',
  })
  t.end()
})

void t.test('what no client can make of a line is warned of', (t) => {
  t.strictSame(installed('SMSSITECOD=TYO').warnings, [
    ['unknown-property', 'CCMSetup documents no property SMSSITECOD'],
  ])
  t.strictSame(installed('/native:CLR').warnings, [['unknown-property', '/native has no option CLR']])
  t.strictSame(installed('CCMHTTPSPORT=443').warnings, [
    ['property-of-the-site', 'CCMHTTPSPORT has no effect on a single client here'],
  ])
  t.strictSame(installed('constructor=1').warnings, [
    ['unknown-property', 'CCMSetup documents no property CONSTRUCTOR'],
  ])
  t.end()
})

void t.test('a field may repeat a line, and may not contradict it', (t) => {
  t.match(installed('SMSSITECODE=TYO', { assignedSite: 'TYO' }).client, { assignedSite: 'TYO' })
  for (const [install, more, code, field] of [
    ['SMSSITECODE=TYO', { assignedSite: 'auto' }, 'installed-otherwise', 'clients[0].assignedSite'],
    ['SMSSITECODE=TOKYO', {}, 'malformed', 'clients[0].assignedSite'],
    ['FSP=nobody', {}, 'unknown-system', 'clients[0].fallbackStatusPoint'],
  ] as const) {
    try {
      installed(install, more)
      t.fail(install)
    } catch (error) {
      t.match(error instanceof InputError && error.problems, [{ severity: 'error', code, field }], install)
    }
  }
  t.end()
})
