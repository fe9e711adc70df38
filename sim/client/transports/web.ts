import type { TLSSocket } from 'node:tls'
import type { WebProtocol } from '../../model/protocol.ts'
import { chooseCertificate } from '../../rules/client-certificate.ts'
import { ask, type Conversation } from './conversation.ts'
import { exchange, type BareEvidence, type Exchange } from './http.ts'
import { judgeServer } from './server-certificate.ts'
import { lookAtOwnCertificate, type Presented } from './client-certificate.ts'
import { roleRequest } from './role-request.ts'
import type { Standing } from '../context.ts'
import { nobodyThere, timed, withoutSocket, type Tried, type Try } from './transport.ts'

/** Makes the role's request by HTTP or HTTPS. */
export async function tryByWeb(attempted: Try, protocol: WebProtocol): Promise<Tried> {
  const { standing, role, target, port } = attempted
  const { client, surroundings } = standing
  const { fqdn } = target.system
  const asker = { name: client.name, at: standing.at, now: surroundings.clock.now() }
  const request = roleRequest(role, target, asker)
  const [presented] = await Promise.all([whatToPresent(attempted, protocol), surroundings.ready(fqdn, port)])
  const openPort = surroundings.openPort(fqdn, port)
  const origin = `${protocol}://${fqdn}:${openPort ?? port}`
  const conversation = attempted.conversation ?? ((say) => ask(say, request))
  const exchange = await timed(() => converse(attempted, protocol, presented, openPort, origin, conversation))
  return {
    url: origin + (exchange.path ?? request.path),
    ...exchange,
    ...(protocol === 'https' && {
      own: () => lookAtOwnCertificate(presented, checksRevocation(standing), surroundings),
    }),
  }
}

/** Only native mode knows client certificates of the PKI, and a browser that opens reports has none of them. */
async function whatToPresent(
  { standing, role, withoutCertificate }: Try,
  protocol: WebProtocol,
): Promise<Presented> {
  const { mode, assigned, surroundings, store } = standing
  const keepsBack = withoutCertificate || role === 'reporting-point'
  if (protocol === 'http' || mode === 'mixed' || !assigned || keepsBack) return { certificate: undefined }
  const choice = chooseCertificate(await store(), assigned.certificateSelection, surroundings.clock.machine())
  return choice.chosen
    ? { certificate: choice.chosen }
    : { certificate: undefined, choiceFailed: choice.code }
}

async function converse(
  { standing, target, port }: Try,
  protocol: WebProtocol,
  { certificate }: Presented,
  openPort: number | undefined,
  origin: string,
  conversation: Conversation<unknown>,
): Promise<Exchange> {
  const { surroundings, secureContexts } = standing
  const { resolve, sourceAddress, patience } = surroundings
  const { fqdn } = target.system
  if (openPort === undefined) return withoutSocket(nobodyThere(fqdn, port))
  const connection = { fqdn, port: openPort, resolve, sourceAddress, patience }
  if (protocol === 'http') return exchange(origin, connection, conversation)
  const context = await secureContexts(certificate).catch((error: unknown) => error as Error)
  // The certificate cannot be presented: its key is another's.
  if (context instanceof Error) return withoutSocket(cannotPresent(context))
  const judge = (socket: TLSSocket): Promise<void> =>
    judgeServer(socket, fqdn, checksRevocation(standing), surroundings)
  return exchange(origin, { ...connection, secure: { context, judge } }, conversation)
}

function checksRevocation({ assigned }: Standing): boolean {
  return assigned?.crlChecking ?? false
}

function cannotPresent({ code = 'ERR_TLS', message }: NodeJS.ErrnoException): Omit<BareEvidence, 'received'> {
  return { stage: 'tls', code, message: `the client cannot use its own certificate: ${message}` }
}
