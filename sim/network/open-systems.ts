import type { SiteSystem } from '../model/hierarchy.ts'
import { createSiteDatabase } from '../points/site-database.ts'
import { EnvironmentError } from './environment-error.ts'
import type { Ground, OpeningPort, OpenSystem, SystemListener, SystemPlace } from './open-system.ts'
import { isWebListener } from './host.ts'
import { openOtherPorts } from './open-other-ports.ts'
import { openWebPorts } from './open-web-ports.ts'

/** Opens every listener of a hierarchy; when one cannot be opened, closes those that were. */
export async function openSystems(ground: Ground): Promise<OpenSystem[]> {
  const { hierarchy, addresses } = ground
  const places = hierarchy.sites.flatMap((site): SystemPlace[] => {
    const database = createSiteDatabase()
    return site.systems.map((system) => ({ site, system, database, address: addresses.nextSystem() }))
  })
  const opening = places.map(async (place) => {
    const ports = [...openWebPorts(ground, place), ...openOtherPorts(ground, place)]
    return { ...place, listeners: await openPorts(place, ports) }
  })
  return allOrNone(opening, closeSystem)
}

/** Closes the web listeners of a system and opens those that its site's mode asks for now; its other ports stay. */
export async function reopenWebPorts(ground: Ground, system: OpenSystem): Promise<void> {
  const { listeners } = system
  const web = listeners.filter(isWebListener)
  await Promise.all(web.map((listener) => listener.close()))
  const others = listeners.filter((listener) => !web.includes(listener))
  // The list itself is known to the name service.
  listeners.splice(0, listeners.length, ...others)
  listeners.unshift(...(await openPorts(system, openWebPorts(ground, system))))
}

function openPorts(
  { system, address }: SystemPlace,
  ports: readonly OpeningPort[],
): Promise<SystemListener[]> {
  const listeners = ports.map(({ opening, port }) =>
    opening.catch((error: unknown) => {
      throw cannotOpen(system, address, port, error)
    }),
  )
  return allOrNone(listeners, (listener) => listener.close())
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
