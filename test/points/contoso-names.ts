import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { publishedNames } from '../../sim/points/name-server/published-names.ts'

/** The name by which the site ABC publishes its management point. */
export const service = '_mssms_mp_abc._tcp.contoso.test'

const { hierarchy } = parseHierarchy({
  domain: 'contoso.test',
  sites: [
    {
      code: 'ABC',
      mode: 'mixed',
      publishToDns: true,
      ports: { http: 8080, https: 8443 },
      systems: [
        { name: 'mp', roles: ['management-point'] },
        { name: 'slp.oslo', roles: ['server-locator-point'], winsEntry: true },
      ],
    },
  ],
})

const addresses = new Map([
  ['mp.contoso.test', '127.0.0.9'],
  ['slp.oslo.contoso.test', '127.0.0.8'],
  ['ns.contoso.test', '127.0.0.7'],
])

/** What DNS and WINS know of one small site. */
export const names = publishedNames(hierarchy, {
  netBiosAddress: ({ fqdn }) => addresses.get(fqdn),
  hosts: [...addresses.keys()],
  nameServer: 'ns.contoso.test',
  resolve: (fqdn) => addresses.get(fqdn),
})
