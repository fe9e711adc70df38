import {
  messageTypes,
  parseAcceptableAuthorities,
  parseCertificates,
  parseClientHello,
  parseMessages,
  parseServerHello,
  type HandshakeMessage,
  type ServerHello,
  type Version,
} from './handshake-messages.ts'
import { contentTypes, parseRecords, type Passed, type TlsRecord } from './records.ts'
import { trafficKeys, type TrafficKeys } from './traffic-keys.ts'

type End = Passed['from']

/** A message, alert or first data of one end of a TLS connection. */
export type TranscriptRecord = { at: number; from: End } & (
  | { what: 'client-hello'; versions: Version[]; serverName: string | null }
  | { what: 'server-hello'; version: Version | null }
  /** DER, the leaf first; empty when a client has no certificate. */
  | { what: 'certificate'; chain: Buffer[] }
  /** DER of distinguished names; empty: any authority will do. */
  | { what: 'certificate-request'; authorities: Buffer[] }
  | { what: 'finished' }
  /** Under TLS 1.2 and before: another handshake, which is encrypted, in the one that is over. */
  | { what: 'renegotiation' }
  | { what: 'alert'; alert: string }
  | { what: 'data' }
)

/** Secrets of TLS 1.3 out of a key log, by label. They are not kept after parsing. */
type Secrets = ReadonlyMap<string, Buffer>

/**
 * The records of both ends, out of the bytes that passed between them. TLS 1.2 can be read as it is up to the change of
 * cipher; TLS 1.3 encrypts all but the hellos, and the secrets of the key log decrypt it. No bytes make this throw.
 */
export function parseTranscript(passed: readonly Passed[], secrets: Secrets): TranscriptRecord[] {
  const transcript: TranscriptRecord[] = []
  const ends = { client: newEnd(), server: newEnd() }
  let hello: ServerHello | undefined

  function keysFor(from: End, stage: 'handshake' | 'application'): TrafficKeys | undefined {
    const label = `${from.toUpperCase()}_${stage === 'handshake' ? 'HANDSHAKE_TRAFFIC_SECRET' : 'TRAFFIC_SECRET_0'}`
    const secret = secrets.get(label)
    return hello && secret && trafficKeys(hello.cipher, secret)
  }

  function add(record: TlsRecord, type: number, content: Buffer): void {
    const { from, at } = record
    const end = ends[from]
    if (type === contentTypes.alert) {
      const alert = alertInWords(content)
      if (alert !== undefined) transcript.push({ at, from, what: 'alert', alert })
    } else if (type === contentTypes.applicationData) {
      if (transcript.at(-1)?.what !== 'data' || transcript.at(-1)?.from !== from)
        transcript.push({ at, from, what: 'data' })
    } else if (type === contentTypes.handshake) {
      const { messages, rest } = parseMessages(Buffer.concat([end.unread, content]))
      end.unread = rest
      for (const message of messages) addMessage(message, from, at)
    }
  }

  function addMessage({ type, body }: HandshakeMessage, from: End, at: number): void {
    switch (type) {
      case messageTypes.clientHello:
        transcript.push({ at, from, what: 'client-hello', ...parseClientHello(body) })
        break
      case messageTypes.serverHello:
        hello = parseServerHello(body)
        transcript.push({ at, from, what: 'server-hello', version: hello.version })
        if (hello.version === 'TLSv1.3') {
          ends.client.keys = keysFor('client', 'handshake')
          ends.server.keys = keysFor('server', 'handshake')
        }
        break
      case messageTypes.certificate:
        transcript.push({
          at,
          from,
          what: 'certificate',
          chain: parseCertificates(body, hello?.version ?? null),
        })
        break
      case messageTypes.certificateRequest: {
        const authorities = parseAcceptableAuthorities(body, hello?.version ?? null)
        transcript.push({ at, from, what: 'certificate-request', authorities })
        break
      }
      case messageTypes.finished:
        transcript.push({ at, from, what: 'finished' })
        ends[from].keys = keysFor(from, 'application')
    }
  }

  /** The first is the end of the handshake; any other belongs to a further one. */
  function addHidden({ from, at }: TlsRecord): void {
    const end = ends[from]
    if (!end.finished) transcript.push({ at, from, what: 'finished' })
    else if (transcript.at(-1)?.what !== 'renegotiation') transcript.push({ at, from, what: 'renegotiation' })
    end.finished = true
  }

  for (const record of parseRecords(passed)) {
    const end = ends[record.from]
    if (record.type === contentTypes.changeCipherSpec) end.hidden = true
    else if (hello?.version === 'TLSv1.3' && record.type === contentTypes.applicationData) {
      const opened = end.keys?.open(record)
      if (opened) add(record, opened.type, opened.content)
    } else if (!end.hidden || hello?.version === 'TLSv1.3') add(record, record.type, record.content)
    // After the change of cipher of TLS 1.2 only the type of a record can be read.
    else if (record.type === contentTypes.handshake) addHidden(record)
    else if (record.type === contentTypes.alert) {
      transcript.push({ at: record.at, from: record.from, what: 'alert', alert: 'an encrypted alert' })
    } else add(record, record.type, record.content)
  }
  return transcript
}

function newEnd(): { unread: Buffer; hidden: boolean; finished: boolean; keys: TrafficKeys | undefined } {
  return { unread: Buffer.alloc(0), hidden: false, finished: false, keys: undefined }
}

/** Names of alerts (RFC 8446, section 6, and older ones). */
const names: Readonly<Record<number, string>> = {
  0: 'close notify',
  10: 'unexpected message',
  20: 'bad record MAC',
  40: 'handshake failure',
  42: 'bad certificate',
  43: 'unsupported certificate',
  44: 'certificate revoked',
  45: 'certificate expired',
  46: 'certificate unknown',
  47: 'illegal parameter',
  48: 'unknown CA',
  49: 'access denied',
  50: 'decode error',
  51: 'decrypt error',
  70: 'protocol version',
  71: 'insufficient security',
  80: 'internal error',
  86: 'inappropriate fallback',
  90: 'user cancelled',
  109: 'missing extension',
  112: 'unrecognized name',
  113: 'bad certificate status response',
  116: 'certificate required',
  120: 'no application protocol',
}

/** An alert in words; undefined when the record holds no single alert. */
function alertInWords(content: Buffer): string | undefined {
  if (content.length !== 2) return undefined
  const number = content.readUInt8(1)
  return names[number] ?? `alert ${number}`
}
