import type { TLSSocket } from 'node:tls'
import type { Attempt, TlsEvidence } from '../evidence/attempt.ts'
import { diagnose } from '../evidence/diagnosis.ts'
import type { ServerView } from '../evidence/recorder.ts'
import type { WebProtocol } from '../model/protocol.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import { chooseCertificate } from '../rules/client-certificate.ts'
import type { Rule } from '../rules/rule.ts'
import type { Progress } from './connector.ts'
import { ContactError } from './contact-error.ts'
import { exchange, type BareEvidence, type Exchange } from './exchange.ts'
import type { FoundSystem } from './find-system.ts'
import { judgeServer } from './judge-server.ts'
import { lookAtOwnCertificate, type Presented } from './own-certificate.ts'
import { roleRequest, type RoleRequest } from './role-request.ts'
import { viewOfServer } from './view-of-server.ts'
import type { Standing } from './standing.ts'

/** One try by one protocol at one port. */
export interface Try {
  standing: Standing
  role: SiteSystemRole
  relation: Attempt['relation']
  target: FoundSystem
  forced: boolean
  protocol: WebProtocol
  port: number
  rule: Rule
  withoutCertificate: boolean
  /** Id of the attempt that this one follows up. */
  after: string | null
}

/** Opens a socket, makes the role's request, and records what both ends saw of it. */
export async function tryOnce(attempted: Try): Promise<Attempt> {
  const { standing, role, target, protocol, port } = attempted
  const { client, mode, surroundings } = standing
  const now = surroundings.clock.now()
  const request = roleRequest(role, target.system, { name: client.name, at: standing.at, now })
  if (!request) throw new ContactError(`this version of sitemode does not simulate a ${role} yet`)

  const { fqdn } = target.system
  const [presented] = await Promise.all([whatToPresent(attempted), surroundings.ready(fqdn, port)])
  const openPort = surroundings.openPort(fqdn, port)
  const origin = `${protocol}://${fqdn}:${openPort ?? port}`
  const startedAt = performance.now()
  const result = await attempt(attempted, presented, openPort, origin, request)
  const durationMs = Math.round((performance.now() - startedAt) * 100) / 100

  const { progress, status, substatus, end } = result
  const [server, own] = await Promise.all([
    progress.ends && viewOfServer(surroundings.recorder, progress.ends, end !== null, surroundings.patience),
    end && protocol === 'https'
      ? lookAtOwnCertificate(presented, checksRevocation(standing), surroundings)
      : null,
  ])
  const client_end = end && { ...end, own }
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
    url: origin + request.path,
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
    startedAt: now.toISOString(),
    durationMs,
  })
}

/** Only native mode knows client certificates of the PKI. */
async function whatToPresent({ standing, protocol, withoutCertificate }: Try): Promise<Presented> {
  const { mode, assigned, surroundings, store } = standing
  if (protocol === 'http' || mode === 'mixed' || !assigned || withoutCertificate)
    return { certificate: undefined }
  const choice = chooseCertificate(await store(), assigned.certificateSelection, surroundings.clock.machine())
  return choice.chosen
    ? { certificate: choice.chosen }
    : { certificate: undefined, choiceFailed: choice.code }
}

async function attempt(
  { standing, target, protocol, port }: Try,
  { certificate }: Presented,
  openPort: number | undefined,
  origin: string,
  request: RoleRequest,
): Promise<Exchange> {
  const { surroundings, secureContexts } = standing
  const { resolve, sourceAddress, patience } = surroundings
  const { fqdn } = target.system
  if (openPort === undefined) return withoutSocket(nobodyThere(fqdn, port))
  const connection = { fqdn, port: openPort, resolve, sourceAddress, patience }
  if (protocol === 'http') return exchange(origin, connection, request)
  const context = await secureContexts(certificate).catch((error: unknown) => error as Error)
  // The certificate cannot be presented: its key is another's.
  if (context instanceof Error) return withoutSocket(cannotPresent(context))
  const judge = (socket: TLSSocket): Promise<void> =>
    judgeServer(socket, fqdn, checksRevocation(standing), surroundings)
  return exchange(origin, { ...connection, secure: { context, judge } }, request)
}

function checksRevocation({ assigned }: Standing): boolean {
  return assigned?.crlChecking ?? false
}

function tlsEvidence({ secure }: Progress, server: ServerView | undefined): TlsEvidence | null {
  return secure ? { ...secure, clientCertificate: server?.clientCertificate ?? false } : null
}

function withoutSocket(end: Omit<BareEvidence, 'received'>): Exchange {
  const received = 0
  return { progress: { received: () => received }, status: null, substatus: null, end: { ...end, received } }
}

/** Where all systems share one address, a port that no system opened belongs to nobody and is not tried. */
function nobodyThere(fqdn: string, port: number): Omit<BareEvidence, 'received'> {
  return { stage: 'connect', code: 'ECONNREFUSED', message: `${fqdn} has no port ${port} open` }
}

function cannotPresent({ code = 'ERR_TLS', message }: NodeJS.ErrnoException): Omit<BareEvidence, 'received'> {
  return { stage: 'tls', code, message: `the client cannot use its own certificate: ${message}` }
}
