import { createServer } from 'node:net'
import { EnvironmentError } from '../errors.ts'
import type { Hierarchy, Site } from '../model/hierarchy.ts'
import { defaultServicePorts } from '../model/schema/hierarchy-file.ts'
import { defaultOtherPorts, defaultPorts } from '../model/schema/site-file.ts'
import { bindUdp } from '../net/udp-server.ts'
import type { Basis } from '../vocabulary/basis.ts'
import { keysOf } from '../vocabulary/keys-of.ts'
import { webProtocols, type ServicePorts } from '../vocabulary/network.ts'
import type { Addresses } from './addresses.ts'
import type { OpenOptions } from './open-context.ts'

type PortOptions = Pick<OpenOptions, 'addresses' | 'ports' | 'pki' | 'onPortTaken'>

/**
 * The hierarchy with the ports that are to be opened. A port that the file states stays as it is, and so does any other
 * that was asked for; opening it fails if it is taken.
 */
export async function withOpenablePorts(
  hierarchy: Hierarchy,
  { kind, spare }: Pick<Addresses, 'kind' | 'spare'>,
  options: PortOptions,
): Promise<Hierarchy> {
  // Addresses say then which ports are opened.
  if (kind === 'shared') return hierarchy
  if (options.ports === 'product') return withProductPorts(hierarchy)
  return typeof options.addresses === 'object' ? hierarchy : withFreePorts(hierarchy, spare, options)
}

/**
 * Ours with the product's own; those that are the product's already are left out. The revocation lists stay where
 * certificates that were written before name them.
 */
const productPorts = {
  services: [
    [defaultServicePorts.ldap, 389],
    [defaultServicePorts.dns, 53],
    [defaultServicePorts.wins, 137],
  ],
  sites: [
    [defaultPorts.http, 80],
    [defaultPorts.https, 443],
    [defaultOtherPorts.smb, 445],
    [defaultOtherPorts.dhcp, 67],
    [defaultOtherPorts.tftp, 69],
  ],
} as const

function withProductPorts(hierarchy: Hierarchy): Hierarchy {
  const instead = (group: keyof typeof productPorts): Map<number, number> =>
    new Map(productPorts[group].filter(([ours]) => !hierarchy.statedPorts[group].includes(ours)))
  return withPorts(hierarchy, instead('services'), instead('sites'))
}

/**
 * The hierarchy with other ports in place of the defaults that another program has on every address, such as 18080 for
 * 8080. Among the sites all uses of a number change together, also where it is not opened: what is published stays true,
 * and no client reaches that program.
 */
async function withFreePorts(
  hierarchy: Hierarchy,
  spare: string,
  { pki, onPortTaken }: PortOptions,
): Promise<Hierarchy> {
  const { servicePorts, sites, statedPorts } = hierarchy
  // Certificates that are written already name the port of the revocation lists.
  const inCertificates = pki === undefined ? [] : [servicePorts.revocationLists]
  const statedOfServices = [...statedPorts.services, ...inCertificates]
  // In turn, since both may have one number, and each opens it in order to try it.
  const ofServices = await portsInstead(portsOfServices(servicePorts), statedOfServices, spare)
  const ofSites = await portsInstead(portsOfSites(sites), statedPorts.sites, spare)
  for (const [port, instead] of new Map([...ofServices, ...ofSites])) onPortTaken?.(port, instead)
  return withPorts(hierarchy, ofServices, ofSites)
}

function withPorts(
  hierarchy: Hierarchy,
  ofServices: ReadonlyMap<number, number>,
  ofSites: ReadonlyMap<number, number>,
): Hierarchy {
  const { servicePorts, sites } = hierarchy
  return {
    ...hierarchy,
    servicePorts: exchanged(servicePorts, ofServices),
    sites: sites.map((site) => ({
      ...site,
      ports: exchanged(site.ports, ofSites),
      softwareUpdatePorts: exchanged(site.softwareUpdatePorts, ofSites),
      otherPorts: exchanged(site.otherPorts, ofSites),
    })),
  }
}

