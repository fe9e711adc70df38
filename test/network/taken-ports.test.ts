import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import t, { type Test } from 'tap'
import { EnvironmentError } from '../../sim/errors.ts'
import type { Hierarchy } from '../../sim/model/hierarchy.ts'
import { loadHierarchy } from '../../sim/model/load-hierarchy.ts'
import { openHierarchy, type RunningHierarchy } from '../../sim/network/running-hierarchy.ts'
import { newFolder } from '../new-folder.ts'

/** It has every role, and sites in both modes. */
const file = fileURLToPath(new URL('../../../scenarios/hierarchies/two-modes.yaml', import.meta.url))
const { hierarchy: twoModes } = await loadHierarchy(file)
const cache = newFolder(t)

interface Setting {
  /** The scheme of the listeners' URLs. */
  scheme: string
  set(hierarchy: Hierarchy, port: number): Hierarchy
}

type PortGroup = 'ports' | 'softwareUpdatePorts' | 'otherPorts'

function ofSites<Group extends PortGroup>(
  group: Group,
  service: keyof Hierarchy['sites'][number][Group] & string,
): Setting {
  return {
    scheme: service,
    set: ({ sites, ...rest }, port) => ({
      ...rest,
      sites: sites.map((site) => ({ ...site, [group]: { ...site[group], [service]: port } })),
    }),
  }
}

function ofService(service: keyof Hierarchy['servicePorts']): Setting {
  return {
    scheme: service === 'revocationLists' ? 'http' : service,
    set: (hierarchy, port) => ({
      ...hierarchy,
      servicePorts: { ...hierarchy.servicePorts, [service]: port },
    }),
  }
}

const settings: Readonly<Record<string, Setting>> = {
  'the HTTP port of a site': ofSites('ports', 'http'),
  'the HTTPS port of a site': ofSites('ports', 'https'),
  'the HTTP port of software update points': ofSites('softwareUpdatePorts', 'http'),
  'the HTTPS port of software update points': ofSites('softwareUpdatePorts', 'https'),
  'the port of shares': ofSites('otherPorts', 'smb'),
  'the DHCP port': ofSites('otherPorts', 'dhcp'),
  'the BINL port': ofSites('otherPorts', 'binl'),
  'the TFTP port': ofSites('otherPorts', 'tftp'),
  'the RADIUS port': ofSites('otherPorts', 'radius'),
  'the LDAP port': ofService('ldap'),
  'the DNS port': ofService('dns'),
  'the WINS port': ofService('wins'),
  'the port of the revocation lists': ofService('revocationLists'),
}

/** The ports of the URLs that begin with a scheme. */
function portsOf(
  { systems, domainController, nameServers, revocationLists }: RunningHierarchy,
  scheme: string,
) {
  const urls = [...systems, domainController, nameServers, revocationLists].flatMap((host) => host.urls)
  return urls.filter((url) => url.startsWith(`${scheme}:`)).map((url) => Number(new URL(url).port))
}

/** A port that another program has on every address, by TCP and by UDP, while a test runs. */
async function takenPort(t: Test): Promise<number> {
  for (;;) {
    const server = createServer()
    await once(server.listen({ host: '0.0.0.0', port: 0 }), 'listening')
    const { port } = server.address() as AddressInfo
    const socket = createSocket('udp4')
    const isUsed = await new Promise<boolean>((resolve) => {
      socket.once('error', () => resolve(true))
      socket.bind({ port, address: '0.0.0.0', exclusive: true }, () => resolve(false))
    })
    const release = () => {
      server.close()
      socket.close()
    }
    // There has to be a port above it that can take its place.
    if (!isUsed && port < 50_000) {
      t.teardown(release)
      return port
    }
    release()
  }
}

for (const [what, { scheme, set }] of Object.entries(settings)) {
  void t.test(`${what} is taken`, async (t) => {
    const port = await takenPort(t)
    const stated = { services: [port], sites: [port] }
    const refused = await openHierarchy(set({ ...twoModes, statedPorts: stated }, port), { cache }).catch(
      (error: unknown) => error,
    )
    t.type(refused, EnvironmentError, 'a port that the file states')
    const setting = /the (LDAP|DNS|WINS|port of the rev)/.test(what) ? 'servicePorts' : "the site's ports"
    t.match(refused, {
      message: new RegExp(
        `^cannot open \\S+ on 127\\.[\\d.]+:${port} \\(EADDRINUSE\\): another program .* change ${setting}$`,
      ),
    })

    const told: [number, number][] = []
    await using running = await openHierarchy(
      set({ ...twoModes, statedPorts: { services: [], sites: [] } }, port),
      {
        cache,
        onPortTaken: (...ports) => told.push(ports),
      },
    )
    const instead = portsOf(running, scheme).filter(
      (open) => open !== port && open % 10_000 === port % 10_000,
    )
    t.not(instead.length, 0, 'a default has another in its place')
    t.notOk(portsOf(running, scheme).includes(port))
    t.match(
      told.filter(([taken]) => taken === port),
      [[port, instead[0]]],
      'which is told',
    )
  })
}

void t.test('a port that nobody has stays, and nothing is told', async (t) => {
  const told: number[] = []
  const ports = { http: await freePort(), https: await freePort() }
  const sites = twoModes.sites.map((site) => ({ ...site, ports }))
  const hierarchy = {
    ...twoModes,
    // The services may have numbers of the sites, since they have addresses of their own.
    servicePorts: { ldap: ports.http, revocationLists: ports.http, dns: ports.https, wins: ports.http },
    sites,
    statedPorts: { services: [], sites: [] },
  }
  await using running = await openHierarchy(hierarchy, { cache, onPortTaken: (port) => told.push(port) })
  t.strictSame(
    told.filter((port) => Object.values(ports).includes(port)),
    [],
  )
  t.strictSame(portsOf(running, 'ldap'), [ports.http])
})

/** A port that no program had a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer()
  await once(server.listen({ host: '0.0.0.0', port: 0 }), 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

void t.test('certificates that are written name the port of the lists, which stays', async (t) => {
  const port = await takenPort(t)
  const { set } = ofService('revocationLists')
  const hierarchy = set({ ...twoModes, statedPorts: { services: [], sites: [] } }, port)
  const pki = newFolder(t)
  const { writePki } = await import('../../certs/pki-directory.ts')
  const { hierarchyPki } = await import('../../sim/network/hierarchy-pki.ts')
  const { createClock } = await import('../../sim/network/open-context.ts')
  const small = { ...hierarchy, clients: [], sites: [] }
  await writePki(hierarchyPki(small, createClock(), { cache }), pki, { systems: [], clients: [], sites: [] })
  await t.rejects(openHierarchy(small, { pki }), {
    name: 'EnvironmentError',
    message: new RegExp(`^cannot open crl\\.\\S+ on 127\\.[\\d.]+:${port} `),
  })
})
