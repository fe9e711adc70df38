import type { OpenPort } from '../client/network.ts'
import type { EndEvidence } from '../evidence/end-evidence.ts'
import { otherProgram } from '../evidence/witness.ts'
import { isWebProtocol, type LookupProtocol, type Protocol } from '../vocabulary/network.ts'
import type { Listener } from '../net/listener.ts'
import type { WebListener } from '../points/listener/listener.ts'
import type { NameFault } from '../vocabulary/fault.ts'
import type { Closable } from '../net/open-together.ts'
import type { Addresses } from './addresses.ts'

/** A machine of the hierarchy: a site system, or the point that publishes the revocation lists. */
export interface Host {
  name: string
  fqdn: string
  address: string
  listeners: readonly HostListener[]
}

export interface HostListener
  extends Listener, Partial<Pick<WebListener, 'ready' | 'renew' | 'acceptableAuthorities'>> {
  /** As the site configures it; the open port differs where all systems share one address. */
  configuredPort: number
  protocol: Protocol | LookupProtocol
}

export function isWebListener({ protocol }: HostListener): boolean {
  return isWebProtocol(protocol)
}

/** The hierarchy's own DNS, and what stands behind its names. It can be broken for some names. */
export interface NameService extends Closable {
  /** The address; undefined when nothing has this name. */
  resolve(fqdn: string): string | undefined
  /** Where to connect for a configured port. */
  openPort(fqdn: string, port: number): OpenPort
  /** The configured port of a host's service; 0 if it has none. */
  servicePort(fqdn: string, protocol: Protocol): number
  /** What is known of the other end when a client could not connect to a port: nobody saw it there. */
  refuses(fqdn: string, port: number): EndEvidence | null
  /** Whether listeners of the hierarchy alone are at the address that a connection goes to. */
  isOurs(fqdn: string, port: number): boolean
  /** The authorities to which the listener that a connection would reach keeps its clients; empty: any. */
  acceptableAuthorities(fqdn: string, port: number): readonly string[]
  /** Lets the listener that a connection would reach prepare its certificate. */
  ready(fqdn: string, port: number): Promise<void>
  /**
   * `name-not-resolved`: the name is unknown. `wrong-name-resolved`: it leads to another's address. `no-route`: to one that
   * cannot be reached.
   */
  break(host: Host, fault: NameFault): void
  /** Another program answers at the host's address, on every port where none of its listeners is open. */
  replace(host: Host): void
  repair(host: Host): void
  /** Adds hosts once all have opened; listeners look names up only later. */
  add(hosts: readonly Host[]): void
  /** Every name is unknown from then on. */
  close(): Promise<void>
}

/**
 * The broadcast address of the loopback network: nobody can connect there, and nothing that is sent there leaves the
 * machine.
 */
const unreachable = '127.255.255.255'

/** The host that a broken name leads to. */
const ledTo: Readonly<Record<NameFault, (hosts: readonly Host[], host: Host) => Host | undefined>> = {
  'name-not-resolved': () => undefined,
  'wrong-name-resolved': nextHost,
  'no-route': (_hosts, host) => ({ ...host, address: unreachable, listeners: [] }),
}

export function createNameService({ closedPort }: Pick<Addresses, 'closedPort'>): NameService {
  const hosts: Host[] = []
  const byName = new Map<string, Host>()
  const broken = new Map<Host, NameFault>()
  const replaced = new Set<Host>()
  let closed = false

  function find(fqdn: string): Host | undefined {
    const host = byName.get(fqdn.toLowerCase())
    const fault = host && broken.get(host)
    return fault ? ledTo[fault](hosts, host) : host
  }
  const isReplaced = (host: Host, port: number): boolean =>
    replaced.has(host) && listenerOf(host, port)?.refuses() !== null
  const listenerOf = (host: Host | undefined, port: number) =>
    host?.listeners.find(({ configuredPort }) => configuredPort === port)

  return {
    resolve: (fqdn) => (closed ? undefined : find(fqdn)?.address),
    openPort(fqdn, port) {
      const host = find(fqdn)
      // Without an address there is no port to look up; connecting will report the unknown name.
      if (closedPort === null || !host) return { port, inUrl: port }
      const open = listenerOf(host, port)?.port
      return open === undefined ? { port: closedPort, inUrl: port } : { port: open, inUrl: open }
    },
    servicePort: (fqdn, protocol) =>
      find(fqdn)?.listeners.find((listener) => listener.protocol === protocol)?.configuredPort ?? 0,
    refuses(fqdn, port) {
      const host = find(fqdn)
      const listener = listenerOf(host, port)
      if (host && isReplaced(host, port)) {
        return {
          stage: 'connect',
          code: otherProgram,
          message: `another program answers for ${host.fqdn}, and no listener of the hierarchy sees its connections`,
          witnessed: false,
        }
      }
      if (host?.address === unreachable) {
        const message = `there is no route to the address of ${host.fqdn}`
        return { stage: 'connect', code: 'NO_ROUTE', message, witnessed: false }
      }
      if (host && host !== byName.get(fqdn.toLowerCase())) {
        return {
          stage: 'connect',
          code: 'OTHER_NAME_ASKED',
          message: `this is the address of ${host.fqdn}, not of ${fqdn}`,
          witnessed: false,
        }
      }
      if (listener || !host) return listener?.refuses() ?? null
      const message = `${fqdn} has no service on port ${port}`
      return { stage: 'connect', code: 'NOT_LISTENING', message, witnessed: false }
    },
    isOurs(fqdn, port) {
      const host = find(fqdn)
      return host !== undefined && host.address !== unreachable && !isReplaced(host, port)
    },
    acceptableAuthorities(fqdn, port) {
      const host = find(fqdn)
      return host && replaced.has(host) ? [] : (listenerOf(host, port)?.acceptableAuthorities?.() ?? [])
    },
    ready: async (fqdn, port) => listenerOf(find(fqdn), port)?.ready?.(),
    break: (host, fault) => void broken.set(host, fault),
    replace: (host) => void replaced.add(host),
    repair(host) {
      broken.delete(host)
      replaced.delete(host)
    },
    add(opened) {
      hosts.push(...opened)
      for (const host of opened) byName.set(host.fqdn.toLowerCase(), host)
    },
    close() {
      closed = true
      return Promise.resolve()
    },
  }
}

/** The next listening host in the order of the hierarchy's description. */
function nextHost(hosts: readonly Host[], host: Host): Host | undefined {
  const others = hosts.filter((other) => other === host || other.listeners.length > 0)
  return others[(others.indexOf(host) + 1) % others.length]
}
