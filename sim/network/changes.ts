import * as z from 'zod'
import { ContactError, PkiFileError, FaultError, SiteModeError } from '../errors.ts'
import type { Issued } from '../../certs/credential.ts'
import type { Pki } from '../../certs/pki.ts'
import { type Fault, type RevocationListFault, isFaultOf, isNameFault } from '../vocabulary/fault.ts'
import { isCalled, type TcpProtocol } from '../vocabulary/network.ts'
import { clientNames, lackOf, systemNames } from '../model/check/unknown-names.ts'
import type { Hierarchy, Site } from '../model/hierarchy.ts'
import { clientNamed } from '../model/populations.ts'
import { optionsOf } from '../model/source/options.ts'
import { primaryCodeOf, siteToChangeFirst, siteSystemNamed } from '../model/sites.ts'
import type { SiteMode } from '../vocabulary/site-mode.ts'
import { createRegisteredClients } from '../points/site-database.ts'
import { isWebListener, type Host, type HostListener, type NameService } from './name-service.ts'
import type { OpenContext, OpenSystem } from './open-context.ts'
import { reopenWebPorts } from './open-systems.ts'

/**
 * Switches a fault of a host on, replacing any other; with a protocol, on that listener alone. Throws a `FaultError`
 * when the host cannot have it.
 */
export async function breakHost(
  hosts: readonly Host[],
  names: NameService,
  called: string,
  fault: Fault | RevocationListFault,
  protocol?: TcpProtocol,
): Promise<void> {
  const host = hostNamed(hosts, called)
  const listeners = listenersFor(host, fault, protocol)
  const ofName = isNameFault(fault)
  if (ofName && protocol !== undefined) {
    throw new FaultError(`${host.name} has one name for all protocols, and ${fault} is a fault of it`)
  }
  await repair(host, names)
  if (ofName) {
    names.break(host, fault)
    return
  }
  const results = await Promise.allSettled(listeners.map((listener) => listener.break(fault)))
  const refused = results
    .filter((result) => result.status === 'rejected')
    .map(({ reason }): unknown => reason)
  const unexpected = refused.find((reason) => reason instanceof Error && !(reason instanceof RangeError))
  if (unexpected instanceof Error) throw unexpected
  const [why] = refused
  // All ports that can have the fault get it.
  if (refused.length === results.length && why instanceof RangeError) {
    throw new FaultError(`${host.name} cannot break by ${fault}: ${why.message}`)
  }
}

/** Approves a client where it is registered. Throws a `ContactError` if that is nowhere. */
export function approveClient(systems: readonly OpenSystem[], name: string): void {
  const tables = systems.map(({ database }) => database.table(createRegisteredClients))
  const found = [...new Set(tables)].flatMap((table) =>
    table.all.filter(({ netBiosName }) => netBiosName === name).map((client) => ({ table, client })),
  )
  if (found.length === 0) throw new ContactError(`${name} is registered at no site, and cannot be approved`)
  for (const { table, client } of found) table.add({ ...client, approved: true })
}

/**
 * Closes the listeners of a host, or the one for a protocol, for another program to open their ports. Throws a `FaultError`
 * when the host has none.
 */
export async function replaceHost(
  hosts: readonly Host[],
  names: NameService,
  called: string,
  protocol?: TcpProtocol,
): Promise<void> {
  await breakHost(hosts, names, called, 'not-listening', protocol)
  names.replace(hostNamed(hosts, called))
}

/**
 * Without a protocol a fault is that of the web server where there is one and it can have such a fault: the share of the
 * same system goes on.
 */
function listenersFor(
  host: Host,
  fault: Fault | RevocationListFault,
  protocol?: TcpProtocol,
): readonly HostListener[] {
  const { name, listeners } = host
  if (protocol === undefined) {
    const web = listeners.filter(isWebListener)
    const ofAnother = isFaultOf(fault, 'SMB', 'LDAP', 'name service', 'PXE', 'RADIUS', 'datagram')
    return web.length > 0 && !ofAnother ? web : listeners
  }
  const speaking = listeners.filter((listener) => listener.protocol === protocol)
  if (speaking.length === 0) throw new FaultError(`${name} has no port for ${protocol.toUpperCase()}`)
  return speaking
}

export async function repairHost(hosts: readonly Host[], names: NameService, called: string): Promise<void> {
  await repair(hostNamed(hosts, called), names)
}

