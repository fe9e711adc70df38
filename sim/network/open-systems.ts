import { X509Certificate } from 'node:crypto'
import type { Credential, Pki } from '../../certs/pki.ts'
import { isWeak } from '../../certs/recipes.ts'
import type { Clock } from '../client/clock.ts'
import type { Recorder } from '../evidence/recorder.ts'
import type { Hierarchy, Site, SiteSystem } from '../model/hierarchy.ts'
import type { WebProtocol } from '../model/protocol.ts'
import { bindingsOf } from '../points/web-server/bindings.ts'
import { openListener } from '../points/listener/listener.ts'
import type { Place } from '../points/web-server/role.ts'
import type { TlsMaterial } from '../points/listener/tls-offer.ts'
import { createSiteDatabase } from '../points/site-database.ts'
import { requestListener } from '../points/web-server/web-server.ts'
import type { Addresses } from './addresses.ts'
import { describeCertificate } from './certificate-evidence.ts'
import { EnvironmentError } from './environment-error.ts'
import type { HostListener } from './host.ts'
import type { RevocationCheckers } from './revocation-lists.ts'

export interface OpenSystem {
  site: Site
  system: SiteSystem
  address: string
  listeners: SystemListener[]
}

export interface SystemListener extends HostListener {
  protocol: WebProtocol
}

/** What systems are opened on. */
export interface Ground {
  hierarchy: Hierarchy
  addresses: Addresses
  recorder: Recorder
  pki: Pki
  clock: Clock
  revocation: RevocationCheckers
}

/** Opens every listener of a hierarchy; when one cannot be opened, closes those that were. */
export async function openSystems({
  hierarchy,
  addresses,
  recorder,
  pki,
  clock,
  revocation,
}: Ground): Promise<OpenSystem[]> {
  const places = hierarchy.sites.flatMap((site) => {
    const database = createSiteDatabase()
    return site.systems.map((system) => ({ site, system, database, address: addresses.nextSystem() }))
  })
  const opening = places.map(async ({ site, system, database, address }) => {
    const recipe = system.listen.certificate ?? 'good'
    const credential = (): Promise<Credential> => pki.webServer(system, recipe)
    const place: Place = {
      hierarchy,
      site,
      system,
      database,
      now: clock.now,
      certificate: async () => new X509Certificate((await credential()).certificate).raw,
    }
    const tls = async (): Promise<TlsMaterial> => {
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
    const listeners = bindingsOf(site, system).map((binding) => {
      const port = addresses.kind === 'own' ? binding.port : 0
      const opening = openListener({
        address,
        port,
        protocol: binding.protocol,
        fqdn: system.fqdn,
        recorder,
        answer: (connectionOf) => requestListener(binding, place, connectionOf),
        tls: { clientCertificate: binding.clientCertificate, refusal: binding.refusal, material: tls },
      })
      return opening.then(
        (listener) => ({ ...listener, protocol: binding.protocol, configuredPort: binding.port }),
        (error: unknown) => {
          throw cannotOpen(system, address, port, error)
        },
      )
    })
    return { site, system, address, listeners: await allOrNone(listeners, (listener) => listener.close()) }
  })
  return allOrNone(opening, closeSystem)
}

export async function closeSystem({ listeners }: OpenSystem): Promise<void> {
  await Promise.all(listeners.map((listener) => listener.close()))
}

/** Like `Promise.all`, but what has been opened is closed again before it rejects. */
async function allOrNone<T>(
  opening: readonly Promise<T>[],
  close: (opened: T) => Promise<void>,
): Promise<T[]> {
  const results = await Promise.allSettled(opening)
  const failed = results.find((result) => result.status === 'rejected')
  const opened = results.filter((result) => result.status === 'fulfilled').map(({ value }) => value)
  if (!failed) return opened
  await Promise.all(opened.map(close))
  throw failed.reason
}

function cannotOpen(system: SiteSystem, address: string, port: number, error: unknown): EnvironmentError {
  const { code, message } = error as NodeJS.ErrnoException
  const remedies: Record<string, string> = {
    EACCES: "ports below 1024 need a privilege; set the site's ports to higher ones",
    EADDRINUSE: "another program listens there, perhaps on every address; end it or change the site's ports",
    EMFILE: 'too many files are open; raise the limit (ulimit -n)',
  }
  const remedy = remedies[code ?? ''] ?? message
  return new EnvironmentError(`cannot open ${system.fqdn} on ${address}:${port} (${code}): ${remedy}`)
}
