import type { Attempt, ClientEvidence, EndEvidence, TlsEvidence } from '../evidence/attempt.ts'
import { diagnose } from '../evidence/diagnosis.ts'
import type { ServerView } from '../evidence/recorder.ts'
import type { WebProtocol } from '../model/protocol.ts'
import type { SiteSystemRole } from '../model/site-system-role.ts'
import { presentedCertificate } from '../rules/client-certificate.ts'
import type { Rule } from '../rules/rule.ts'
import { patience, type Connection, type Progress } from './connector.ts'
import { ContactError } from './contact-error.ts'
import { exchange, type Exchange } from './exchange.ts'
import type { FoundSystem } from './find-system.ts'
import { roleRequest } from './role-request.ts'
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
  const now = surroundings.now()
  const request = roleRequest(role, target.system, { name: client.name, at: standing.at, now })
  if (!request) throw new ContactError(`this version of sitemode does not simulate a ${role} yet`)

  const { fqdn } = target.system
  const openPort = surroundings.openPort(fqdn, port)
  const origin = `${protocol}://${fqdn}:${openPort ?? port}`
  const startedAt = performance.now()
  const result: Exchange =
    openPort === undefined
      ? { progress: {}, status: null, substatus: null, end: nobodyThere(fqdn, port) }
      : await exchange(origin, { ...(await connectionOf(attempted)), port: openPort }, request)
  const durationMs = Math.round((performance.now() - startedAt) * 100) / 100

  const { progress, status, substatus, end } = result
  const server = await viewOfServer(standing, progress, end)
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
    client_end: end,
    server_end: server?.end ?? null,
    diagnosis: end ? diagnose(end, server?.end ?? null) : null,
    tls: tlsEvidence(progress, server),
    after: attempted.after,
    startedAt: now.toISOString(),
    durationMs,
  })
}

async function connectionOf({
  standing,
  target,
  protocol,
  withoutCertificate,
}: Try): Promise<Omit<Connection, 'port'>> {
  const { client, mode, assigned, surroundings, secureContexts } = standing
  const { resolve, sourceAddress } = surroundings
  const plain = { fqdn: target.system.fqdn, resolve, sourceAddress }
  if (protocol === 'http') return plain
  const certificate = withoutCertificate ? undefined : presentedCertificate(mode, client.certificates)
  return { ...plain, secureContext: await secureContexts(certificate, assigned?.crlChecking ?? false) }
}

/** After a failure the server may not have written yet what it saw; after an answer it has. */
async function viewOfServer(
  { surroundings: { recorder } }: Standing,
  { ends }: Progress,
  end: EndEvidence | null,
): Promise<ServerView | undefined> {
  if (!ends) return undefined
  if (!end) return recorder.serverView(ends)
  // A connection that the server never got to accept has nobody to write of it.
  let timer: NodeJS.Timeout | undefined
  const givenUp = new Promise<ServerView>((resolve) => {
    timer = setTimeout(() => resolve(recorder.serverView(ends)), patience)
  })
  const view = await Promise.race([recorder.settledServerView(ends), givenUp])
  clearTimeout(timer)
  return view
}

function tlsEvidence({ secure }: Progress, server: ServerView | undefined): TlsEvidence | null {
  return secure ? { ...secure, clientCertificate: server?.clientCertificate ?? false } : null
}

/** Where all systems share one address, a port that no system opened belongs to nobody and is not tried. */
function nobodyThere(fqdn: string, port: number): ClientEvidence {
  const message = `${fqdn} has no port ${port} open`
  return { stage: 'connect', code: 'ECONNREFUSED', message, received: 0, own: null }
}
