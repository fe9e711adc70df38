import t from 'tap'
import { error, problemsOf, warning } from './rule-test.ts'

const central = '  - { code: CEN, mode: native }\n'

error(
  'duplicate-site-code',
  'sites[1].code',
  'sites:\n  - { code: CEN, mode: native }\n  - { code: »CEN, mode: native, parent: CEN }\n',
  'sites:\n  - { code: CEN, mode: native }\n  - { code: CEM, mode: native, parent: CEN }\n',
)
warning(
  'reserved-site-code',
  'sites[0].code',
  'sites:\n  - { code: »NUL, mode: native }\n',
  'sites:\n  - { code: NIL, mode: native }\n',
)
error(
  'unknown-parent',
  'sites[1].parent',
  `sites:\n${central}  - { code: OSL, mode: native, parent: »CET }\n`,
  `sites:\n${central}  - { code: OSL, mode: native, parent: CEN }\n`,
)
error(
  'secondary-without-parent',
  'sites[1].parent',
  `sites:\n${central}  - »{ code: OSL, kind: secondary }\n`,
  `sites:\n${central}  - { code: OSL, kind: secondary, parent: CEN }\n`,
)
error(
  'parent-is-secondary',
  'sites[2].parent',
  `sites:\n${central}  - { code: SEC, kind: secondary, parent: CEN }\n` +
    '  - { code: OSL, mode: native, parent: »SEC }\n',
  `sites:\n${central}  - { code: SEC, kind: secondary, parent: CEN }\n` +
    '  - { code: OSL, mode: native, parent: CEN }\n',
)
error(
  'site-cycle',
  'sites[1].parent',
  'sites:\n  - { code: TOP, mode: native, parent: AAA }\n  - { code: AAA, mode: native, parent: »BBB }\n' +
    '  - { code: BBB, mode: native, parent: AAA }\n',
  'sites:\n  - { code: TOP, mode: native, parent: AAA }\n  - { code: AAA, mode: native, parent: BBB }\n' +
    '  - { code: BBB, mode: native }\n',
)
warning(
  'several-central-sites',
  'sites[1].parent',
  `sites:\n${central}  - »{ code: OSL, mode: native }\n`,
  `sites:\n${central}  - { code: OSL, mode: native, parent: CEN }\n`,
)
error(
  'primary-without-mode',
  'sites[0].mode',
  'sites:\n  - »code: CEN\n    kind: primary\n',
  'sites:\n  - code: CEN\n    mode: mixed\n',
)
error(
  'secondary-with-mode',
  'sites[1].mode',
  `sites:\n${central}  - { code: OSL, kind: secondary, parent: CEN, mode: »native }\n`,
  `sites:\n${central}  - { code: OSL, kind: primary, parent: CEN, mode: native }\n`,
)
error(
  'secondary-with-setting',
  'sites[1].ports',
  `sites:\n${central}  - { code: OSL, kind: secondary, parent: CEN, ports: »{ http: 80, https: 443 } }\n`,
  `sites:\n${central}  - { code: OSL, mode: native, parent: CEN, ports: { http: 80, https: 443 } }\n`,
)
error(
  'native-under-mixed',
  'sites[1].parent',
  'sites:\n  - { code: CEN, mode: mixed }\n  - { code: OSL, mode: native, parent: »CEN }\n',
  'sites:\n  - { code: CEN, mode: native }\n  - { code: OSL, mode: mixed, parent: CEN }\n',
)
warning(
  'native-setting-in-mixed-site',
  'sites[0].crlChecking',
  'sites:\n  - { code: CEN, mode: mixed, crlChecking: »false }\n',
  'sites:\n  - { code: CEN, mode: native, crlChecking: false }\n',
)
error(
  'secondary-with-setting',
  'sites[1].clientApproval',
  `sites:\n${central}  - { code: OSL, kind: secondary, parent: CEN, clientApproval: »{ method: all } }\n`,
  `sites:\n${central}  - { code: OSL, mode: mixed, parent: CEN, clientApproval: { method: all } }\n`,
)
error(
  'secondary-with-setting',
  'sites[1].policyPollingInterval',
  `sites:\n${central}  - { code: OSL, kind: secondary, parent: CEN, policyPollingInterval: »2 h }\n`,
  `sites:\n${central}  - { code: OSL, mode: mixed, parent: CEN, policyPollingInterval: 2 h }\n`,
)
warning(
  'approval-in-native-site',
  'sites[0].clientApproval',
  'sites:\n  - { code: CEN, mode: native, clientApproval: »{ method: all } }\n',
  'sites:\n  - { code: CEN, mode: mixed, clientApproval: { method: all } }\n',
)
error(
  'port-with-two-protocols',
  'sites[0].ports',
  'sites:\n  - { code: CEN, mode: mixed, ports: »{ https: 8530 } }\n',
  'sites:\n  - { code: CEN, mode: mixed, ports: { http: 8530 } }\n',
)
error(
  'port-with-two-protocols',
  'sites[0].ports',
  'sites:\n  - { code: CEN, mode: mixed, ports: »{ https: 8445 } }\n',
  'sites:\n  - { code: CEN, mode: mixed, ports: { https: 8445 }, otherPorts: { smb: 445 } }\n',
)
error(
  'port-with-two-protocols',
  'sites[0].otherPorts',
  'sites:\n  - { code: CEN, mode: mixed, otherPorts: »{ tftp: 8067 } }\n',
  // The one by TCP, the other by UDP.
  'sites:\n  - { code: CEN, mode: mixed, otherPorts: { tftp: 8080 } }\n',
)
error(
  'port-with-two-protocols',
  'sites[1].otherPorts',
  // A secondary site has the software update ports of its parent.
  'sites:\n  - { code: CEN, mode: mixed, softwareUpdatePorts: { http: 9445, https: 9446 } }\n' +
    '  - { code: OSL, kind: secondary, parent: CEN, otherPorts: »{ smb: 9445 } }\n',
  'sites:\n  - { code: CEN, mode: mixed, softwareUpdatePorts: { http: 9445, https: 9446 } }\n' +
    '  - { code: OSL, kind: secondary, parent: CEN, otherPorts: { smb: 8530 } }\n',
)
error(
  'same-port',
  'sites[0].ports',
  'sites:\n  - { code: CEN, mode: mixed, ports: »{ https: 8080 } }\n',
  'sites:\n  - { code: CEN, mode: mixed, ports: { https: 8081 } }\n',
)
error(
  'same-port',
  'servicePorts',
  `servicePorts: »{ wins: 8053 }\nsites:\n${central}`,
  `servicePorts: { wins: 8053, dns: 53, ldap: 8080 }\nsites:\n${central}`,
)
warning(
  'duplicate-boundary',
  'sites[0].boundaries[1]',
  boundaries('- { subnet: 10.1.0.0/16 }\n      - »{ range: 10.1.0.0-10.1.255.255 }'),
  boundaries('- { subnet: 10.1.0.0/16 }\n      - { range: 10.1.0.0-10.1.255.254 }'),
)
warning(
  'overlapping-boundaries',
  'sites[1].boundaries[0]',
  boundaries('- { subnet: 10.1.0.0/16 }') + secondBoundary('»{ subnet: 10.1.4.0/24 }'),
  boundaries('- { subnet: 10.1.0.0/16 }') + secondBoundary('{ subnet: 10.2.4.0/24 }'),
)
warning(
  'overlapping-boundaries',
  'sites[1].boundaries[0]',
  boundaries('- { activeDirectorySite: Oslo }') + secondBoundary('»{ activeDirectorySite: OSLO }'),
  boundaries('- { activeDirectorySite: Oslo }') + secondBoundary('{ activeDirectorySite: Bergen }'),
)
for (const [supernet, network] of [
  ['192.168.120.0/23', '192.168.120.0/24'],
  ['172.16.0.0/12', '172.16.0.0/16'],
  ['10.0.0.0/7', '10.0.0.0/8'],
]) {
  warning(
    'supernet-boundary',
    'sites[0].boundaries[0]',
    boundaries(`- »{ subnet: ${supernet} }`),
    boundaries(`- { subnet: ${network} }`),
  )
}
for (const [beyond, within] of [
  ['subnet: »10.1.2.3/16', 'subnet: 10.1.0.0/16'],
  ['subnet: »10.1.2.0/16', 'subnet: 10.1.2.0/24'],
  ['ipv6Prefix: »"fd00:1::1/64"', 'ipv6Prefix: "fd00:1::/64"'],
] as const) {
  const [field = ''] = within.split(':')
  const ofSystem = (boundary: string) =>
    `sites:\n  - code: CEN\n    mode: native\n    systems:\n      - name: DP1\n        roles: [standard-distribution-point]\n` +
    `        protectedBoundaries: [{ ${boundary} }]\n`
  const code = 'bits-beyond-mask'
  warning(
    code,
    `sites[0].boundaries[0].${field}`,
    boundaries(`- { ${beyond} }`),
    boundaries(`- { ${within} }`),
  )
  const path = `sites[0].systems[0].protectedBoundaries[0].${field}`
  warning(code, path, ofSystem(beyond), ofSystem(within))
}
error(
  'boundary-kind',
  'sites[0].boundaries[0]',
  boundaries('- »{ subnet: 10.1.0.0/16, activeDirectorySite: Oslo }'),
  boundaries('- { subnet: 10.1.0.0/16 }\n      - { activeDirectorySite: Oslo }'),
)

