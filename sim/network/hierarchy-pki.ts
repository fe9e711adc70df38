import { X509Certificate } from 'node:crypto'
import { get } from 'node:http'
import ipaddr from 'ipaddr.js'
import { defaultCacheDirectory } from '../../certs/cache.ts'
import { certificateFacts } from '../../certs/certificate-facts.ts'
import { createPki, type Pki } from '../../certs/pki.ts'
import { pkiFromDirectory } from '../../certs/pki-directory.ts'
import {
  createRevocationChecker,
  ForbiddenFetchError,
  type RevocationChecker,
} from '../../certs/revocation-checker.ts'
import { lackOfDescriptors } from '../descriptors.ts'
import type { ClientNetwork, Clock, OpenPort } from '../client/network.ts'
import { machineError, type EnvironmentError } from '../errors.ts'
import { lookupBy } from '../client/transports/connector.ts'
import { since, type ConnectionEnds } from '../evidence/connection.ts'
import { machineFaultsFromNow, type Recorder } from '../evidence/recorder.ts'
import type { RevocationListFetched } from '../evidence/recording/event.ts'
import { limits } from '../limits.ts'
import { awaitOther, type Patience } from '../net/other-end.ts'
import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import type { Client, Hierarchy } from '../model/hierarchy.ts'
import { everyClient } from '../model/populations.ts'
import { revocationListPointName } from '../vocabulary/network.ts'
import { directoriesOf } from '../points/points.ts'
import { bindingsOf } from '../points/web-server/bindings.ts'

/** The source of keys and certificates. */
export interface PkiOptions {
  /** Directory for keys and certificates; false for none. By default the user's cache directory. */
  cache?: string | false
  /** A directory that `sitemode certs` wrote, instead of certificates made for the run. */
  pki?: string
}

/** The PKI that a hierarchy runs with, and that `certs` writes. */
export function hierarchyPki(hierarchy: Hierarchy, clock: Clock, { cache, pki }: PkiOptions): Pki {
  if (pki !== undefined) return pkiFromDirectory(pki)
  const revokedServers = hierarchy.sites
    .flatMap(({ systems }) => systems)
    .filter(({ listen }) => listen.certificate === 'revoked')
  const revokedClients = [...everyClient(withRevoked(hierarchy))]
  return createPki({
    name: hierarchy.name,
    domain: hierarchy.domain,
    keys: hierarchy.tls.keys,
    startsAt: clock.now(),
    ahead: clock.ahead,
    now: clock.now,
    revocationListUrl: revocationListUrl(hierarchy),
    cache: cache ?? defaultCacheDirectory(),
    revoked: [
      ...revokedServers.map(({ fqdn }) => ({ purpose: 'server' as const, fqdn })),
      ...revokedClients.map(({ fqdn }) => ({ purpose: 'client' as const, fqdn })),
    ],
  })
}

/** The hierarchy with those of its clients alone that have a revoked certificate. */
function withRevoked(hierarchy: Hierarchy): Hierarchy {
  const isRevoked = ({ certificates }: Pick<Client, 'certificates'>): boolean =>
    certificates.includes('revoked')
  return {
    ...hierarchy,
    clients: hierarchy.clients.filter(isRevoked),
    groups: hierarchy.groups.filter(({ traits }) => isRevoked(traits)),
  }
}

/**
 * Reads everything that a hierarchy needs of a PKI written to a directory. Otherwise a missing file would show only at
 * the first handshake, as an unintended failure.
 */
export async function readAll(pki: Pki, hierarchy: Hierarchy): Promise<void> {
  const listening = hierarchy.sites.flatMap((site) =>
    site.systems.filter((system) =>
      bindingsOf(site, system, directoriesOf(site, system)).some(({ protocol }) => protocol === 'https'),
    ),
  )
  // Read alone first: if the whole directory is missing, the error names this file.
  await pki.authorities()
  await Promise.all([
    pki.crls(),
    ...listening.map((system) => pki.webServer(system, system.listen.certificate ?? 'good')),
    ...[...everyClient(hierarchy)].flatMap((client) =>
      client.certificates.map((recipe) => pki.client(client, recipe)),
    ),
  ])
}

