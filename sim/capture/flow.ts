import { packetInWords } from './packet-in-words.ts'
import {
  message,
  record,
  versionInWords,
  type FlowEnd,
  type Alert,
  type Endpoint,
  type HttpAnswer,
  type HttpRequest,
  type Packet,
} from './packet.ts'

/** What a capture shows of one TCP connection, up to now. */
export interface Flow {
  client: Endpoint
  server: Endpoint
  /** Milliseconds since 1970: the first packet and the last. */
  began: number
  last: number
  /** Packets by which the client asked for the connection; 0: it was there before the capture. */
  asked: number
  /** The server has sent something other than a reset. */
  accepted: boolean
  /** A router's word that the server cannot be reached. */
  unreachable: boolean
  sent: Readonly<Record<FlowEnd, number>>
  /** The end that ended the connection, and how; null while it lasts. */
  ended: { by: FlowEnd; reset: boolean } | null
  /** null as long as nobody began a handshake. */
  tls: Handshake | null
  /** The server answered a request in clear by a record of TLS. */
  answeredByTls: boolean
  /** The last request, and how many there were. */
  request: HttpRequest | null
  requests: number
  /** Of the last request; null where there is none. */
  answer: HttpAnswer | null
  /** What tells most of it. */
  notable: readonly Notable[]
}

export interface Handshake {
  serverName: string | null
  /** `TLSv1.2`; null before the server has chosen one. */
  version: string | null
  /** The server has sent a record of TLS. */
  spokenByServer: boolean
  /** The server's hello has come, and with it its certificate. */
  greeted: boolean
  /** null: hidden, as in TLS 1.3 without the secrets. */
  askedForCertificate: boolean | null
  /** The certificates of each end, in hexadecimal; null where none was sent, or where they are hidden. */
  chain: Readonly<Record<FlowEnd, readonly string[] | null>>
  /** The client has sent its own Finished, or data. */
  finishedByClient: boolean
  finishedByServer: boolean
  /** Data went each way after that. In TLS 1.3 without the secrets, tickets of the server look the same. */
  asked: boolean
  answered: boolean
  /** The first fatal alert. */
  alert: (Alert & { from: FlowEnd }) | null
}

/** A packet in words. */
export interface Notable {
  frame: number
  text: string
}

export function newFlow(packet: Packet): Flow {
  // Where the connection was there before the capture, the lower port is the server's.
  const opposite = packet.syn ? packet.ack : packet.from.port < packet.to.port
  return {
    client: opposite ? packet.to : packet.from,
    server: opposite ? packet.from : packet.to,
    began: packet.at,
    last: packet.at,
    asked: 0,
    accepted: !packet.syn && !packet.reset,
    unreachable: false,
    sent: { client: 0, server: 0 },
    ended: null,
    tls: null,
    answeredByTls: false,
    request: null,
    requests: 0,
    answer: null,
    notable: [],
  }
}

/** What the capture shows of the connection with a further packet. */
export function withPacket(flow: Flow, packet: Packet): Flow {
  const from = senderOf(flow, packet)
  const words = packetInWords(packet, from)
  const notable =
    words === undefined ? flow.notable : withNotable(flow.notable, { frame: packet.frame, text: words })
  // It repeats the head of a packet that has been seen.
  if (packet.undeliverable) return { ...flow, last: packet.at, unreachable: true, notable }
  const sentUpTo = packet.sentBefore + packet.length
  const handshake = withHandshake(flow, packet, from)
  return {
    ...flow,
    last: packet.at,
    asked: flow.asked + (packet.syn && from === 'client' ? 1 : 0),
    accepted: flow.accepted || (from === 'server' && !packet.reset),
    sent: { ...flow.sent, [from]: Math.max(flow.sent[from], sentUpTo) },
    ended: flow.ended ?? (packet.reset || packet.fin ? { by: from, reset: packet.reset } : null),
    tls: handshake,
    answeredByTls:
      flow.answeredByTls || (from === 'server' && handshake === null && packet.records.length > 0),
    ...(packet.request && { request: packet.request, requests: flow.requests + 1, answer: null }),
    ...(packet.answer && { answer: packet.answer }),
    notable,
  }
}

function senderOf({ client }: Flow, { from }: Packet): FlowEnd {
  return from.address === client.address && from.port === client.port ? 'client' : 'server'
}

/** A connection of many requests has many. The first are of how it began. */
const keptAtBegin = 4
const keptAtEnd = 4

function withNotable(before: readonly Notable[], one: Notable): readonly Notable[] {
  return before.length < keptAtBegin + keptAtEnd
    ? [...before, one]
    : [...before.slice(0, keptAtBegin), ...before.slice(keptAtBegin + 1), one]
}

const noHandshake: Handshake = {
  serverName: null,
  version: null,
  spokenByServer: false,
  greeted: false,
  askedForCertificate: null,
  chain: { client: null, server: null },
  finishedByClient: false,
  finishedByServer: false,
  asked: false,
  answered: false,
  alert: null,
}

function withHandshake(flow: Flow, packet: Packet, from: FlowEnd): Handshake | null {
  const { messages, records, versions, alert } = packet
  const begins = messages.includes(message.clientHello)
  // A server that waits for a handshake may answer a request in clear by an alert.
  if (!flow.tls && !begins && (records.length === 0 || flow.request)) return null
  const before = flow.tls ?? noHandshake
  const greets = messages.includes(message.serverHello)
  const version = greets ? versionInWords(versions[0] ?? 0) : before.version
  const isTls13 = version === 'TLSv1.3'
  const hasData = records.includes(record.data)
  // After its change of cipher an end only sends its Finished; TLS 1.3 hides that among data.
  const finishes =
    messages.includes(message.finished) || (isTls13 ? hasData : records.includes(record.changeCipherSpec))
  return {
    serverName: begins ? packet.serverName : before.serverName,
    version,
    spokenByServer: before.spokenByServer || (from === 'server' && records.length > 0),
    greeted: before.greeted || greets,
    askedForCertificate: messages.includes(message.certificateRequest)
      ? true
      : greets && !isTls13
        ? false
        : before.askedForCertificate,
    chain: messages.includes(message.certificate)
      ? { ...before.chain, [from]: chainIn(packet) }
      : before.chain,
    finishedByClient: before.finishedByClient || (from === 'client' && finishes),
    finishedByServer: before.finishedByServer || (from === 'server' && finishes),
    asked: before.asked || (from === 'client' && hasData && (!isTls13 || before.finishedByClient)),
    answered: before.answered || (from === 'server' && hasData && (!isTls13 || before.finishedByClient)),
    alert: before.alert ?? (alert && isFatal(alert) ? { ...alert, from } : null),
  }
}

/** A client without a certificate sends an empty message. */
function chainIn({ certificates, certificatesLengths }: Packet): readonly string[] {
  return certificatesLengths.some((length) => length > 0) ? certificates : []
}

/** RFC 5246 and 8446: close_notify and user_cancelled are no errors, and in TLS 1.3 every other alert is one. */
const closures: readonly number[] = [0, 90]

function isFatal({ level, description }: Alert): boolean {
  return level !== 1 || !closures.includes(description)
}