void t.test('a cycle is named in full', async (t) => {
  const text =
    'sites:\n  - { code: AAA, mode: native, parent: BBB }\n  - { code: BBB, mode: native, parent: CCC }\n' +
    '  - { code: CCC, mode: native, parent: AAA }\n'
  const problems = await problemsOf(text)
  t.match(problems, [{ code: 'site-cycle', message: /AAA → BBB → CCC → AAA/ }])
  t.equal(problems.length, 1)
})

function boundaries(written: string): string {
  return `sites:\n  - code: CEN\n    mode: native\n    boundaries:\n      ${written}\n`
}

function secondBoundary(written: string): string {
  return `  - code: OSL\n    mode: native\n    parent: CEN\n    boundaries:\n      - ${written}\n`
}
for (const criteria of [
  'Issuer:contoso',
  'Sales',
  'Subject:',
  'SubjectAttr:Sales',
  'SubjectAttr:1.2.3 = Sales',
  'SubjectAttr:OU =',
])
  error(
    'unreadable-criteria',
    'sites[0].certificateSelection.criteria',
    `sites:\n  - code: CEN\n    mode: native\n    certificateSelection: { criteria: »'${criteria}' }\n`,
    "sites:\n  - code: CEN\n    mode: native\n    certificateSelection: { criteria: 'SubjectAttr:OU = Sales' }\n",
  )
warning(
  'publishing-without-schema',
  'sites[0].publishToActiveDirectory',
  'schemaExtended: false\nsites:\n  - { code: CEN, mode: native, publishToActiveDirectory: »true }\n',
  'schemaExtended: false\nsites:\n  - { code: CEN, mode: native }\n',
)