/** A certificate as evidence, its dates (the machine's) converted to the simulation's clock. */
export function describeCertificate(certificate: X509Certificate, clock: Clock): CertificateEvidence {
  const facts = certificateFacts(certificate)
  const ahead = (date: string): string => {
    const time = Date.parse(date)
    return Number.isNaN(time) ? date : new Date(time + clock.ahead()).toISOString()
  }
  return { ...facts, notBefore: ahead(facts.notBefore), notAfter: ahead(facts.notAfter) }
}

export function revocationListHost({ domain }: Hierarchy): string {
  return `${revocationListPointName}.${domain}`
}

/** FQDN of the distribution point of the revocation lists, as the certificates name it. */
export function revocationListUrl(hierarchy: Hierarchy): string {
  return `http://${revocationListHost(hierarchy)}:${hierarchy.servicePorts.revocationLists}`
}

/** The lists of the root and of the authority that issues everything, below a URL. */
export function listUrls(url: string): string[] {
  return ['root', 'issuing'].map((name) => `${url}/${name}.crl`)
}

/** Each machine has its own revocation checker, with its own cached lists. */
export interface RevocationCheckers {
  /** The checker of the machine with this address, whose clock is ahead by these milliseconds. */
  of(sourceAddress: string, clockAhead?: number): RevocationChecker
  /** Whether the machine with this address fetches a list now. */
  isFetching(sourceAddress: string): boolean
  /** Clears every cache, so that each machine fetches the lists anew. */
  forget(): void
  /** Waits until every fetch is over and recorded. */
  close(): Promise<void>
}

/** Revokes the `revoked` certificate of a client that the hierarchy did not have when it was opened. */
export function revokeFromTheStart(
  fqdn: string,
  pki: Pki,
  checkers: Pick<RevocationCheckers, 'forget'>,
): void {
  pki.revoke({ purpose: 'client', fqdn, recipe: 'revoked' })
  checkers.forget()
}

export function createRevocationCheckers(
  pki: Pki,
  url: string,
  clock: Clock,
  fetcher: Omit<Fetcher, 'sourceAddress'>,
): RevocationCheckers {
  const checkers = new Map<string, RevocationChecker>()
  /** The address of the machine that fetches, by what it waits for. */
  const fetching = new Map<Promise<unknown>, string>()
  let parsed: { ahead: number; authorities: Promise<X509Certificate[]> } | undefined

  /** Cached, since every handshake needs them; parsed anew after the clock has moved. */
  function knownAuthorities(): Promise<X509Certificate[]> {
    if (parsed?.ahead !== clock.ahead()) {
      const authorities = pki
        .authorities()
        .then(({ root, issuing }) => [new X509Certificate(root), new X509Certificate(issuing)])
      parsed = { ahead: clock.ahead(), authorities }
    }
    return parsed.authorities
  }

  function fetchBy(sourceAddress: string, list: string): Promise<Buffer | undefined> {
    const fetched = fetchAndTell(list, { ...fetcher, sourceAddress })
    const over = (): void => void fetching.delete(fetched)
    fetching.set(fetched, sourceAddress)
    fetched.then(over, over)
    return fetched
  }

  return {
    of(sourceAddress, clockAhead = 0) {
      // Where all machines share an address, the ones whose clocks agree share a cache.
      const key = `${sourceAddress} ${clockAhead}`
      const known = checkers.get(key)
      if (known) return known
      const checker = createRevocationChecker({
        fetch: (list) => fetchBy(sourceAddress, list),
        now: () => new Date(clock.now().getTime() + clockAhead),
        authorities: knownAuthorities,
        fallback: listUrls(url),
      })
      checkers.set(key, checker)
      return checker
    },
    isFetching: (sourceAddress) => [...fetching.values()].includes(sourceAddress),
    forget() {
      for (const checker of checkers.values()) checker.forget()
    },
    async close() {
      while (fetching.size > 0) await Promise.allSettled(fetching.keys())
    },
  }
}

/** A machine that fetches lists, and its means to connect. */
interface Fetcher {
  sourceAddress: string
  resolve(fqdn: string): string | undefined
  openPort(fqdn: string, port: number): OpenPort
  /** How long it waits for the point. */
  patienceWith(fqdn: string, port: number): Patience
  /** Evidence at the point's own end of why it refuses connections; null: nothing is wrong there. */
  refuses: ClientNetwork['refuses']
  /** Gets an event for each fetch, and what the machine keeps from one. */
  recorder: Pick<Recorder, 'tell' | 'failedAtOwnEnd'>
  /** What the point sees of it. */
  listRecorder: Pick<Recorder, 'serverView' | 'machineFault'>
}

