import type { CatalogueEntry } from '../evidence/catalogue-entry.ts'
import { entryOf } from '../evidence/catalogue.ts'
import { candidates, candidatesOfServer } from '../evidence/diagnosis.ts'
import { reachedByClient } from '../evidence/reached.ts'
import { explain } from '../evidence/explanation/explain.ts'
import type { Found } from '../evidence/explanation/pick-codes.ts'
import type { LogReader } from '../logs/log-reader.ts'
import type { Statement } from '../logs/statement.ts'
import { failureOf, refusalOf, type FlowFailure } from './flow-evidence.ts'
import { newFlow, withPacket, type Flow } from './flow.ts'
import { header, packetOf, type Packet } from './packet.ts'

/** Connections of which no end has been seen are told after this many others. */
const mostOpen = 2000

/** Reads a capture, as tshark prints it: each request, and each connection that failed, is a statement of what both ends did. */
export function captureReader(file: string): LogReader {
  const open = new Map<number, Flow>()
  let unread = 0
  let now = 0
  let line = { number: 0, text: '' }

  function readLine(): Statement[] {
    const { text } = line
    if (text === '' || text === header) return []
    const packet = packetOf(text)
    if (!packet) {
      unread++
      return []
    }
    const stream = packet.undeliverable ? streamOf(packet) : packet.stream
    return stream === undefined || stream === null ? [] : take(stream, packet)
  }

  function take(stream: number, packet: Packet): Statement[] {
    const before = open.get(stream) ?? newFlow(packet)
    const flow = withPacket(before, packet)
    open.set(stream, flow.ended ? { ...flow, tls: null, notable: [] } : flow)
    now = packet.at
    const told = packet.answer ? [answered(file, stream, flow)] : []
    // What follows the first end of a connection says no more of it; an alert may come just before, never after.
    return flow.ended && !before.ended ? [...told, ...leave(stream, flow)] : [...told, ...leaveOldest()]
  }

  function leave(stream: number, flow: Flow): Statement[] {
    const failure = failureOf(flow, now)
    return failure ? [failed(file, stream, flow, failure)] : []
  }

  function leaveOldest(): Statement[] {
    if (open.size <= mostOpen) return []
    const [[stream, flow] = []] = open
    if (stream === undefined || !flow) return []
    open.delete(stream)
    return flow.ended ? [] : leave(stream, flow)
  }

  /** The connection that a router's word is about. */
  function streamOf({ from, to }: Packet): number | undefined {
    const isIts = ({ client, server }: Flow): boolean =>
      client.address === from.address &&
      client.port === from.port &&
      server.address === to.address &&
      server.port === to.port
    return [...open].findLast(([, flow]) => isIts(flow))?.[0]
  }

  return {
    read({ number, text }) {
      // A long line comes in parts.
      if (number === line.number) {
        if (line.text.length < longestLine) line.text += text
        return []
      }
      const statements = readLine()
      line = { number, text }
      return statements
    },
    end: () => [
      ...readLine(),
      ...[...open].flatMap(([stream, flow]) => (flow.ended ? [] : leave(stream, flow))),
    ],
    unread: () => unread,
  }
}

const longestLine = 256 * 1024

/** A request that was answered, well or badly. */
function answered(file: string, stream: number, flow: Flow): Statement {
  const failure = refusalOf(flow)
  return failure ? failed(file, stream, flow, failure) : statementOf(file, stream, flow)
}

function failed(file: string, stream: number, flow: Flow, failure: FlowFailure): Statement {
  return {
    ...statementOf(file, stream, flow),
    failed: true,
    codes: codesOf(failure),
    diagnosis: entriesOf(failure).map(({ id }) => id),
  }
}

function statementOf(file: string, stream: number, flow: Flow): Statement {
  const { client, server, request, answer, tls, last, notable } = flow
  const host = hostIn(request?.host ?? tls?.serverName ?? null)
  const [path = null] = request?.uri.split('?', 1) ?? []
  const scheme = tls ? 'https' : 'http'
  return {
    end: 'both',
    at: { ms: last, zoneKnown: true, precisionMs: 1 },
    failed: false,
    hosts: [...(host === null ? [] : [host]), server.address.toLowerCase()],
    port: server.port,
    url: request && `${scheme}://${host ?? server.address}:${server.port}${request.uri}`,
    path,
    client: client.address,
    machine: file,
    thread: String(stream),
    seen: null,
    ownFault: null,
    status: answer?.status ?? null,
    substatus: null,
    win32: null,
    codes: [],
    diagnosis: [],
    lines: notable.map(({ frame, text }) => ({ file, line: frame, text })),
  }
}

/** The name of a `Host` field, without its port. */
function hostIn(field: string | null): string | null {
  return field === null ? null : field.replace(/:\d+$/, '').toLowerCase()
}

function codesOf(failure: FlowFailure): Found[] {
  const seen = failure.seenBy === 'server' ? [failure.end, ...failure.faults] : failure.ends.slice(0, 1)
  return seen.flatMap(({ code }) => readOnce(code))
}

/** The same codes come again and again; there are not many. */
const remembered = new Map<string, readonly Found[]>()

function readOnce(code: string): readonly Found[] {
  const before = remembered.get(code)
  if (before) return before
  const readings = explain(code)
  const found = readings.length > 0 ? [{ written: code, readings }] : []
  remembered.set(code, found)
  return found
}

/** The failures that look like this, the most likely first. */
function entriesOf(failure: FlowFailure): CatalogueEntry[] {
  const proven = failure.proven && entryOf(failure.proven)
  if (proven) return [proven]
  if (failure.seenBy === 'client') {
    const { ends, tls, firstBytes } = failure
    return inTurns(
      ends.map((end) => candidates(end, { ...reachedByClient(end, tls), ...(firstBytes && { firstBytes }) })),
    )
  }
  const possible = candidatesOfServer(failure.end)
  const shown = failure.faults
    .flatMap((fault) => candidates(fault))
    .filter((entry) => isAmong(entry, possible))
  return [...new Set([...shown, ...possible])]
}

function isAmong({ id }: CatalogueEntry, others: readonly CatalogueEntry[]): boolean {
  return others.some((other) => other.id === id)
}

/** Takes from each list in turn, so that none of them comes last as a whole. */
function inTurns(lists: readonly (readonly CatalogueEntry[])[]): CatalogueEntry[] {
  const longest = Math.max(...lists.map(({ length }) => length))
  const taken = Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? []))
  return [...new Set(taken.flat())]
}
