import * as z from 'zod'
import type { LookupFunction } from 'node:net'
import { writePki, type PkiContents } from '../../certs/pki-directory.ts'
import type { Credential } from '../../certs/credential.ts'
import type { Pki } from '../../certs/pki.ts'
import { lookupBy } from '../client/transports/connector.ts'
import { ContactError, followedBy, NoConnectionError } from '../errors.ts'
import { foreignConnection, keptForeign, type ForeignConnection } from '../evidence/foreign-connection.ts'
import type { ClosedConnection } from '../evidence/server-view.ts'
import { clientNames, lackOf, systemNames } from '../model/check/unknown-names.ts'
import type { Hierarchy } from '../model/hierarchy.ts'
import { clientNamed, everyClient } from '../model/populations.ts'
import { siteSystemNamed } from '../model/sites.ts'
import { optionsOf, valueOf } from '../model/source/options.ts'
import { certificateRecipes, type CertificateRecipe } from '../vocabulary/certificate.ts'
import { isCalled } from '../vocabulary/network.ts'
import { siteModes } from '../vocabulary/site-mode.ts'
import { revokeFromTheStart, type RevocationCheckers } from './hierarchy-pki.ts'
import type { Host, NameService } from './name-service.ts'

/** A certificate as Node's `tls`, `https` and undici take it, all PEM: spread it into their options. */
export interface TlsCredential {
  /** The root, which its holder trusts. */
  ca: string
  /** The certificate, and the authorities that its holder sends after it. */
  cert: string
  /** Absent where the recipe says so, `no-private-key`. */
  key?: string
}

/**
 * Certificates and keys of a running hierarchy, for a client of your own. All are as their holders have them now: TLS libraries
 * go by the machine's clock, so certificates are dated back by as much as the simulation's is ahead. Take them again after
 * `advance`. Throws a `PkiFileError` for what the directory of the option `pki` does not have.
 */
export interface RunningPki {
  /** PEM of the root, which is to be trusted, and of the authority below it, which servers send along. */
  authorities(): Promise<{
    /** PEM, self-signed. */
    root: string
    /** PEM, signed by the root. */
    issuing: string
  }>
  /** PEM of the published lists: `root`, `issuing`, and those of further authorities. */
  revocationLists(): Promise<
    {
      /** Whose list it is. */
      name: string
      /** The list itself. */
      pem: string
    }[]
  >
  /**
   * The first certificate of a client of the hierarchy, by the recipe in its `certificate`. Throws a `ContactError` where the
   * hierarchy has no such client, or the client no certificate.
   */
  client(name: string): Promise<TlsCredential>
  /** The certificate of a site system, by its name or FQDN, for a server of your own in its place. Throws a `ContactError`. */
  system(name: string): Promise<TlsCredential>
  /** A client's certificate by any recipe, for a computer of this name; the hierarchy need not have it. */
  issue(name: string, recipe: CertificateRecipe): Promise<TlsCredential>
  /** Writes the files of `sitemode certs`, for programs that read files. Throws an `EnvironmentError`. */
  write(directory: string): Promise<void>
}

/** Which connection to wait for, and for how long. */
export interface NextConnectionOptions {
  /** Name or FQDN of the host that it went to; any by default. */
  system?: string
  /** Milliseconds until the promise is rejected; 10,000 by default. */
  timeout?: number
}

const checkNext = optionsOf<NextConnectionOptions>('nextConnection', {
  system: z.string(),
  timeout: z.number().positive(),
})

const checkRecipe = valueOf<CertificateRecipe>('issue', z.enum(certificateRecipes), {
  what: 'a recipe',
  remedy: 'name one: good',
})

/** Everything of a running hierarchy that a client of your own needs. */
export interface ForOwnClients {
  /** Certificates and keys to be a client of the hierarchy with. */
  readonly pki: RunningPki
  /** The `lookup` option of Node's clients, with the names of the hierarchy and no others. */
  readonly lookup: LookupFunction
  /**
   * The latest thousand connections that no simulated client made, in the order in which they ended, each with the
   * diagnosis from the server's end alone. Their ids count on, so that the first id tells how many are gone.
   */
  readonly connections: readonly ForeignConnection[]
  /**
   * The next of `connections`, each of which is handed out once: it may have ended before the call, or ends after it, so
   * that a test cannot miss it. Rejects with a `NoConnectionError` when none does in time, or the hierarchy is closed.
   */
  nextConnection(options?: NextConnectionOptions): Promise<ForeignConnection>
}

/** The parts of an open hierarchy that all this is made of. */
interface Parts {
  hierarchy: Hierarchy
  pki: Pki
  revocation: Pick<RevocationCheckers, 'forget'>
  names: Pick<NameService, 'resolve'>
  foreign: ForeignConnections
}

