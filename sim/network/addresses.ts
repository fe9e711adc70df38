import { createServer } from 'node:net'
import { EnvironmentError } from '../errors.ts'
import { mostClients, mostHosts } from '../vocabulary/network.ts'
import { holdClosedPort } from './closed-port.ts'

/** Addresses for a run's site systems and clients: `own` for each, or the one `shared` where the platform has no others. */
export interface Addresses {
  kind: 'own' | 'shared'
  /** An address of the run that no system or client gets. */
  spare: string
  /** The port in place of those that a system did not open; null where each system has its own ports. */
  closedPort: number | null
  nextSystem(): string
  nextClient(): string
  /** Releases the addresses to other runs. */
  close(): Promise<void>
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
export async function reserveAddresses(): Promise<Addresses> {
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

/** For a platform that has only 127.0.0.1: ports tell the systems apart. */
export async function sharedAddress(): Promise<Addresses> {
  const { port: closedPort, close } = await holdClosedPort()
  const address = (): string => '127.0.0.1'
  return { kind: 'shared', spare: address(), closedPort, nextSystem: address, nextClient: address, close }
}

function ownAddresses(block: number, close: () => Promise<void>): Addresses {
  return {
    kind: 'own',
    spare: guardAddress(block),
    closedPort: null,
    nextSystem: counter(block, systemsFrom, mostHosts),
    nextClient: counter(block, clientsFrom, mostClients),
    close,
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
