import { createServer } from 'node:net'
import { EnvironmentError } from '../errors.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { isLoopbackBlock, mostClients, mostHosts, otherHosts } from '../vocabulary/network.ts'
import { holdClosedPort } from './closed-port.ts'

/** Addresses for a run's site systems and clients: `own` for each, or the one `shared` where the platform has no others. */
export interface Addresses {
  kind: 'own' | 'shared'
  /** An address of the run that no system or client gets. */
  spare: string
  /** The port in place of those that a system did not open; null where each system has its own ports. */
  closedPort: number | null
  /** The address of a host; the next one where it has none yet. */
  ofHost(fqdn: string): string
  nextClient(): string
  /** The port to open for the one that is configured; 0 where the machine chooses. */
  portFor(fqdn: string, configured: number): number
  /** The setting that moves a port to another, where it is not the one of the hierarchy file. */
  portSetting: string | null
  /** Releases the addresses to other runs. */
  close(): Promise<void>
}

/**
 * Addresses and ports that are the same at each start: those of the block 127.N.0.0/16, or 127.0.0.1 with consecutive
 * ports from the first one on.
 */
export type FixedAddresses =
  | {
      /** The N, from 1 to 254. */
      block: number
    }
  | {
      /** 1 to 65535; each listener takes the next one. */
      firstPort: number
    }

/** Addresses as asked for. Throws an `EnvironmentError` when the machine does not have them, or another run does. */
export function addressesFor(wanted: 'own' | 'shared' | FixedAddresses): Promise<Addresses> {
  if (wanted === 'own') return reserveAddresses()
  if (wanted === 'shared') return sharedAddress()
  return 'block' in wanted ? reserveBlock(wanted.block) : sharedAddress(wanted.firstPort)
}

/** The FQDN of every host, in the order in which they get their addresses. */
export function hostNames({ domain, sites }: Pick<Hierarchy, 'domain' | 'sites'>): string[] {
  return [
    ...sites.flatMap(({ systems }) => systems.map(({ fqdn }) => fqdn)),
    ...[...otherHosts.keys()].map((name) => `${name}.${domain}`),
  ]
}

/** Where each host will be, without reserving anything. */
export function fixedHosts(
  hierarchy: Pick<Hierarchy, 'domain' | 'sites'>,
  fixed: FixedAddresses,
): { fqdn: string; address: string }[] {
  const addressOf = 'block' in fixed ? hostAddresses(fixed.block) : () => onlyAddress
  return hostNames(hierarchy).map((fqdn) => ({ fqdn, address: addressOf(fqdn) }))
}

/** Blocks are 127.16.0.0/16 to 127.239.0.0/16: clear of what resolvers and /etc/hosts use below 127.1. */
const firstBlock = 16
const blockCount = 224

/** A run holds its block by listening on this port of the block's first address until it closes. */
const guardPort = 2007

function guardAddress(block: number): string {
  return `127.${block}.0.1`
}

/** Third byte of the first address of systems, and of clients. */
const systemsFrom = 1
const clientsFrom = 128

/** Reserves a block of 127.0.0.0/8 that no other run on this machine has. */
async function reserveAddresses(): Promise<Addresses> {
  const start = Math.floor(Math.random() * blockCount)
  for (let attempt = 0; attempt < blockCount; attempt++) {
    const block = firstBlock + ((start + attempt) % blockCount)
    const guard = await tryListen(guardAddress(block))
    if (guard === 'EADDRNOTAVAIL') return sharedAddress()
    if (typeof guard !== 'string') return ownAddresses(block, guard.close)
    if (guard !== 'EADDRINUSE')
      throw new EnvironmentError(`cannot open a listener on ${guardAddress(block)}: ${guard}`)
  }
  throw new EnvironmentError(
    `all ${blockCount} address blocks are taken: either that many runs are in progress, or another program listens ` +
      `on port ${guardPort} of every address; stop one of them`,
  )
}

/** Reserves the block 127.N.0.0/16, which the user has chosen. */
async function reserveBlock(block: number): Promise<Addresses> {
  if (!isLoopbackBlock(block)) throw new RangeError(`${block} is no block: 1 to 254`)
  const guard = await tryListen(guardAddress(block))
  if (typeof guard !== 'string') return ownAddresses(block, guard.close)
  const base = `127.${block}.0.0`
  const remedies: Record<string, string> = {
    EADDRINUSE:
      `another hierarchy has this block, or a program listens on ${guardAddress(block)}:${guardPort}; end it, or choose ` +
      `another block: no hierarchy takes one below 127.${firstBlock}.0.0 by itself`,
    EADDRNOTAVAIL: 'this machine has no address but 127.0.0.1; put everything there (--shared)',
  }
  throw new EnvironmentError(
    `cannot reserve ${base} (${guard}): ${remedies[guard] ?? 'choose another block'}`,
  )
}

const onlyAddress = '127.0.0.1'

/** For a platform that has only 127.0.0.1: ports tell the systems apart. Without a first port, the machine chooses all. */
async function sharedAddress(firstPort?: number): Promise<Addresses> {
  const { port: closedPort, close } = await holdClosedPort()
  const address = (): string => onlyAddress
  return {
    ...{ kind: 'shared', spare: onlyAddress, closedPort, ofHost: address, nextClient: address, close },
    portFor: firstPort === undefined ? () => 0 : consecutivePorts(firstPort),
    portSetting: firstPort === undefined ? null : 'the first port',
  }
}

const highestPort = 65_535

/** A number for each configured port of each host, in the order in which they are opened; what is opened again keeps its own. */
function consecutivePorts(first: number): Addresses['portFor'] {
  const given = new Map<string, number>()
  return (fqdn, configured) => {
    const key = `${fqdn} ${configured}`
    const port = given.get(key) ?? first + given.size
    if (port > highestPort)
      throw new EnvironmentError(
        `the ports from ${first} on are too few for this hierarchy; choose a lower first port`,
      )
    given.set(key, port)
    return port
  }
}

function ownAddresses(block: number, close: () => Promise<void>): Addresses {
  return {
    kind: 'own',
    spare: guardAddress(block),
    closedPort: null,
    ofHost: hostAddresses(block),
    nextClient: counter(block, clientsFrom, mostClients),
    portFor: (_fqdn, configured) => configured,
    portSetting: null,
    close,
  }
}

function hostAddresses(block: number): Addresses['ofHost'] {
  const next = counter(block, systemsFrom, mostHosts)
  const given = new Map<string, string>()
  return (fqdn) => {
    const address = given.get(fqdn) ?? next()
    given.set(fqdn, address)
    return address
  }
}

/** Addresses that have their third byte in common, without .0 and .255. */
const perThirdByte = 254

/** Counts from 127.block.from.1. */
function counter(block: number, from: number, most: number): () => string {
  let count = 0
  return () => {
    if (count >= most) throw new EnvironmentError(`a hierarchy has room for ${most} of these on one machine`)
    const third = from + Math.floor(count / perThirdByte)
    const address = `127.${block}.${third}.${1 + (count % perThirdByte)}`
    count += 1
    return address
  }
}

interface Guard {
  close(): Promise<void>
}

/** Resolves to the code of the error if the guard's port cannot be opened. */
async function tryListen(host: string): Promise<Guard | string> {
  const server = createServer((socket) => socket.destroy())
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port: guardPort, exclusive: true }, () =>
      resolve({ close: () => new Promise((done) => server.close(() => done())) }),
    )
  })
}
