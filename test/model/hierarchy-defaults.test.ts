import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'

void t.test('everything not required has a default', (t) => {
  const { hierarchy, warnings } = parseHierarchy({
    sites: [{ code: 'CEN', mode: 'mixed', systems: [{ name: 'mp', roles: ['management-point'] }] }],
    clients: [{ name: 'PC' }],
    packages: [{ id: 'CEN00001' }],
  })
  t.strictSame(warnings, [])
  t.strictSame(hierarchy, {
    name: 'hierarchy',
    domain: 'sitemode.test',
    tls: { version: '1.2', keys: 'ec' },
    servicePorts: { ldap: 8389, dns: 8053, wins: 8137, revocationLists: 8080 },
    statedPorts: { services: [], sites: [] },
    sites: [
      {
        code: 'CEN',
        kind: 'primary',
        mode: 'mixed',
        version: '4.00.6487.2000',
        ports: { http: 8080, https: 8443 },
        softwareUpdatePorts: { http: 8530, https: 8531 },
        otherPorts: { smb: 8445, dhcp: 8067, binl: 4011, tftp: 8069, radius: 1812 },
        publishToActiveDirectory: true,
        publishToDns: false,
        httpForRoaming: false,
        crlChecking: true,
        certificateSelection: { criteria: 'none', selectFirst: false },
        policyPollingInterval: 3_600_000,
        clientApproval: { method: 'trusted-domains', onlyNewClients: true },
        refusal: 'handshake',
        boundaries: [],
        systems: [
          {
            name: 'mp',
            fqdn: 'mp.sitemode.test',
            roles: ['management-point'],
            httpTransfer: true,
            anonymousAccess: false,
            ssl: false,
            at: {},
            packages: [],
            protectedBoundaries: [],
            clientConnections: 'both',
            winsEntry: false,
            fallbackStatus: { messages: 10_000, seconds: 3600 },
            stateMigration: { restoreOnly: false, deletionDelay: 24 * 3_600_000 },
            pxe: { unknownComputers: false },
            managementPoint: {
              signatures: 'verified',
              strictLengths: false,
              devices: true,
              registrationWait: 0,
            },
            branchDistributionPoint: { connections: 10 },
            listen: {},
            misbehave: [],
          },
        ],
      },
    ],
    clients: [
      {
        name: 'PC',
        fqdn: 'PC.sitemode.test',
        kind: 'computer',
        version: '4.00.6487.2000',
        assignedSite: 'auto',
        activeDirectory: true,
        computerAccount: 'trusted',
        httpForRoaming: 'inherit',
        alwaysOnInternet: false,
        trustsRoot: true,
        clockAhead: 0,
        wins: false,
        cacheSize: 5 * 1024 ** 3,
        certificates: ['good'],
        pxeBoot: 'advertised',
        at: { internet: false },
      },
    ],
    groups: [],
    packages: [
      {
        id: 'CEN00001',
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
    ],
    misbehave: [],
    updates: [
      {
        id: '0a4c6c73-8887-4d7f-9cbe-d08fa8fa9d1e',
        title: 'Security Update for Example Product',
        version: 100,
        size: 150_000,
        deployment: { whenSlow: 'do-not-install', fallBackToUnprotected: true },
      },
      {
        id: '352f9494-d516-4b40-a21a-cd2416098982',
        title: 'Update for Example Product',
        version: 51,
        size: 70_000,
      },
    ],
  })
  t.end()
})
