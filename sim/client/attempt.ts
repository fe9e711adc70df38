import type { Attempt, TlsEvidence } from '../evidence/attempt.ts'
import type { ConnectionEnds, ConnectionTimes } from '../evidence/connection.ts'
import { diagnose } from '../evidence/diagnosis.ts'
import type { ConnectionSeen, Recorder, ServerView } from '../evidence/recorder.ts'
import type { Rule } from '../rules/rule.ts'
import type { ClientContext } from './context.ts'
import type { Exchange, Transport } from './transports/transport.ts'

/** The target of an attempt and the reason for it, whatever its outcome. */
interface AttemptSubject extends Pick<Attempt, 'role' | 'relation' | 'site' | 'system' | 'told'> {
  /** The rule that led to the attempt, or withheld it. */
  rule: Rule
  /** By default false. */
  forced?: boolean
  /** Id of the attempt that this one follows up; by default null. */
  after?: string | null
}

export interface Attempted<Result> {
  attempt: Attempt
  /** The transport's result. A failed attempt may have part of it, or none. */
  result: Result | undefined
}

/** Runs a transport, joins what both ends saw of the connection, and records the attempt. */
export async function attempt<Result>(
  context: ClientContext,
  subject: AttemptSubject & { system: string },
  { protocol, port, run }: Transport<Result>,
): Promise<Attempted<Result>> {
  const { recorder, clock, timeout, refuses } = context.network
  const startedAt = clock.now().toISOString()
  const { result, end, ...outcome } = await run()
  const { ends, times = neverConnected, exchanges = [], examineOwn } = outcome
  const [server, own] = await Promise.all([
    ends && viewOfServer(recorder, ends, end !== null, timeout),
    end && examineOwn ? examineOwn() : null,
  ])
  const client_end = end && { ...end, own }
  const server_end = server?.end ?? (end?.stage === 'connect' ? refuses(subject.system, port) : null)
  const { url, status, substatus, durationMs } = outcome
  const found: Findings = {
    protocol,
    url,
    outcome: end ? 'failed' : 'answered',
    status,
    substatus,
    client_end,
    server_end,
    diagnosis: client_end && diagnose(client_end, server_end),
    tls: tlsEvidence(outcome, server),
    startedAt,
    durationMs,
  }
  return { attempt: record(context, subject, found, { ends: ends ?? null, times, exchanges }), result }
}

/** Records that the client's rules forbid an attempt by this protocol: no socket is opened. */
export function withhold(
  context: ClientContext,
  subject: AttemptSubject,
  protocol: Attempt['protocol'],
): Attempted<never> {
  const startedAt = context.network.clock.now().toISOString()
  const found: Findings = { protocol, ...nothingFound, startedAt }
  return { attempt: record(context, subject, found), result: undefined }
}

/** The outcome of an attempt and what both ends saw. */
type Findings = Omit<Attempt, 'id' | 'client' | 'clientMode' | 'why' | keyof AttemptSubject>

const nothingFound = {
  url: null,
  outcome: 'withheld',
  status: null,
  substatus: null,
  client_end: null,
  server_end: null,
  diagnosis: null,
  tls: null,
  durationMs: 0,
} as const satisfies Partial<Findings>

/** The only place that builds an attempt. */
function record(
  { client, mode, network }: ClientContext,
  { rule, forced = false, after = null, ...subject }: AttemptSubject,
  found: Findings,
  seen?: ConnectionSeen,
): Attempt {
  // The recording has the site that the system really belongs to, whatever the client was told.
  const site = (subject.system === null ? null : network.siteOf(subject.system)) ?? subject.site
  const known = { client: client.name, clientMode: mode, forced, ...subject, site, ...found }
  return network.recorder.add({ ...known, why: rule.sentence, rule: rule.id, after }, seen)
}

const neverConnected: ConnectionTimes = { connectMs: null, tlsMs: null }

function tlsEvidence(
  { secure }: Pick<Exchange<unknown>, 'secure'>,
  server: ServerView | undefined,
): TlsEvidence | null {
  return secure ? { ...secure, clientCertificate: server?.clientCertificate ?? false } : null
}

/**
 * The server's view of a connection. After a failure the server may not have written it yet, so this waits, but no
 * longer than `timeout` milliseconds: a connection that the server never accepted is not recorded there.
 */
async function viewOfServer(
  recorder: Recorder,
  ends: ConnectionEnds,
  failed: boolean,
  timeout: number,
): Promise<ServerView> {
  if (!failed) return recorder.serverView(ends)
  let timer: NodeJS.Timeout | undefined
  const givenUp = new Promise<ServerView>((resolve) => {
    timer = setTimeout(() => resolve(recorder.serverView(ends)), timeout)
  })
  const view = await Promise.race([recorder.settledServerView(ends), givenUp])
  clearTimeout(timer)
  return view
}
