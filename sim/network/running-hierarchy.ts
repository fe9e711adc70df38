/// <reference lib="esnext.disposable" preserve="true" />
import { createSimulatedClient, type SimulatedClient } from '../client/simulated-client.ts'
import type { Surroundings } from '../client/surroundings.ts'
import type { Attempt } from '../evidence/attempt.ts'
import { createRecorder } from '../evidence/recorder.ts'
import type { Client, Hierarchy } from '../model/hierarchy.ts'
import { reserveAddresses, sharedAddress, type Addresses } from './addresses.ts'
import { hierarchyPki, readAll } from './hierarchy-pki.ts'
import type { OpenOptions } from './open-options.ts'
import { closeSystem, openSystems, type OpenSystem } from './open-systems.ts'

export type { ContactOptions } from '../client/contact-options.ts'
export { ContactError } from '../client/contact-error.ts'
export type { NewLocation, SimulatedClient } from '../client/simulated-client.ts'
export type { OpenOptions } from './open-options.ts'

/** A hierarchy whose site systems listen. Close it, or declare it with `await using`. */
export interface RunningHierarchy extends AsyncDisposable {
  readonly hierarchy: Hierarchy
  readonly systems: readonly RunningSystem[]
  /** Every attempt so far, in the order in which they ended. */
  readonly attempts: readonly Attempt[]
  /** A client of the hierarchy by its name. */
  client(name: string): SimulatedClient
  /** One more client, which the hierarchy's file does not name. */
  addClient(client: Client): SimulatedClient
  close(): Promise<void>
}

/** As `serve --json` prints it. */
export interface RunningSystem {
  name: string
  fqdn: string
  site: string
  roles: string[]
  address: string
  urls: string[]
}

/** Puts a hierarchy on loopback. Throws an `EnvironmentError` when the machine does not let it. */
export async function openHierarchy(
  hierarchy: Hierarchy,
  options: OpenOptions = {},
): Promise<RunningHierarchy> {
  const now = options.now ?? (() => new Date())
  const pki = hierarchyPki(hierarchy, now, options)
  if (options.pki !== undefined) await readAll(pki, hierarchy)
  const recorder = createRecorder(options.firstAttempt)
  const addresses = options.addresses === 'shared' ? sharedAddress() : await reserveAddresses()
  const systems = await openSystems(hierarchy, addresses, recorder, pki).catch(async (error: unknown) => {
    await addresses.release()
    throw error
  })
  const surroundings = surroundingsOf(systems, addresses)
  const addClient = (client: Client): SimulatedClient =>
    createSimulatedClient(client, {
      ...surroundings,
      // The addresses may by then be another run's.
      resolve: (fqdn) => (closed ? undefined : surroundings.resolve(fqdn)),
      hierarchy,
      recorder,
      now,
      pki,
      sourceAddress: addresses.nextClient(),
    })
  const described = new Map(hierarchy.clients.map((client) => [client.name, client]))
  const clients = new Map<string, SimulatedClient>()
  let closed = false

  const close = once(async () => {
    closed = true
    await Promise.all(systems.map(closeSystem))
    recorder.end()
    await addresses.release()
  })

  return {
    hierarchy,
    systems: systems.map(describe),
    attempts: recorder.attempts,
    client(name) {
      const known = clients.get(name)
      if (known) return known
      const one = described.get(name)
      if (!one) throw new RangeError(`the hierarchy has no client ${name}`)
      const client = addClient(one)
      clients.set(name, client)
      return client
    },
    addClient,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function surroundingsOf(
  systems: readonly OpenSystem[],
  addresses: Addresses,
): Pick<Surroundings, 'resolve' | 'openPort'> {
  const byName = new Map(systems.map((open) => [open.system.fqdn.toLowerCase(), open]))
  return {
    resolve: (fqdn) => byName.get(fqdn.toLowerCase())?.address,
    openPort(fqdn, port) {
      if (addresses.kind === 'own') return port
      return byName.get(fqdn.toLowerCase())?.listeners.find(({ binding }) => binding.port === port)?.port
    },
  }
}

function describe({ site, system, address, listeners }: OpenSystem): RunningSystem {
  const { name, fqdn, roles } = system
  const urls = listeners.map(({ binding, port }) => `${binding.protocol}://${fqdn}:${port}`)
  return { name, fqdn, site: site.code, roles: [...roles], address, urls }
}

function once<T>(act: () => Promise<T>): () => Promise<T> {
  let done: Promise<T> | undefined
  return () => (done ??= act())
}
