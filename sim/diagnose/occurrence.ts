import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import { httpSysReasons } from '../evidence/codes/http-sys-reasons.ts'
import type { LogLine, Statement } from '../logs/statement.ts'

/** What one end tells of a failed request. The same again is counted, not kept. */
export type Told = Pick<
  Statement,
  | 'end'
  | 'machine'
  | 'thread'
  | 'hosts'
  | 'port'
  | 'url'
  | 'path'
  | 'status'
  | 'substatus'
  | 'win32'
  | 'codes'
  | 'seen'
  | 'ownFault'
  | 'diagnosis'
> & {
  /** The file that tells it first. */
  file: string
}

/** One failed request, at one end or both. */
export interface Occurrence {
  told: Told
  at: Statement['at']
  /** Empty where enough of the same are kept. */
  lines: readonly LogLine[]
  /** The client's address or name, where the log tells it. */
  client: string | null
}

/** A later statement of the same request adds what the first did not say. */
export function joined(one: Told, other: Told): Told {
  return {
    ...one,
    hosts: [...new Set([...one.hosts, ...other.hosts])],
    port: one.port ?? other.port,
    url: one.url ?? other.url,
    path: one.path ?? other.path,
    status: one.status ?? other.status,
    substatus: one.substatus ?? other.substatus,
    win32: one.win32 ?? other.win32,
    codes: [...one.codes, ...other.codes],
    seen: one.seen ?? other.seen,
    ownFault: one.ownFault ?? other.ownFault,
    diagnosis: [...new Set([...one.diagnosis, ...other.diagnosis])],
  }
}

/** Of one failure: more of them show nothing new. */
const keptLines = 12

export function joinedLines(some: readonly LogLine[], more: readonly LogLine[]): readonly LogLine[] {
  return [...some, ...more].slice(0, keptLines)
}

/** What a statement tells, without what belongs to one occurrence. */
export function toldBy(statement: Statement): Told {
  const { end, machine, thread, hosts, port, url, path, status, substatus, win32 } = statement
  const { codes, seen, ownFault, diagnosis, lines } = statement
  return {
    ...{ end, machine, thread, hosts, port, url, path, status, substatus, win32 },
    ...{ codes, seen, ownFault, diagnosis, file: lines[0]?.file ?? '' },
  }
}

/** Whether two statements can be of one request, by what both of them tell. */
export function areOfOneRequest(one: Told, other: Told): boolean {
  return (
    isSame(protocolOf(one.url), protocolOf(other.url)) &&
    isSame(one.port, other.port) &&
    isSame(pathKey(one.path), pathKey(other.path)) &&
    isSame(one.status, other.status) &&
    areOfOneHost(one.hosts, other.hosts)
  )
}

function isSame(one: number | string | null, other: number | string | null): boolean {
  return one === null || other === null || one === other
}

/** `https`, of an address. */
export function protocolOf(url: string | null): string | null {
  return /^[a-z]+(?=:)/i.exec(url ?? '')?.[0].toLowerCase() ?? null
}

/** IIS does not tell upper and lower case apart. */
function pathKey(path: string | null): string | null {
  return path === null ? null : path.toLowerCase()
}

/** A name and an address may be of one host; two names are where one begins with the other, two addresses are not. */
function areOfOneHost(some: readonly string[], others: readonly string[]): boolean {
  const comparable = some.flatMap((one) =>
    others.filter((other) => isAddress(one) === isAddress(other)).map((other) => [one, other] as const),
  )
  return (
    comparable.length === 0 ||
    comparable.some(
      ([one, other]) => one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`),
    )
  )
}

function isAddress(host: string): boolean {
  return /^[\d.]+$|:/.test(host)
}

/** Whether a client's lines and a server's can be of one request: by the address, and by what can have failed. */
export function canAgree(client: Told, server: Told): boolean {
  const answers = decided.get(client) ?? new WeakMap<Told, boolean>()
  decided.set(client, answers)
  const before = answers.get(server)
  if (before !== undefined) return before
  const agree = decide(client, server)
  answers.set(server, agree)
  return agree
}

/** The line is of HTTP.sys, not of a web site. */
export function isOfHttpSys({ codes }: Pick<Told, 'codes'>): boolean {
  return codes.some(({ readings }) => readings.some(({ kind }) => kind === httpSysReasons.kind))
}

/** The same is told at many times. */
const decided = new WeakMap<Told, WeakMap<Told, boolean>>()

function decide(client: Told, server: Told): boolean {
  if (!areOfOneRequest(client, server) || hasNotConnected(client)) return false
  if (client.status !== null || client.codes.length === 0) return true
  const possible = explainedBy(client)
  const other = explainedBy(server)
  return other.size === 0 || [...possible].some((entry) => other.has(entry))
}

/** WinHTTP's words for a request that no server can have a line of. */
const notConnected = ['ERROR_WINHTTP_NAME_NOT_RESOLVED', 'ERROR_WINHTTP_CANNOT_CONNECT']

function hasNotConnected({ status, codes }: Told): boolean {
  return (
    status === null &&
    codes.some(({ readings }) => readings.some(({ name }) => notConnected.includes(name ?? '')))
  )
}

const known = new WeakMap<Told, ReadonlySet<CatalogueEntry>>()

/** The failures that most of the codes can mean. */
function explainedBy(told: Told): ReadonlySet<CatalogueEntry> {
  const before = known.get(told)
  if (before) return before
  const votes = new Map<CatalogueEntry, number>()
  for (const { readings } of told.codes) {
    const entries = new Set(readings.flatMap(({ candidates }) => candidates))
    for (const entry of entries) votes.set(entry, (votes.get(entry) ?? 0) + 1)
  }
  const most = Math.max(...votes.values())
  const entries = new Set([...votes].filter(([, count]) => count === most).map(([entry]) => entry))
  known.set(told, entries)
  return entries
}
