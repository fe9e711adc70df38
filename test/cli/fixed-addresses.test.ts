import { join } from 'node:path'
import t from 'tap'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'
import { interrupt, root, sitemode, twoModes, type Ended } from './command.ts'
import { serveShape } from './json-shapes.ts'

const cache = newFolder(t)

/** One of the blocks that no hierarchy takes by itself; another process of tests has another. */
const block = 240 + (process.pid % 15)
const base = `127.${block}.0.0`
/** Below the ports that the machine gives away by itself. */
const firstPort = 21_000 + (process.pid % 100) * 100
const shared = ['--shared', '--first-port', `${firstPort}`]

function serve(...more: string[]): Promise<Ended> {
  const args = ['serve', twoModes, '--json', ...more]
  return interrupt(cache, args, 'SIGINT', (stdout) => stdout.includes('"systems"'))
}

async function hostsOf(...more: string[]) {
  const { code, stdout, stderr } = await serve(...more)
  if (code !== 130) throw new Error(stderr)
  const { systems, revocationLists, domainController, nameServers } = serveShape.parse(JSON.parse(stdout))
  return [...systems, revocationLists, domainController, nameServers].map(({ fqdn, address, urls }) => ({
    ...{ fqdn, address, urls },
  }))
}

void t.test('a block has the same addresses at each start, in the order of the file', async (t) => {
  const hosts = await hostsOf('--base', base)
  t.strictSame(await hostsOf('--base', base), hosts)
  const place = base.slice(0, -'0.0'.length)
  t.strictSame(
    hosts.map(({ address }) => address),
    hosts.map((_, index) => `${place}1.${index + 1}`),
  )
  t.match(hosts[0], { fqdn: 'mp.nat.sitemode.test', urls: ['https://mp.nat.sitemode.test:8443'] })
  const { status, stdout } = await sitemode(cache, 'serve', twoModes, '--base', base, '--hosts')
  t.equal(status, 0)
  t.equal(stdout, hosts.map(({ fqdn, address }) => `${address} ${fqdn}\n`).join(''))
})

void t.test('one address has the same ports at each start', async (t) => {
  const hosts = await hostsOf(...shared)
  t.strictSame(await hostsOf(...shared), hosts)
  const ports = hosts.flatMap(({ urls }) => urls.map((url) => Number(new URL(url).port)))
  t.equal(Math.min(...ports), firstPort)
  t.ok(Math.max(...ports) < firstPort + 100)
  t.ok(hosts.every(({ address }) => address === '127.0.0.1'))
  const { stdout } = await sitemode(cache, 'serve', twoModes, ...shared, '--hosts')
  t.equal(stdout, hosts.map(({ fqdn }) => `127.0.0.1 ${fqdn}\n`).join(''))
})

void t.test('what another hierarchy has is refused, with what to do', async (t) => {
  const { hierarchy } = await loadHierarchy(join(root, twoModes))
  for (const [addresses, options, message] of [
    [
      { block },
      ['--base', base],
      new RegExp(`^sitemode: cannot reserve ${base} \\(EADDRINUSE\\): .*choose another block`),
    ],
    [
      { firstPort },
      shared,
      new RegExp(`127\\.0\\.0\\.1:${firstPort} \\(EADDRINUSE\\): .* change the first port$`, 'm'),
    ],
  ] as const) {
    await using running = await openHierarchy(hierarchy, { cache, addresses })
    t.not(running.systems.length, 0)
    const { status, stderr } = await sitemode(cache, 'serve', twoModes, ...options)
    t.equal(status, 3)
    t.match(stderr, message)
  }
})

void t.test('a site that goes back to its former mode has its former ports again', async (t) => {
  const { hierarchy } = await loadHierarchy(join(root, 'scenarios/hierarchies/fjords.yaml'))
  await using running = await openHierarchy(hierarchy, { cache, addresses: { firstPort } })
  const urls = () => running.systems.map((system) => system.urls)
  const before = urls()
  await running.setMode('BGO', 'native')
  t.notSame(urls(), before)
  await running.setMode('BGO', 'mixed')
  t.strictSame(urls(), before)
})

void t.test('a hosts file needs addresses that stay', async (t) => {
  const { status, stderr } = await sitemode(cache, 'serve', twoModes, '--hosts')
  t.equal(status, 2)
  t.match(stderr, /^--hosts: .*; give --base 127\.7\.0\.0, or --shared \[no-fixed-addresses\]$/m)
  for (const wrong of ['127.0.0.0', '127.255.0.0', '127.7.0.1', '10.1.0.0', '127.300.0.0']) {
    const refused = await sitemode(cache, 'serve', twoModes, '--base', wrong)
    t.equal(refused.status, 2, wrong)
    t.match(refused.stderr, 'Write 127.N.0.0 with an N from 1 to 254')
  }
})

void t.test('the product has its own ports, where the machine permits them', async (t) => {
  const { code, stdout, stderr } = await serve('--ports', 'product')
  if (code === 3) {
    t.match(stderr, /\(EACCES\): ports below 1024 need a privilege \(root, or sysctl/)
    return
  }
  const { systems, domainController, nameServers, revocationLists } = serveShape.parse(JSON.parse(stdout))
  const urls = [...systems, domainController, nameServers, revocationLists].flatMap((host) => host.urls)
  const ports = new Set(urls.map((url) => /:\/\/[^/]*:(\d+)/.exec(url)?.[1]))
  t.strictSame(
    [...ports].sort((one, other) => Number(one) - Number(other)),
    ['53', '67', '69', '80', '137', '389', '443', '445', '1812', '4011', '8080', '8530', '8531'],
    'the revocation lists stay where certificates name them',
  )
})
