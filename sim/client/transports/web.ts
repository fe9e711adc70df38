import type { TLSSocket } from 'node:tls'
import { codeAndMessage } from '../../evidence/end-evidence.ts'
import type { WebProtocol } from '../../vocabulary/network.ts'
import type { CertificateSelection } from '../../rules/client-certificate.ts'
import type { NtlmAccount } from '../../wire/ntlm/ntlm.ts'
import type { ClientNetwork } from '../network.ts'
import type { ClientCertificates, Presented } from './certificates.ts'
import { exchange, type Conversation } from './http.ts'
import { signingIn } from './windows-sign-in.ts'
import { notConnected, timed, type Exchange, type Transport } from './transport.ts'

interface WebServer {
  protocol: WebProtocol
  fqdn: string
  /** The port that the site configures. */
  port: number
  /** Path of the attempt's URL if no request is made. */
  path: string
  certificates: ClientCertificates
  /** The criteria by which the client selects the certificate that it presents; undefined: it presents none. */
  selection: CertificateSelection | undefined
  checkRevocation: boolean
  /** The accounts by which the client signs in where it has to, in this order. */
  accounts(): readonly NtlmAccount[]
}

/** Holds a conversation by HTTP or HTTPS. */
export function webTransport<Result>(
  network: ClientNetwork,
  server: WebServer,
  conversation: Conversation<Result>,
): Transport<Result> {
  const { protocol, fqdn, port, certificates, selection, checkRevocation } = server
  return {
    protocol,
    port,
    async run() {
      const [presented] = await Promise.all([
        selection
          ? certificates.choose(selection, network.acceptableAuthorities(fqdn, port))
          : { certificate: undefined },
        network.ready(fqdn, port),
      ])
      const open = network.openPort(fqdn, port)
      const origin = `${protocol}://${fqdn}:${open.inUrl}`
      const { exchange: outcome, durationMs } = await timed(() =>
        converse(network, server, { origin, port: open.port }, presented, conversation),
      )
      return {
        ...outcome,
        url: origin + outcome.path,
        durationMs,
        ...(protocol === 'https' && {
          examineOwn: () => certificates.examine(presented, checkRevocation),
          presented: presented.certificate !== undefined,
        }),
      }
    },
  }
}

async function converse<Result>(
  network: ClientNetwork,
  { protocol, fqdn, port: configured, path, certificates, checkRevocation, accounts }: WebServer,
  { origin, port }: { origin: string; port: number },
  { certificate }: Presented,
  conversation: Conversation<Result>,
): Promise<Exchange<Result> & { path: string }> {
  const signedIn: Conversation<Result> = (send) => conversation(signingIn(send, accounts))
  const { resolve, sourceAddress } = network
  const connection = { fqdn, port, resolve, sourceAddress, ...network.patienceWith(fqdn, configured) }
  if (protocol === 'http') return exchange(origin, connection, signedIn)
  const context = await certificates.secureContext(certificate).catch((error: unknown) => error as Error)
  // OpenSSL refuses a certificate whose key belongs to another one.
  if (context instanceof Error) return { ...notConnected(cannotPresent(context)), path }
  const judge = (socket: TLSSocket): Promise<void> => certificates.judge(socket, fqdn, checkRevocation)
  return exchange(origin, { ...connection, secure: { context, judge } }, signedIn)
}

function cannotPresent(error: Error) {
  const { code, message } = codeAndMessage(error, 'ERR_TLS')
  return { stage: 'tls', code, message: `the client cannot use its own certificate: ${message}` } as const
}
