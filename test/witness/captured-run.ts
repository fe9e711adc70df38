import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import type { ConnectionEnds } from '../../sim/evidence/connection.ts'
import type {
  AttemptEnded,
  RecordedEvent,
  RevocationListFetched,
} from '../../sim/evidence/recording/event.ts'
import type { OpenOptions } from '../../sim/network/running-hierarchy.ts'
import { capture, flowsOf, type Flow } from './capture.ts'

/** An event, and the machine's time of it in milliseconds since 1970. */
export type TimedEvent = RecordedEvent & { at: number }

/** The blocks of addresses that a run's hierarchies had. */
export function networksOf(events: readonly TimedEvent[]): string[] {
  const blocks = events.flatMap((event) => (event.type === 'opened' ? [blockOf(event)] : []))
  return [...new Set(blocks)].map((block) => `${block}0.0/16`)
}

/** Everything in which the recording of a run and a capture of it disagree. */
export function disagreements(events: readonly TimedEvent[], flows: readonly Flow[]): string[] {
  return events.flatMap((event, index) => {
    if (event.type !== 'opened') return []
    // Other programs may have the same addresses before and afterwards.
    const rest = events.slice(index + 1)
    const end = rest.findIndex(
      ({ type }) => type === 'scenario-ended' || type === 'opened' || type === 'ended',
    )
    const during = end < 0 ? rest : rest.slice(0, end)
    const until = rest[end]?.at ?? Infinity
    const seen = flows.filter(
      ({ client, began }) => client.startsWith(blockOf(event)) && began >= event.at && began < until + 1,
    )
    return compare(during, seen)
  })
}

/** `127.16.`. */
function blockOf({ hierarchy }: Extract<RecordedEvent, { type: 'opened' }>): string {
  const address = hierarchy.sites.flatMap(({ systems }) => systems)[0]?.address ?? ''
  return address.split('.', 2).join('.') + '.'
}

/** The flows of a hierarchy, each of which belongs to an attempt or a fetch. */
interface Claims {
  /** The next connection that nothing has claimed yet; undefined: there is none. */
  connection(belongs: (flow: Flow) => boolean): Flow | undefined
  /** All datagrams, even if claimed: one lookup may get the port that an earlier one had. */
  datagrams(belongs: (flow: Flow) => boolean): Flow[]
}

function compare(events: readonly RecordedEvent[], seen: readonly Flow[]): string[] {
  const left = new Set(seen)
  const claims: Claims = {
    connection(belongs) {
      const [flow] = [...left].filter((one) => one.protocol === 'tcp' && belongs(one))
      if (flow) left.delete(flow)
      return flow
    },
    datagrams(belongs) {
      const flows = seen.filter((one) => one.protocol === 'udp' && belongs(one))
      for (const flow of flows) left.delete(flow)
      return flows
    },
  }
  const attempts = events.filter((event) => event.type === 'attempt')
  const addresses = new Map(
    attempts.flatMap(({ attempt, ends }) => (ends ? [[attempt.client, ends.clientAddress]] : [])),
  )
  const different = [
    ...attempts.flatMap((line) =>
      compareAttempt(line, addresses.get(line.attempt.client), claims).map(
        (text) => `${nameOf(line)}: ${text}`,
      ),
    ),
    ...events
      .filter((event) => event.type === 'revocation-list')
      .flatMap((fetched) => compareFetch(fetched, claims)),
  ]
  const unclaimed = [...left].map(
    ({ protocol, client, server }) => `${protocol} ${client} to ${server} belongs to no attempt and no fetch`,
  )
  return [...different, ...unclaimed]
}

function nameOf({ attempt }: AttemptEnded): string {
  const { id, client, protocol, system, outcome } = attempt
  return `${id} ${client} ${protocol} ${system} ${outcome}`
}

