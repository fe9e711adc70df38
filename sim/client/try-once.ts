import type { Attempt, TlsEvidence } from '../evidence/attempt.ts'
import { diagnose } from '../evidence/diagnosis.ts'
import type { ServerView } from '../evidence/recorder.ts'
import { isWebProtocol } from '../model/protocol.ts'
import type { Progress } from './connector.ts'
import { tryByPxe } from './try-by-pxe.ts'
import { tryBySmb } from './try-by-smb.ts'
import { tryBySoh } from './try-by-soh.ts'
import { tryByWeb } from './try-by-web.ts'
import type { Tried, Try } from './try.ts'
import { viewOfServer } from './view-of-server.ts'

/** Opens a socket, asks for what the role is there for, and records what both ends saw of it. */
export async function tryOnce(attempted: Try): Promise<Attempt> {
  const { standing, role, target, protocol, port } = attempted
  const { client, mode, surroundings } = standing
  const { fqdn } = target.system
  const startedAt = surroundings.clock.now().toISOString()
  const { progress, status, substatus, end, url, durationMs, own } = await tried(attempted)
  const [server, certificate] = await Promise.all([
    progress.ends && viewOfServer(surroundings.recorder, progress.ends, end !== null, surroundings.patience),
    end && own ? own() : null,
  ])
  const client_end = end && { ...end, own: certificate }
  const server_end = server?.end ?? (end?.stage === 'connect' ? surroundings.refuses(fqdn, port) : null)
  return surroundings.recorder.add({
    client: client.name,
    clientMode: mode,
    forced: attempted.forced,
    role,
    relation: attempted.relation,
    site: target.site.code,
    system: fqdn,
    protocol,
    url,
    outcome: end ? 'failed' : 'answered',
    why: attempted.rule.sentence,
    rule: attempted.rule.id,
    status,
    substatus,
    client_end,
    server_end,
    diagnosis: client_end && diagnose(client_end, server_end),
    tls: tlsEvidence(progress, server),
    after: attempted.after,
    startedAt,
    durationMs,
  })
}

function tried(attempted: Try): Promise<Tried> {
  const { protocol } = attempted
  if (isWebProtocol(protocol)) return tryByWeb(attempted, protocol)
  return { smb: tryBySmb, pxe: tryByPxe, soh: tryBySoh }[protocol](attempted)
}

function tlsEvidence({ secure }: Progress, server: ServerView | undefined): TlsEvidence | null {
  return secure ? { ...secure, clientCertificate: server?.clientCertificate ?? false } : null
}
