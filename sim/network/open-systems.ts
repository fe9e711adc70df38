import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto'
import type { Credential } from '../../certs/credential.ts'
import { isWeak } from '../../certs/recipes.ts'
import { EnvironmentError } from '../errors.ts'
import { siteModes } from '../vocabulary/site-mode.ts'
import { primaryCodeOf } from '../model/sites.ts'
import { allOrNone } from '../net/open-together.ts'
import { openListener } from '../points/listener/listener.ts'
import type { TlsMaterial } from '../points/listener/web-connection.ts'
import { directoriesOf, openOwnPorts } from '../points/points.ts'
import { createSiteDatabase } from '../points/site-database.ts'
import { bindingsOf } from '../points/web-server/bindings.ts'
import type { RequestContext } from '../points/web-server/virtual-directory.ts'
import { requestListener } from '../points/web-server/web-server.ts'
import { describeCertificate } from './hierarchy-pki.ts'
import { isWebListener } from './name-service.ts'
import type { OpenContext, OpeningPort, OpenSystem, SystemListener, SystemAddress } from './open-context.ts'

/** Opens every listener of a hierarchy, or none. */
export async function openSystems(context: OpenContext): Promise<OpenSystem[]> {
  const { hierarchy, addresses } = context
  const databases = new Map(hierarchy.sites.map(({ code }) => [code, createSiteDatabase()]))
  const places = hierarchy.sites.flatMap((site): SystemAddress[] => {
    // A secondary site has none of its own ("Determine Whether a Proxy Management Point is Needed at a Secondary Site").
    const database = databases.get(primaryCodeOf(site)) ?? createSiteDatabase()
    return site.systems.map((system) => ({ site, system, database, address: addresses.ofHost(system.fqdn) }))
  })
  return allOrNone(places.map((place) => openSystem(context, place)))
}

async function openSystem(context: OpenContext, place: SystemAddress): Promise<OpenSystem> {
  const ports = [...openWebPorts(context, place), ...portsOfPoints(context, place)]
  const listeners = await openPorts(context, place, ports)
  return {
    ...place,
    listeners,
    async close() {
      await Promise.all(listeners.map((listener) => listener.close()))
    },
  }
}

/** The ports that the points of a system have besides its web server's. */
function portsOfPoints(
  { hierarchy, addresses, recorder, behaviourOf, computers, branches, clock }: OpenContext,
  { site, system, address, database }: SystemAddress,
): OpeningPort[] {
  return openOwnPorts({
    ...{ hierarchy, site, system, address, database, recorder, now: clock.now },
    behaviour: behaviourOf(system.fqdn),
    fetch: (packageId) => branches.fetch(site, system, packageId),
    bound: (configured) => addresses.portFor(system.fqdn, configured),
    bootDecision: computers.bootDecision,
    accounts: computers.accounts,
  })
}

/** Replaces the web listeners of a system by those that its site's mode now requires; its other ports stay open. */
export async function reopenWebPorts(context: OpenContext, system: OpenSystem): Promise<void> {
  const { listeners } = system
  const web = listeners.filter(isWebListener)
  await Promise.all(web.map((listener) => listener.close()))
  const others = listeners.filter((listener) => !web.includes(listener))
  // In place, since the name service holds this list.
  listeners.splice(0, listeners.length, ...others)
  listeners.unshift(...(await openPorts(context, system, openWebPorts(context, system))))
}

function openPorts(
  { addresses }: OpenContext,
  { system, address }: SystemAddress,
  ports: readonly OpeningPort[],
): Promise<SystemListener[]> {
  const setting = addresses.portSetting ?? "the site's ports"
  const listeners = ports.map(({ opening, port }) =>
    opening.catch(cannotOpen({ fqdn: system.fqdn, address, port }, setting)),
  )
  return allOrNone(listeners)
}

/** Tells that a port could not be opened. `setting`: what moves it to another, in the hierarchy file. */
export function cannotOpen(
  { fqdn, address, port }: { fqdn: string; address: string; port: number },
  setting: string,
): (error: unknown) => never {
  return (error) => {
    // A service on several ports tells which of them it was.
    const { code, message, port: failed = port } = error as NodeJS.ErrnoException & { port?: number }
    // An error without a code of the operating system is a defect of ours.
    if (code === undefined) throw error
    const remedies: Record<string, string> = {
      EACCES:
        `ports below 1024 need a privilege (root, or sysctl -w net.ipv4.ip_unprivileged_port_start=0); set ${setting} to ` +
        'higher ones',
      EADDRINUSE: `another program listens there, perhaps on every address; end it or change ${setting}`,
      EMFILE: 'too many files are open; raise the limit (ulimit -n)',
    }
    const remedy = remedies[code] ?? message
    throw new EnvironmentError(`cannot open ${fqdn} on ${address}:${failed} (${code}): ${remedy}`)
  }
}

/** The first certificate of a PEM chain, which is the holder's own. */
function derOf({ certificate }: Credential): Buffer {
  return new X509Certificate(certificate).raw
}

/** Opens the HTTP and HTTPS ports of a site system. */
function openWebPorts(
  { hierarchy, addresses, recorder, behaviourOf, pki, clock, computers, revocation, keyLog }: OpenContext,
  { site, system, database, address }: SystemAddress,
): OpeningPort[] {
  const recipe = system.listen.certificate ?? 'good'
  const credential = (): Promise<Credential> => pki.webServer(system, recipe)
  /** What the site server signs with, read once for all clients, until there is another. */
  let read: { pem: string; certificate: Buffer; key: KeyObject } | undefined
  const requests: RequestContext = {
    hierarchy,
    site,
    system,
    database,
    now: clock.now,
    accounts: computers.accounts,
    certificate: async () => derOf(await credential()),
    async siteServerSigning() {
      if (!siteModes[site.mode].signedPolicies) return undefined
      const signing = await pki.siteServerSigning(primaryCodeOf(site))
      if (read?.pem !== signing.certificate)
        read = { pem: signing.certificate, certificate: derOf(signing), key: createPrivateKey(signing.key) }
      return read
    },
  }
  const material = async (): Promise<TlsMaterial> => {
    const [own, { root }] = await Promise.all([credential(), pki.authorities()])
    return {
      profile: hierarchy.tls,
      ...own,
      weak: isWeak(recipe),
      root,
      revocation: revocation.of(address),
      now: clock.machine,
      describe: (certificate) => describeCertificate(certificate, clock),
    }
  }
  return bindingsOf(site, system, directoriesOf(site, system)).map((binding) => {
    const { protocol, clientCertificate, refusal } = binding
    const port = addresses.portFor(system.fqdn, binding.port)
    const opening = openListener({
      address,
      port,
      protocol,
      fqdn: system.fqdn,
      recorder,
      behaviour: behaviourOf(system.fqdn),
      served: (request) => recorder.tell({ type: 'request', request: { at: clock.moment(), ...request } }),
      answer: requestListener(binding, requests),
      tls: { clientCertificate, refusal, material, keyLog },
      trust: system.listen.trust,
    }).then((listener) => ({
      ...listener,
      configuredPort: binding.port,
      protocol,
      url: `${protocol}://${system.fqdn}:${listener.port}`,
    }))
    return { opening, port }
  })
}