async function repair(host: Host, names: NameService): Promise<void> {
  names.repair(host)
  await Promise.all(host.listeners.map((listener) => listener.repair()))
}

function hostNamed(hosts: readonly Host[], called: string): Host {
  const host = hosts.find((candidate) => isCalled(candidate, called))
  if (!host)
    throw new FaultError(
      lackOf(
        'site system',
        called,
        hosts.map(({ name }) => name),
      ),
    )
  return host
}

/** The holder whose certificates the authority revokes. */
export type Revoked = (
  | {
      /** Name of a client. */
      client: string
    }
  | {
      /** Name or FQDN of a site system. */
      system: string
    }
) & {
  /** Every machine fetches the new list at the next handshake (`drop`, the default), or keeps its own until it expires. */
  cachedLists?: 'drop' | 'keep'
}

const checkRevoked: (revoked: Revoked) => void = optionsOf<
  Partial<Record<'client' | 'system', string>> & Pick<Revoked, 'cachedLists'>
>(
  'revoke',
  { client: z.string(), system: z.string(), cachedLists: z.enum(['drop', 'keep']) },
  { what: 'a client or a site system', remedy: 'give { client } or { system }' },
)

/** Revokes every certificate in a client's store, or the one of a site system. */
export function revokeCertificates(hierarchy: Hierarchy, pki: Pki, revoked: Revoked): void {
  checkRevoked(revoked)
  if ('client' in revoked) {
    const client = clientNamed(hierarchy, revoked.client)
    if (!client) throw new FaultError(lackOf('client', revoked.client, clientNames(hierarchy)))
    for (const recipe of client.certificates) revoke(pki, { purpose: 'client', fqdn: client.fqdn, recipe })
    return
  }
  const { system } = siteSystemNamed(hierarchy, revoked.system) ?? {}
  if (!system) throw new FaultError(lackOf('site system', revoked.system, systemNames(hierarchy)))
  revoke(pki, { purpose: 'server', fqdn: system.fqdn, recipe: system.listen.certificate ?? 'good' })
}

function revoke(pki: Pki, issued: Issued): void {
  try {
    pki.revoke(issued)
  } catch (error) {
    throw error instanceof PkiFileError ? new FaultError(error.message) : error
  }
}

/**
 * Switches a primary site to the other mode, its secondary sites with it: closes the web listeners of their systems, and
 * opens those that the mode requires, without the old faults. Clients are not informed. Throws a `SiteModeError` when the
 * order of the hierarchy forbids it; if a port cannot be opened, nothing changes. Resolves to the sites that changed.
 */
export async function switchSiteMode(
  context: OpenContext,
  systems: readonly OpenSystem[],
  code: string,
  mode: SiteMode,
): Promise<readonly Site[]> {
  const primary = primaryNamed(context.hierarchy, code)
  if (primary.mode === mode) return []
  const obstacle = siteToChangeFirst(context.hierarchy, primary.code, mode)
  if (obstacle) {
    throw new SiteModeError(
      `site ${primary.code} cannot go into ${mode} mode before site ${obstacle.site} does: ${obstacle.why}`,
    )
  }
  const sites = context.hierarchy.sites.filter((site) => primaryCodeOf(site) === primary.code)
  const concerned = systems.filter(({ site }) => sites.includes(site))
  const before = primary.mode
  setMode(sites, mode)
  // All have ended, well or not, before any port is opened again.
  const reopened = await Promise.allSettled(concerned.map((system) => reopenWebPorts(context, system)))
  const failed = reopened.find((one) => one.status === 'rejected')
  if (failed) {
    setMode(sites, before)
    await Promise.all(concerned.map((system) => reopenWebPorts(context, system)))
    throw failed.reason
  }
  for (const site of sites) context.switchedAt.set(site.code, context.clock.moment())
  return sites
}

function setMode(sites: readonly Site[], mode: SiteMode): void {
  for (const site of sites) site.mode = mode
}

function primaryNamed({ sites }: Hierarchy, code: string): Site {
  const site = sites.find((known) => known.code === code.toUpperCase())
  if (!site)
    throw new SiteModeError(
      lackOf(
        'site',
        code,
        sites.map((known) => known.code),
      ),
    )
  if (site.kind === 'primary') return site
  throw new SiteModeError(
    `site ${site.code} is a secondary site, and has the mode of its primary ${primaryCodeOf(site)}`,
  )
}
