import type { Attempt, TlsEvidence } from '../evidence/attempt.ts'
import { diagnose } from '../evidence/diagnosis.ts'
import type { ServerView, Recorder } from '../evidence/recorder.ts'
import type { ConnectionTimes } from '../evidence/recording/http-exchange.ts'
import type { Rule } from '../rules/rule.ts'
import type { Progress } from './transports/connector.ts'
import type { Standing } from './context.ts'
import type { Tried } from './transports/transport.ts'
import type { ConnectionEnds } from '../evidence/connection.ts'

/** What a try was about, whatever came of it. */
export interface About extends Pick<
  Attempt,
  'forced' | 'role' | 'relation' | 'site' | 'protocol' | 'after' | 'startedAt'
> {
  /** FQDN. */
  system: string
  port: number
  rule: Rule
}

/** Joins what both ends saw of a try, and records it. */
export async function recordAttempt(
  { client, mode, surroundings }: Pick<Standing, 'client' | 'mode' | 'surroundings'>,
  { port, rule, ...about }: About,
  { progress, status, substatus, end, url, durationMs, own, exchanges }: Tried,
): Promise<Attempt> {
  const { recorder, patience } = surroundings
  const [server, certificate] = await Promise.all([
    progress.ends && viewOfServer(recorder, progress.ends, end !== null, patience),
    end && own ? own() : null,
  ])
  const client_end = end && { ...end, own: certificate }
  const server_end =
    server?.end ?? (end?.stage === 'connect' ? surroundings.refuses(about.system, port) : null)
  const attempt: Omit<Attempt, 'id'> = {
    ...about,
    client: client.name,
    clientMode: mode,
    url,
    outcome: end ? 'failed' : 'answered',
    why: rule.sentence,
    rule: rule.id,
    status,
    substatus,
    client_end,
    server_end,
    diagnosis: client_end && diagnose(client_end, server_end),
    tls: tlsEvidence(progress, server),
    durationMs,
  }
  return recorder.add(attempt, {
    ends: progress.ends ?? null,
    times: progress.times ?? neverConnected,
    exchanges: exchanges ?? [],
  })
}

const neverConnected: ConnectionTimes = { connectMs: null, tlsMs: null }

function tlsEvidence({ secure }: Progress, server: ServerView | undefined): TlsEvidence | null {
  return secure ? { ...secure, clientCertificate: server?.clientCertificate ?? false } : null
}

/**
 * What the server has seen of a connection. After a failure it may not have written it yet, and is waited for, though
 * no longer than `patience` milliseconds: a connection that it never got to accept has nobody to write of it.
 */
export async function viewOfServer(
  recorder: Recorder,
  ends: ConnectionEnds,
  failed: boolean,
  patience: number,
): Promise<ServerView> {
  if (!failed) return recorder.serverView(ends)
  let timer: NodeJS.Timeout | undefined
  const givenUp = new Promise<ServerView>((resolve) => {
    timer = setTimeout(() => resolve(recorder.serverView(ends)), patience)
  })
  const view = await Promise.race([recorder.settledServerView(ends), givenUp])
  clearTimeout(timer)
  return view
}