/** `address`: the client's, if any of its attempts tells it. */
function compareAttempt(line: AttemptEnded, address: string | undefined, claims: Claims): string[] {
  const { attempt, ends } = line
  if (!ends) return compareUnconnected(attempt.client_end, address, claims)
  const { client, server } = inText(ends)
  if (overUdp.has(attempt.protocol)) {
    // A booting computer sends from one port to several of the server, which sends the boot file from yet another.
    const flows = claims.datagrams((flow) => [flow.client, flow.server].includes(client))
    const toServer = flows.find((flow) => flow.server === server)
    if (!toServer) return ['no datagram was sent']
    return attempt.outcome === 'answered' && !toServer.answered ? ['no datagram came back'] : []
  }
  const flow = claims.connection((one) => one.client === client && one.server === server)
  return flow ? compareConnection(line, flow) : [`there is no connection ${client} to ${server}`]
}

const overUdp: ReadonlySet<string> = new Set(['pxe', 'soh', 'dns', 'wins'])

function compareConnection(line: AttemptEnded, flow: Flow): string[] {
  const { outcome, status, tls } = line.attempt
  const statuses = statusesOf(line)
  return [
    ...(flow.accepted ? [] : ['the connection was not accepted']),
    ...(outcome === 'answered' && !flow.answered ? ['the server sent nothing'] : []),
    ...(flow.statuses.join() === statuses.join()
      ? []
      : [`the statuses were ${flow.statuses.join()}, not ${statuses.join()}`]),
    ...(status === null || status === flow.statuses.at(-1) ? [] : [`the last status was not ${status}`]),
    ...(tls && tls.clientCertificate !== flow.clientCertificate
      ? [`the client sent ${flow.clientCertificate ? 'a' : 'no'} certificate`]
      : []),
  ]
}

/** A port of HTTP answers a handshake in the clear, which is on the network though no exchange of the client's has it. */
function statusesOf({ attempt, exchanges, server }: AttemptEnded): number[] {
  const inClear = attempt.protocol === 'https' && attempt.tls === null ? (server?.status ?? null) : null
  const read = exchanges.flatMap(({ answer }) => (answer ? [answer.status] : []))
  return inClear === null ? read : [...read, inClear]
}

/** Only a refused connection leaves a trace on the network. */
function compareUnconnected(
  end: AttemptEnded['attempt']['client_end'],
  address: string | undefined,
  claims: Claims,
): string[] {
  if (end?.stage !== 'connect') return []
  const server = / (127\.[\d.]+:\d+)$/.exec(end.message)?.[1]
  const flow = claims.connection(
    ({ client, refused, ...one }) =>
      refused && one.server === server && (address === undefined || client.startsWith(`${address}:`)),
  )
  return flow ? [] : [`no connection to ${server} was refused`]
}

function compareFetch({ by, url, ends, status, code }: RevocationListFetched, claims: Claims): string[] {
  if (!ends && code === 'ENOTFOUND') return []
  const { port } = new URL(url)
  const flow = claims.connection((one) =>
    ends
      ? one.client === inText(ends).client && one.server === inText(ends).server
      : one.refused && one.client.startsWith(`${by}:`) && one.server.endsWith(`:${port}`),
  )
  if (!flow) return [`${by} did not fetch ${url}`]
  return (flow.statuses[0] ?? null) === status ? [] : [`${url} was answered ${flow.statuses.join()}`]
}

function inText(ends: ConnectionEnds): { client: string; server: string } {
  return {
    client: `${ends.clientAddress}:${ends.clientPort}`,
    server: `${ends.serverAddress}:${ends.serverPort}`,
  }
}

/** Captures while `act` runs hierarchies with the options that it gets; undefined: tshark may not capture here. */
export async function capturedRun(
  t: Test,
  folder: string,
  act: (options: CapturedOptions) => Promise<unknown>,
): Promise<{ events: TimedEvent[]; flows: Flow[] } | undefined> {
  const [file, keys] = [join(folder, 'capture.pcapng'), join(folder, 'capture.keys')]
  writeFileSync(keys, '')
  const capturing = await capture(t, file)
  if (!capturing) return undefined
  const events: TimedEvent[] = []
  await act({
    cache: join(folder, 'cache'),
    keyLog: (line) => appendFileSync(keys, line),
    journal: (event) => events.push({ at: Date.now(), ...event }),
  })
  events.push({ type: 'ended', durationMs: 0, at: Date.now() })
  await capturing.stop()
  return { events, flows: await flowsOf(file, keys, networksOf(events)) }
}

type CapturedOptions = Required<Pick<OpenOptions, 'keyLog' | 'journal'>> & { cache: string }
