import { X509Certificate } from 'node:crypto'
import { certificateFacts } from '../../certs/certificate-facts.ts'
import { examine, type Expected, type Finding } from '../../certs/certificates.ts'
import type { ClientEvidence, EndEvidence, OwnCertificate, TlsEvidence } from '../evidence/end-evidence.ts'
import { catalogue, type FailureId } from '../evidence/catalogue.ts'
import { alertCodes } from '../evidence/catalogue/symptoms.ts'
import type { Reached } from '../evidence/reached.ts'
import type { CertificateEvidence } from '../vocabulary/certificate.ts'
import { parseErrorPage } from '../wire/error-page.ts'
import type { Flow, Handshake } from './flow.ts'
import type { FlowEnd } from './packet.ts'
import { alertName } from './packet-in-words.ts'

/**
 * How a connection failed, by what its ends could see: `client` where the server, or nobody, ended it; `server` where the
 * client went away or sent an alert, for a reason of its own. A capture hides what either end thought.
 */
export type FlowFailure = {
  tls: Pick<TlsEvidence, 'version'> | null
  /** What the packets leave no doubt of. */
  proven?: FailureId
  /** What the server's first bytes are, where the client's code leaves it open. */
  firstBytes?: Reached['firstBytes']
} &
  /** One for each certificate that the client may have presented, where that is hidden. */
  (
    | { seenBy: 'client'; ends: readonly ClientEvidence[] }
    /** `faults`: what is wrong with the certificate that the server presented, as far as it shows. */
    | { seenBy: 'server'; end: EndEvidence; faults: readonly ClientEvidence[] }
  )

/** Milliseconds after which nothing more is expected. */
const silence = 5000

/** The failure of a connection that is over, or was silent for long by the time `until`; undefined where none shows. */
export function failureOf(flow: Flow, until: number): FlowFailure | undefined {
  // It has been told already.
  if (flow.answer) return undefined
  const goesOn = !flow.ended && until - flow.last < silence
  if (goesOn && !flow.unreachable && !flow.tls?.alert) return undefined
  return flow.tls ? failureOverTls(flow, flow.tls) : failureInClear(flow)
}

/** The failure that an answer tells; undefined where it tells none. */
export function refusalOf(flow: Flow): FlowFailure | undefined {
  const { answer } = flow
  if (!answer || answer.status < 400) return undefined
  if (flow.tls && !flow.tls.spokenByServer) return answeredInClear(flow)
  const { substatus } = parseErrorPage(answer.body) ?? {}
  const code = substatus === undefined ? String(answer.status) : `${answer.status}.${substatus}`
  return seenByClient(flow, { stage: 'http', code, message: '' })
}

/** The server accepts the connection and ends it, before it has said anything. */
function isTurnedAway({ asked, ended, sent }: Flow): boolean {
  return asked > 0 && ended?.by === 'server' && sent.server === 0
}

type Symptom = Pick<EndEvidence, 'stage' | 'code' | 'message'>

function failureInClear(flow: Flow): FlowFailure | undefined {
  const { ended, request, sent, answeredByTls } = flow
  const unconnected = unconnectedBy(flow)
  if (unconnected) return seenByClient(flow, unconnected)
  if (!request)
    return isTurnedAway(flow) ? seenByClient(flow, cutOff('connect', ended?.reset ?? false)) : undefined
  if (sent.server > 0) {
    const failure = seenByClient(flow, { stage: 'http', code: 'HPE_INVALID_CONSTANT', message: '' })
    return answeredByTls ? { ...failure, proven: 'http-to-https-port' } : failure
  }
  if (ended?.by === 'server') return seenByClient(flow, cutOff('http', ended.reset))
  return seenByClient(flow, { stage: 'http', code: 'UND_ERR_HEADERS_TIMEOUT', message: '' })
}

/** One unanswered packet may be the capture's last; a client asks again after a second at the earliest. */
const askedInVain = 2

function unconnectedBy({ accepted, unreachable, asked, ended }: Flow): Symptom | undefined {
  if (unreachable) return { stage: 'connect', code: 'EHOSTUNREACH', message: '' }
  if (accepted) return undefined
  if (ended?.by === 'server') return { stage: 'connect', code: 'ECONNREFUSED', message: '' }
  return asked >= askedInVain || (asked > 0 && ended !== null)
    ? { stage: 'connect', code: 'ETIMEDOUT', message: '' }
    : undefined
}

function failureOverTls(flow: Flow, tls: Handshake): FlowFailure | undefined {
  const { alert } = tls
  const unconnected = unconnectedBy(flow)
  if (unconnected) return seenByClient(flow, unconnected)
  if (alert) {
    const [code = ''] = alertCodes(alertName(alert.description).toUpperCase())
    const symptom = { stage: 'tls', code, message: '' } as const
    return alert.from === 'server' ? seenByClient(flow, symptom) : seenByServer(flow, tls, symptom)
  }
  if (flow.sent.server > 0 && !tls.spokenByServer) return answeredInClear(flow)
  return tls.finishedByClient && tls.finishedByServer
    ? failureAfterHandshake(flow, tls)
    : failureInHandshake(flow, tls)
}