class ListTooLongError extends Error {
  readonly code = 'ERR_LIST_TOO_LONG'

  constructor() {
    super(`the list has more than ${limits.revocationList.value} bytes`)
  }
}

type Fetched = Pick<RevocationListFetched, 'ends' | 'status' | 'code'>

/** Fetches a list, and records how that went. Rejects with an `EnvironmentError` when that was the machine's fault. */
async function fetchAndTell(url: string, fetcher: Fetcher): Promise<Buffer | undefined> {
  const began = performance.now()
  const ofPoint = machineFaultsFromNow(fetcher.listRecorder)
  const fetched: Fetched = { ends: null, status: null, code: null }
  try {
    return await fetchRevocationList(url, fetcher, fetched)
  } catch (error) {
    fetched.code = (error as NodeJS.ErrnoException).code ?? String(error)
    const fault = ofPoint() ?? machineFault(url, error, fetched, fetcher)
    if (fault) fetcher.recorder.failedAtOwnEnd(url, fault)
    throw fault ?? error
  } finally {
    const { sourceAddress: by, recorder } = fetcher
    recorder.tell({ type: 'revocation-list', by, url, ...fetched, durationMs: since(began) })
  }
}

/** Where the machine kept its own end from connecting, or the point from accepting, nothing is said of the point. */
function machineFault(
  url: string,
  error: unknown,
  { ends }: Fetched,
  { refuses, listRecorder }: Fetcher,
): EnvironmentError | undefined {
  const { hostname, port } = new URL(url)
  if (refuses(hostname, portOf(port))) return undefined
  const isUnheard = ends && !listRecorder.serverView(ends).listener
  return machineError(`cannot fetch ${url}`, isUnheard ? lackOfDescriptors() : error)
}

/** The port of a URL, which may name none. */
function portOf(port: string): number {
  return port === '' ? 80 : Number(port)
}

/** Names are those of the hierarchy; an address may be any. */
function leadsOut(hostname: string): boolean {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return ipaddr.isValid(address) && ipaddr.process(address).range() !== 'loopback'
}

/**
 * Fetches a list by HTTP, and notes the connection and the status; undefined when the point has none there. Rejects when
 * the point cannot be reached.
 */
function fetchRevocationList(
  url: string,
  { sourceAddress, resolve, openPort, patienceWith }: Fetcher,
  fetched: Fetched,
): Promise<Buffer | undefined> {
  const { hostname, port, pathname } = new URL(url)
  const { port: serverPort } = openPort(hostname, portOf(port))
  return new Promise((done, failed) => {
    if (leadsOut(hostname)) {
      failed(
        new ForbiddenFetchError(`${hostname} is no address of loopback, and nothing else is connected to`),
      )
      return
    }
    const request = get(
      {
        hostname,
        port: serverPort,
        path: pathname,
        localAddress: sourceAddress,
        lookup: lookupBy(resolve),
        agent: false,
      },
      (response) => {
        fetched.status = response.statusCode ?? null
        const pieces: Buffer[] = []
        let length = 0
        response.on('data', (piece: Buffer) => {
          pieces.push(piece)
          length += piece.length
          if (length > limits.revocationList.value) request.destroy(new ListTooLongError())
        })
        response.on('error', failed)
        response.on('end', () => {
          if (response.statusCode === 200) done(Buffer.concat(pieces))
          else if (response.statusCode === 404) done(undefined)
          else failed(Object.assign(new Error('no list'), { code: `HTTP ${response.statusCode}` }))
        })
      },
    )
    request.on('error', failed)
    request.on('socket', (socket) => {
      const connected = new Promise<ConnectionEnds>((resolveEnds) =>
        socket.once('connect', () => {
          // The other end as it was asked for, since a socket that was reset no longer knows its peer.
          fetched.ends = {
            clientAddress: sourceAddress,
            clientPort: socket.localPort ?? 0,
            serverAddress: resolve(hostname) ?? '',
            serverPort,
          }
          resolveEnds(fetched.ends)
        }),
      )
      // A byte now and then prolongs nothing: lists are short.
      const giveUp = () => request.destroy(Object.assign(new Error('no list in time'), { code: 'ETIMEDOUT' }))
      const stopWaiting = awaitOther(patienceWith(hostname, portOf(port)), connected, giveUp)
      socket.once('close', stopWaiting)
    })
  })
}