type Transport = 'tcp' | 'udp'

/** Port numbers, with the transports that each is opened for. */
type UsedPorts = ReadonlyMap<number, ReadonlySet<Transport>>

const transportsOfServices: Readonly<Record<keyof ServicePorts, readonly Transport[]>> = {
  ldap: ['tcp'],
  dns: ['udp', 'tcp'],
  wins: ['udp'],
  revocationLists: ['tcp'],
}

const transportsOfOthers: Readonly<Record<keyof Site['otherPorts'], Transport>> = {
  smb: 'tcp',
  dhcp: 'udp',
  binl: 'udp',
  tftp: 'udp',
  radius: 'udp',
}

function portsOfServices(ports: ServicePorts): UsedPorts {
  return collected(
    keysOf(ports).flatMap((service) =>
      transportsOfServices[service].map((transport) => [ports[service], transport] as const),
    ),
  )
}

function portsOfSites(sites: readonly Site[]): UsedPorts {
  return collected(
    sites.flatMap(({ ports, softwareUpdatePorts, otherPorts }) => [
      ...[ports, softwareUpdatePorts].flatMap((pair) =>
        webProtocols.map((protocol) => [pair[protocol], 'tcp'] as const),
      ),
      ...keysOf(otherPorts).map((service) => [otherPorts[service], transportsOfOthers[service]] as const),
    ]),
  )
}

function collected(uses: readonly (readonly [port: number, transport: Transport])[]): UsedPorts {
  const used = new Map<number, Set<Transport>>()
  for (const [port, transport] of uses) used.set(port, (used.get(port) ?? new Set()).add(transport))
  return used
}

/** Between a port and the one that is tried in its place: numbers that one recognises. */
const step = 10_000
const highestPort = 65_535

/** The ports that are taken and not stated, each with a free one. */
async function portsInstead(
  used: UsedPorts,
  stated: readonly number[],
  address: string,
): Promise<ReadonlyMap<number, number>> {
  const isFree = async (port: number, transports: ReadonlySet<Transport>): Promise<boolean> => {
    const tried = await Promise.all([...transports].map((transport) => canOpen[transport](address, port)))
    return tried.every(Boolean)
  }
  const movable = [...used].filter(([port]) => !stated.includes(port))
  const pairs = await Promise.all(
    movable.map(async ([port, transports]) => {
      for (let other = port; other <= highestPort; other += step) {
        const isTaken = other !== port && used.has(other)
        if (!isTaken && (await isFree(other, transports))) return [port, other] as const
      }
      throw new EnvironmentError(
        `other programs have port ${port} of every address, and each that would be opened in its place; end one of ` +
          `them, or state another port in the hierarchy file`,
      )
    }),
  )
  return new Map(pairs.filter(([port, other]) => other !== port))
}

function exchanged<Name extends string>(
  ports: Readonly<Record<Name, number>>,
  instead: ReadonlyMap<number, number>,
): Record<Name, number> {
  const others: Record<Name, number> = { ...ports }
  for (const name of keysOf(ports)) others[name] = instead.get(ports[name]) ?? ports[name]
  return others
}

/** Whether a port of an address can be opened. Only one that another program has counts as taken. */
const canOpen: Readonly<Record<Transport, (address: string, port: number) => Promise<boolean>>> = {
  tcp: (host, port) =>
    new Promise((resolve) => {
      const server = createServer()
      server.once('error', (error) => resolve(!isInUse(error)))
      server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(true)))
    }),
  async udp(address, port) {
    try {
      const socket = await bindUdp(address, port)
      await new Promise<void>((closed) => socket.close(closed))
      return true
    } catch (error) {
      return !isInUse(error)
    }
  },
}

function isInUse(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'EADDRINUSE'
}

export const basis: readonly Basis[] = [
  {
    certainty: 'our choice',
    about:
      'the ports that are opened in place of defaults that another program has: 10,000 above them, or more',
  },
]