/** The client takes it for a broken handshake. An answer of HTTP is proof; without one, tshark knew neither protocol. */
function answeredInClear(flow: Flow): FlowFailure {
  const failure = seenByClient(flow, { stage: 'tls', code: 'ERR_SSL_WRONG_VERSION_NUMBER', message: '' })
  return flow.answer ? { ...failure, proven: 'https-to-http-port' } : { ...failure, firstBytes: 'other' }
}

function failureInHandshake(flow: Flow, tls: Handshake): FlowFailure | undefined {
  const { ended } = flow
  if (ended?.by === 'server') return seenByClient(flow, cutOff('tls', ended.reset))
  // The client has seen a hello, so that it had something to think of.
  if (ended && tls.greeted) return seenByServer(flow, tls, cutOff('tls', ended.reset))
  return seenByClient(flow, { stage: 'tls', code: 'UND_ERR_CONNECT_TIMEOUT', message: '' })
}

/** Without the secrets, what is said after the handshake is hidden, but not that nothing is. */
function failureAfterHandshake(flow: Flow, tls: Handshake): FlowFailure | undefined {
  const { ended, request } = flow
  if (!request && tls.answered) return undefined
  if (ended?.by === 'server') return seenByClient(flow, cutOff('http', ended.reset))
  return request || tls.asked
    ? seenByClient(flow, { stage: 'http', code: 'UND_ERR_HEADERS_TIMEOUT', message: '' })
    : seenByServer(flow, tls, cutOff('tls', ended?.reset ?? false))
}

/** Node's message tells a reset from a close. */
function cutOff(stage: 'connect' | 'tls' | 'http', reset: boolean): Symptom {
  return { stage, code: 'ECONNRESET', message: reset ? 'read ECONNRESET' : '' }
}

function seenByClient(flow: Flow, symptom: Symptom): FlowFailure {
  const { sent, tls } = flow
  const received = sent.server
  return {
    tls: versionOf(tls),
    seenBy: 'client',
    ends: ownCertificates(flow).map((own) => ({ ...symptom, received, own })),
  }
}

function seenByServer(flow: Flow, tls: Handshake, end: Symptom): FlowFailure {
  return { tls: versionOf(tls), seenBy: 'server', end, faults: faultsOfServer(flow, tls) }
}

function versionOf(tls: Handshake | null): FlowFailure['tls'] {
  return tls?.version != null && tls.finishedByClient && tls.finishedByServer
    ? { version: tls.version }
    : null
}

/** Where it is hidden, or the handshake did not get that far, the client may have a certificate or not. */
function ownCertificates(flow: Flow): (OwnCertificate | null)[] {
  const { tls } = flow
  if (!tls) return [null]
  const none: OwnCertificate = { certificate: null, fault: null }
  const [leaf, ...above] = certificatesOf(tls, 'client')
  if (leaf) return [presented([leaf, ...above], new Date(flow.last))]
  if (tls.chain.client) return [none, ...reasonsForNone.map((fault) => ({ certificate: null, fault }))]
  const isHidden = tls.version === 'TLSv1.3' || !tls.finishedByClient
  return isHidden ? [none, { certificate: nothingKnown, fault: null }] : [none]
}

/** Why a client that is asked for a certificate sends none: its own codes, which no capture shows. */
const reasonsForNone = [...new Set(catalogue.flatMap(({ clientError }) => clientError ?? []))]

const nothingKnown: CertificateEvidence = {
  ...{ subject: '', issuer: '', serialNumber: '', notBefore: '', notAfter: '' },
  ...{ names: [], usages: [], authority: false, key: '', hash: '' },
}

function presented(chain: readonly [X509Certificate, ...X509Certificate[]], at: Date): OwnCertificate {
  const certificate = certificateFacts(chain[0])
  const [fault] = faultsIn(chain, { purpose: 'client', at })
  if (!fault) return { certificate, fault: null }
  return { certificate, fault: fault.code, ...(fault.certificate.ca && { ofAuthority: true as const }) }
}

function faultsOfServer(flow: Flow, tls: Handshake): ClientEvidence[] {
  const chain = certificatesOf(tls, 'server')
  const host = tls.serverName
  const expected = { purpose: 'server', at: new Date(flow.last), ...(host !== null && { host }) } as const
  return faultsIn(chain, expected).map(({ code, certificate }) => ({
    ...{ stage: 'tls', code, message: '', received: flow.sent.server },
    certificate: certificateFacts(certificate),
    own: null,
  }))
}

/** Whom an end trusts does not show in a capture. */
const matterOfTrust: readonly string[] = [
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
]

function faultsIn(chain: readonly X509Certificate[], expected: Omit<Expected, 'anchors'>): Finding[] {
  return examine(chain, { ...expected, anchors: [] }).filter(({ code }) => !matterOfTrust.includes(code))
}

function certificatesOf({ chain }: Handshake, end: FlowEnd): X509Certificate[] {
  return (chain[end] ?? []).flatMap((hexadecimal) => {
    try {
      return [new X509Certificate(Buffer.from(hexadecimal, 'hex'))]
    } catch {
      return []
    }
  })
}
