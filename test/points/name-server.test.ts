import { Resolver } from 'node:dns/promises'
import t from 'tap'
import { parseHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { publishedNames } from '../../sim/points/name-server/published-names.ts'

const { hierarchy } = parseHierarchy({
  domain: 'Contoso.test',
  sites: [
    {
      code: 'CEN',
      mode: 'native',
      publishToDns: true,
      systems: [
        { name: 'mp.cen', roles: ['management-point'] },
        { name: 'mp2.cen', roles: ['management-point'] },
      ],
    },
    {
      code: 'MIX',
      mode: 'mixed',
      parent: 'CEN',
      publishToDns: true,
      ports: { http: 8081, https: 8444 },
      systems: [{ name: 'mp.mix', roles: ['management-point'] }],
    },
    { code: 'OFF', mode: 'mixed', parent: 'CEN', systems: [{ name: 'mp.off', roles: ['management-point'] }] },
  ],
})

void t.test("Node's own resolver finds what is published, with the port of the mode", async (t) => {
  await using running = await openHierarchy(hierarchy, { cache: false })
  const { address, urls } = running.nameServers
  const port = urls.map((url) => new URL(url)).find(({ protocol }) => protocol === 'dns:')?.port ?? ''
  const resolver = new Resolver({ timeout: 5000, tries: 1 })
  resolver.setServers([`${address}:${port}`])
  const find = async (site: string) => {
    try {
      const records = await resolver.resolveSrv(`_mssms_mp_${site}._tcp.contoso.test`)
      return records.map(({ name, port, priority, weight }) => ({ name, port, priority, weight }))
    } catch (error) {
      return (error as NodeJS.ErrnoException).code
    }
  }
  const record = (name: string, port: number) => [{ name, port, priority: 0, weight: 0 }]
  t.strictSame(await find('cen'), record('mp.cen.Contoso.test', 8443))
  t.strictSame(await find('MIX'), record('mp.mix.Contoso.test', 8081))
  t.equal(await find('off'), 'ENOTFOUND', 'a site that does not publish')
  t.equal(await find('xyz'), 'ENOTFOUND')
  await running.setMode('MIX', 'native')
  t.strictSame(await find('mix'), record('mp.mix.Contoso.test', 8444), 'after a change of mode')
})

void t.test('a record may be kept for four hours', (t) => {
  const nothing = () => undefined
  const { zone } = publishedNames(hierarchy, {
    ...{ netBiosAddress: nothing, hosts: [], nameServer: 'ns.contoso.test', resolve: nothing },
  })
  t.match(zone.lookUp('_mssms_mp_cen._tcp.contoso.test'), [
    { type: 'SRV', host: 'mp.cen.Contoso.test', port: 8443, ttl: 14_400 },
  ])
  t.end()
})
