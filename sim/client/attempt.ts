import type { Attempt } from '../evidence/attempt.ts'
import { isWebProtocol } from '../model/protocol.ts'
import { recordAttempt } from './record-attempt.ts'
import { tryByPxe } from './transports/pxe/pxe.ts'
import { tryBySmb } from './transports/smb/smb.ts'
import { tryBySoh } from './transports/statement-of-health.ts'
import { tryByWeb } from './transports/web.ts'
import type { Tried, Try } from './transports/transport.ts'

/** Opens a socket, asks for what the role is there for, and records what both ends saw of it. */
export async function tryOnce(attempted: Try): Promise<Attempt> {
  const { standing, target, forced, role, relation, protocol, port, rule, after } = attempted
  const startedAt = standing.surroundings.clock.now().toISOString()
  const system = target.system.fqdn
  const about = {
    forced,
    role,
    relation,
    site: target.site.code,
    system,
    protocol,
    port,
    rule,
    after,
    startedAt,
  }
  return recordAttempt(standing, about, await tried(attempted))
}

function tried(attempted: Try): Promise<Tried> {
  const { protocol } = attempted
  if (isWebProtocol(protocol)) return tryByWeb(attempted, protocol)
  return { smb: tryBySmb, pxe: tryByPxe, soh: tryBySoh }[protocol](attempted)
}
