import type { Attempt } from '../../evidence/attempt.ts'
import type { ClientEvidence, EndEvidence, OwnCertificate } from '../../evidence/end-evidence.ts'
import {
  type ConnectionEnds,
  type ConnectionTimes,
  type HttpExchange,
  since,
} from '../../evidence/connection.ts'
import type { ClientNetwork } from '../network.ts'

/** One exchange with one server: connects, makes its requests, and closes the connection. */
export interface Transport<Result> {
  protocol: Attempt['protocol']
  /** The port that the site configures; the server may have opened another one in its place. */
  port: number
  /** Never rejects because of the network: the outcome says what went wrong. */
  run(): Promise<TransportOutcome<Result>>
}

interface TransportOutcome<Result> extends Exchange<Result> {
  url: string
  /** Duration of the exchange alone, without the time to prepare certificates. */
  durationMs: number
  /** Examines the client's own certificate; absent where certificates play no part. */
  examineOwn?(): Promise<OwnCertificate>
  /** Whether the client had a certificate to present; absent where certificates play no part. */
  presented?: boolean
}

/** The client's view of one connection once it is over. */
export interface Exchange<Result> {
  /** The result of the exchange. A failed exchange may have a part of it, or none. */
  result?: Result | undefined
  /** Absent if no connection was established. */
  ends?: ConnectionEnds | undefined
  times?: ConnectionTimes | undefined
  /** Absent if no TLS handshake completed. */
  secure?: { version: string; cipher: string; resumed: boolean } | undefined
  /** HTTP status and substatus, where one was received. */
  status: number | null
  substatus: number | null
  /** Bytes received from the other end. */
  received: number
  /** Why the exchange failed; null if it succeeded. */
  end: BareEvidence | null
  /** HTTP requests and their replies, in order. */
  exchanges?: HttpExchange[]
}

/** The client's evidence before it has examined its own certificate. */
export type BareEvidence = Omit<ClientEvidence, 'own'>

/** The outcome of an exchange by a protocol other than HTTP. */
interface PlainExchange<Result> extends Pick<Exchange<Result>, 'result' | 'ends'> {
  /** Bytes received from the other end. */
  received: number
  end: EndEvidence | null
  /** Replaces the URL with which the transport started, if the exchange led elsewhere. */
  url?: string | undefined
}

interface PlainServer extends Pick<Transport<unknown>, 'protocol' | 'port'> {
  fqdn: string
  url(port: number): string
}

/** A transport of a protocol other than HTTP. `talk` is called once the server's address and open port are known. */
export function plainTransport<Result>(
  network: ClientNetwork,
  { protocol, port, fqdn, url }: PlainServer,
  talk: (address: string, port: number) => Promise<PlainExchange<Result>>,
): Transport<Result> {
  return {
    protocol,
    port,
    async run() {
      const address = network.resolve(fqdn)
      if (address === undefined) return { ...notConnected(unknownName(fqdn)), url: url(port), durationMs: 0 }
      const open = network.openPort(fqdn, port)
      const { exchange, durationMs } = await timed(() => talk(address, open.port))
      const { result, ends, received, end } = exchange
      return {
        ...{ result, ends, received, durationMs, status: null, substatus: null },
        end: end && { ...end, received },
        url: exchange.url ?? url(open.inUrl),
      }
    },
  }
}

/** `durationMs` is how long it took until `act` resolved. */
export async function timed<Result>(
  act: () => Promise<Result>,
): Promise<{ exchange: Result; durationMs: number }> {
  const startedAt = performance.now()
  const exchange = await act()
  return { exchange, durationMs: since(startedAt) }
}

/** The outcome of an exchange without a connection. */
export function notConnected(end: EndEvidence): Exchange<never> {
  return { status: null, substatus: null, received: 0, end: { ...end, received: 0 } }
}

function unknownName(fqdn: string): EndEvidence {
  return { stage: 'resolve', code: 'ENOTFOUND', message: `no host has the name ${fqdn}` }
}
