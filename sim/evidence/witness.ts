import { isDatagramProtocol, isWebProtocol } from '../vocabulary/network.ts'
import type { Attempt } from './attempt.ts'
import type { ClientEvidence } from './end-evidence.ts'
import type { ConnectionEnds } from './connection.ts'
import type { AcceptedConnection, ServerView } from './server-view.ts'

/** The client's word on one attempt. */
export interface Claim extends Pick<
  Attempt,
  'system' | 'protocol' | 'outcome' | 'status' | 'substatus' | 'client_end' | 'tls'
> {
  /** Its connection; null where it says that it had none. */
  ends: ConnectionEnds | null
  /** Bytes received from the other end. */
  received: number
  /** Whether it had a certificate to present; null where certificates play no part. */
  presented: boolean | null
}

/** Code of the server's end where a program that is not the hierarchy's answers in place of a system. */
export const otherProgram = 'OTHER_PROGRAM'

/** What the listeners say. */
export interface Testimony {
  /** The server's view of the connection; null where the client names none. */
  view: ServerView | null
  /**
   * The port that the client turned to; `changing`: some port of the hierarchy opened or closed meanwhile; `replaced`: the
   * hierarchy was told that another program answers there, so no listener can say anything.
   */
  port: 'open' | 'closed' | 'changing' | 'replaced'
  /** A connection from the client's address that no attempt accounts for. */
  stray: AcceptedConnection | undefined
}

/**
 * Judges the client's word by what the listeners say: the contradiction, with both words, or null where they bear each
 * other out. Nothing of the client's own counts as proof.
 */
export function contradictionOf(claim: Claim, testimony: Testimony): string | null {
  const found = judges[claim.outcome](claim, testimony) ?? certificateContradiction(claim, testimony)
  return found && `The client says that ${found.client}; but ${found.server}.`
}

/** A stray as a listener would tell of it. */
export function strayInWords({ fqdn, ends }: AcceptedConnection): string {
  const { clientAddress, clientPort, serverPort } = ends
  return `${fqdn} accepted a connection on port ${serverPort} from ${clientAddress}:${clientPort} that no attempt accounts for`
}

/** Two words that exclude each other: parts of a sentence. */
interface Contradiction {
  client: string
  server: string
}

type Judge = (claim: Claim, testimony: Testimony) => Contradiction | null

const judges: Readonly<Record<Attempt['outcome'], Judge>> = {
  answered: judgeAnswered,
  failed: judgeFailed,
  withheld: judgeWithheld,
  contradicted: () => null,
}

/** The fewest replies out of which an answer of the protocol can be made. */
const fewestReplies: Readonly<Record<Attempt['protocol'], number>> = {
  http: 1,
  https: 1,
  // To negotiate, sign in, connect to the share and open a file or directory.
  smb: 4,
  // An offer, the name of a boot file, and the whole file.
  pxe: 3,
  soh: 1,
  ldap: 1,
  dns: 1,
  wins: 1,
}

function judgeAnswered(claim: Claim, { view, port }: Testimony): Contradiction | null {
  const { ends, received, protocol, status, tls } = claim
  const client = `${called(claim)} answered${statusInWords(status)}`
  if (!ends) return { client, server: 'it names no connection by which' }
  const unheard = { client, server: `no listener ${heard(claim)} ${from(ends)}` }
  if (!view?.listener) return port === 'replaced' && received > 0 ? null : unheard
  const server = view.listener.fqdn
  if (received === 0) return { client, server: 'it received nothing' }
  if (view.replies < fewestReplies[protocol])
    return { client, server: `${server} gave ${repliesInWords(view.replies)}` }
  if (view.spoilt) return { client, server: `${server} spoilt its reply (${view.end?.message ?? 'a fault'})` }
  if (isWebProtocol(protocol) && !isLastStatus(claim, view))
    return { client, server: lastReply(view, server) }
  if (protocol === 'https' && tls === null) return { client, server: 'it completed no TLS handshake' }
  if ((protocol === 'https' || tls) && view.clientCertificate === null)
    return { client, server: `${server} completed no TLS handshake` }
  return null
}

function judgeFailed(claim: Claim, testimony: Testimony): Contradiction | null {
  const { ends, received, client_end: end } = claim
  if (!end) return { client: `${called(claim)} failed it`, server: 'it names no failure' }
  const client = `${called(claim)} failed it at stage ${end.stage} with ${end.code}`
  if (end.code === 'ECONNREFUSED' && testimony.port === 'open')
    return { client, server: 'the listener is open, and nothing is wrong with it' }
  if (ends) return judgeConnection(claim, end, ends, testimony, client)
  if (received > 0) return { client, server: `it received ${received} bytes without a connection` }
  return mayFailUnconnected(end) ? null : { client, server: 'it names no connection that got so far' }
}