export function forOwnClients(parts: Parts, hosts: readonly Host[]): ForOwnClients {
  const { foreign, names } = parts
  return {
    pki: runningPki(parts),
    lookup: lookupBy(names.resolve),
    connections: foreign.latest,
    async nextConnection(given = {}) {
      checkNext(given)
      const { system: called, ...options } = given
      const host = called === undefined ? undefined : hosts.find((one) => isCalled(one, called))
      if (called !== undefined && !host)
        throw new ContactError(
          lackOf(
            'host',
            called,
            hosts.map(({ name }) => name),
          ),
        )
      return foreign.next({ ...options, ...(host && { system: host.fqdn }) })
    },
  }
}

/** The certificates that a hierarchy's holders have. */
export function pkiContents({ sites, ...hierarchy }: Hierarchy): PkiContents {
  return {
    systems: sites
      .flatMap(({ systems }) => systems)
      .map(({ name, fqdn, listen }) => ({ name, fqdn, recipe: listen.certificate ?? ('good' as const) })),
    clients: [...everyClient({ sites, ...hierarchy })]
      .filter(({ certificates }) => certificates.length > 0)
      .map(({ name, fqdn, certificates }) => ({ name, fqdn, recipes: certificates })),
    sites: sites
      .filter(({ kind, mode }) => kind === 'primary' && siteModes[mode].signedPolicies)
      .map(({ code }) => code),
  }
}

function runningPki({ hierarchy, pki, revocation }: Parts): RunningPki {
  async function withRoot(obtained: Promise<Credential>): Promise<TlsCredential> {
    const [{ root: ca }, { certificate: cert, key }] = await Promise.all([pki.authorities(), obtained])
    return { ca, cert, ...(key !== undefined && { key }) }
  }
  return {
    authorities: pki.authorities,
    revocationLists: pki.crls,
    async client(name) {
      const client = clientNamed(hierarchy, name)
      if (!client)
        throw new ContactError(
          followedBy(lackOf('client', name, clientNames(hierarchy)), 'for others there is pki.issue'),
        )
      const [recipe] = client.certificates
      if (!recipe) throw new ContactError(`${name} has no certificate; pki.issue gives it one`)
      return withRoot(pki.client(client, recipe))
    },
    async system(name) {
      const { system } = siteSystemNamed(hierarchy, name) ?? {}
      if (!system) throw new ContactError(lackOf('site system', name, systemNames(hierarchy)))
      return withRoot(pki.webServer(system, system.listen.certificate ?? 'good'))
    },
    async issue(name, recipe) {
      checkRecipe(recipe)
      const fqdn = `${name}.${hierarchy.domain}`
      if (recipe === 'revoked') revokeFromTheStart(fqdn, pki, revocation)
      return withRoot(pki.client({ name, fqdn }, recipe))
    },
    write: (directory) => writePki(pki, directory, pkiContents(hierarchy)),
  }
}

/** The connections that no simulated client made. */
export interface ForeignConnections {
  readonly latest: readonly ForeignConnection[]
  add(closed: ClosedConnection, at: string): ForeignConnection
  next(options?: NextConnectionOptions): Promise<ForeignConnection>
  /** Rejects everybody who waits. */
  close(): Promise<void>
}

interface Waiting {
  wants(connection: ForeignConnection): boolean
  take(connection: ForeignConnection): void
  giveUp(why: string): void
}

/** Keeps the latest, and hands each of them out once. */
export function createForeignConnections(): ForeignConnections {
  const latest: ForeignConnection[] = []
  const taken = new WeakSet<ForeignConnection>()
  const waiting = new Set<Waiting>()
  let count = 0
  let closed = false

  return {
    latest,
    add(over, at) {
      count += 1
      const connection = foreignConnection(over, `c${count}`, at)
      latest.push(connection)
      if (latest.length > keptForeign) latest.shift()
      const first = [...waiting].find(({ wants }) => wants(connection))
      if (first) {
        taken.add(connection)
        first.take(connection)
      }
      return connection
    },
    next({ system, timeout = 10_000 } = {}) {
      const wants = ({ system: fqdn }: ForeignConnection): boolean => system === undefined || fqdn === system
      return new Promise((resolve, reject) => {
        const found = latest.find((connection) => !taken.has(connection) && wants(connection))
        if (found) {
          taken.add(found)
          resolve(found)
          return
        }
        const stopWaiting = (): void => {
          clearTimeout(timer)
          waiting.delete(one)
        }
        const one: Waiting = {
          wants,
          take(connection) {
            stopWaiting()
            resolve(connection)
          },
          giveUp(why) {
            stopWaiting()
            reject(new NoConnectionError(why))
          },
        }
        const timer = setTimeout(() => one.giveUp(inTime(timeout, system)), timeout)
        if (closed) one.giveUp(ended)
        else waiting.add(one)
      })
    },
    close() {
      closed = true
      for (const { giveUp } of waiting) giveUp(ended)
      return Promise.resolve()
    },
  }
}

const ended = 'the hierarchy was closed, and no further connection comes'

function inTime(timeout: number, system: string | undefined): string {
  const where = system === undefined ? 'to the hierarchy' : `to ${system}`
  return (
    `no connection ${where} ended within ${timeout} ms that was not handed out before; ` +
    'one that is kept alive has not ended: close the client, or its agent'
  )
}