/** A client that cannot use its own certificate gives up before it connects. */
function mayFailUnconnected({ stage, own }: ClientEvidence): boolean {
  return stage === 'resolve' || stage === 'connect' || (stage === 'tls' && Boolean(own?.certificate))
}

function judgeConnection(
  claim: Claim,
  { stage, code }: ClientEvidence,
  ends: ConnectionEnds,
  { view, port }: Testimony,
  client: string,
): Contradiction | null {
  const { protocol, received, status, substatus } = claim
  if (!view?.listener) {
    // Where nobody listens any more a connection is reset before it is accepted, and a datagram is lost at any time.
    const mayBeLost =
      received === 0 && (port === 'changing' || (port === 'closed' && isDatagramProtocol(protocol)))
    return mayBeLost || port === 'replaced'
      ? null
      : { client, server: `no listener ${heard({ protocol })} ${from(ends)}` }
  }
  const server = view.listener.fqdn
  if (code === 'ECONNREFUSED' && !isDatagramProtocol(protocol))
    return { client, server: `${server} accepted the connection` }
  if (stage === 'tls' && view.replies > 0 && !refusedInTheClear(view))
    return { client, server: `${server} gave ${repliesInWords(view.replies)} over that connection` }
  if (status !== null && !isLastStatus(claim, view))
    return { client: `it got status${statusInWords(status, substatus)}`, server: lastReply(view, server) }
  return null
}

/** What came was no request, but a handshake: the answer to it is no reply over TLS. */
function refusedInTheClear({ handshake, end }: ServerView): boolean {
  return handshake === null && end?.stage === 'http'
}

/** The client may have seen less than the server said: the substatus stands only on an error page. */
function isLastStatus({ status, substatus }: Claim, view: ServerView): boolean {
  return status === view.status && (substatus === null || substatus === view.substatus)
}

function lastReply({ replies, status, substatus }: ServerView, server: string): string {
  return replies === 0
    ? `${server} gave no reply`
    : `the last reply of ${server} was${statusInWords(status, substatus)}`
}

function judgeWithheld(_claim: Claim, { stray }: Testimony): Contradiction | null {
  return stray ? { client: 'it kept away', server: strayInWords(stray) } : null
}

/** Only a certificate that the server saw, and whose signature it verified, was presented. */
function certificateContradiction(
  { tls, presented, outcome }: Claim,
  { view }: Testimony,
): Contradiction | null {
  if (!view?.listener) return null
  const { fqdn } = view.listener
  const seen = view.clientCertificate
  if (tls?.clientCertificate && seen !== 'verified')
    return { client: 'it presented a certificate', server: `${fqdn} ${certificateInWords[seen ?? 'none']}` }
  if (presented === false && seen === 'verified')
    return { client: 'it presented no certificate', server: `${fqdn} ${certificateInWords[seen]}` }
  const sawNone = seen === 'none' || (seen === null && outcome === 'answered')
  if (presented === true && (sawNone || view.end?.code === noCertificate))
    return { client: 'it presented a certificate', server: `${fqdn} ${certificateInWords.none}` }
  if (outcome === 'answered' && tls && !tls.clientCertificate && seen === 'verified')
    return { client: 'it was answered without a certificate', server: `${fqdn} ${certificateInWords[seen]}` }
  return null
}

/** A server ends the handshake for want of a certificate. */
const noCertificate = 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE'

const certificateInWords = {
  'not-asked': 'asked for none',
  none: 'saw none',
  verified: 'saw one and verified it',
} as const satisfies Readonly<Record<NonNullable<ServerView['clientCertificate']>, string>>

function called({ system }: Pick<Claim, 'system'>): string {
  return system ?? 'a system'
}

function heard({ protocol }: Pick<Claim, 'protocol'>): string {
  return isDatagramProtocol(protocol) ? 'received a datagram' : 'accepted a connection'
}

function from({ clientAddress, clientPort, serverAddress, serverPort }: ConnectionEnds): string {
  return `from ${clientAddress}:${clientPort} at ${serverAddress}:${serverPort}`
}

function repliesInWords(count: number): string {
  return count === 0 ? 'no reply' : count === 1 ? 'one reply' : `${count} replies`
}

/** ` 403.7`; with a leading space, and empty where there is no status. */
function statusInWords(status: number | null, substatus: number | null = null): string {
  if (status === null) return ''
  return ` ${substatus === null || substatus === 0 ? status : `${status}.${substatus}`}`
}
