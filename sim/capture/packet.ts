/** The fields of tshark that are read, in the order in which it prints them; the last may be long. */
export const fieldNames = [
  'frame.number',
  'frame.time_epoch',
  'ip.src',
  'ipv6.src',
  'ip.dst',
  'ipv6.dst',
  'icmp.type',
  'icmpv6.type',
  'tcp.stream',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.flags',
  'tcp.seq',
  'tcp.len',
  'tls.handshake.type',
  'tls.handshake.version',
  'tls.handshake.extensions.supported_version',
  'tls.handshake.extensions_server_name',
  'tls.handshake.certificates_length',
  'tls.record.content_type',
  'tls.alert_message.level',
  'tls.alert_message.desc',
  'http.request.method',
  'http.request.uri',
  'http.host',
  'http.response.code',
  'tls.handshake.certificate',
  'http.file_data',
] as const

type Field = (typeof fieldNames)[number]

/** tshark's first line, by which its output is known. */
export const header = fieldNames.join('\t')

/** The ends of a connection: the client opened it. */
export type FlowEnd = 'client' | 'server'

/** A packet of a TCP connection, or a router's word that one cannot be delivered. */
export interface Packet {
  frame: number
  /** Milliseconds since 1970. */
  at: number
  /** tshark's number of the connection; null for a router's word. */
  stream: number | null
  from: Endpoint
  to: Endpoint
  /** It did not come through: this packet names the connection that it was for. */
  undeliverable: boolean
  syn: boolean
  /** Of all packets of a connection, only the one that asks for it acknowledges nothing. */
  ack: boolean
  reset: boolean
  fin: boolean
  /** Bytes that its sender had sent before this packet, and in it. */
  sentBefore: number
  length: number
  /** Types of TLS records: 20 to 23. */
  records: readonly number[]
  /** Types of messages of the TLS handshake. */
  messages: readonly number[]
  /** The version of a ServerHello, or those of a ClientHello: 0x0303. */
  versions: readonly number[]
  serverName: string | null
  /** What each Certificate message holds; 0: no certificate. */
  certificatesLengths: readonly number[]
  /** DER in hexadecimal. */
  certificates: readonly string[]
  alert: Alert | null
  request: HttpRequest | null
  answer: HttpAnswer | null
}

export interface Endpoint {
  address: string
  port: number
}

export interface Alert {
  level: number
  description: number
}

export interface HttpRequest {
  method: string
  uri: string
  host: string | null
}

export interface HttpAnswer {
  status: number
  /** What came of its body with its head. */
  body: string
}

/** The packet of a line of tshark's; undefined for a line that is none. */
export function packetOf(line: string): Packet | undefined {
  const values = line.split('\t')
  if (values.length < fieldNames.length) return undefined
  const all = (name: Field): string[] =>
    (values[fieldNames.indexOf(name)] ?? '').split(' ').filter((value) => value !== '')
  const numbers = (name: Field): number[] => all(name).map(Number)
  const first = (name: Field): string | null => all(name)[0] ?? null
  const number = (name: Field): number => Number(first(name) ?? 0)
  // A router's word ends with the head of the packet that it is about.
  const undeliverable = all('icmp.type').length + all('icmpv6.type').length > 0
  const address = (name: 'src' | 'dst'): string =>
    [...all(`ip.${name}`), ...all(`ipv6.${name}`)].at(undeliverable ? -1 : 0) ?? ''
  const flags = number('tcp.flags')
  const descriptions = numbers('tls.alert_message.desc')
  const method = first('http.request.method')
  const status = first('http.response.code')
  const stream = first('tcp.stream')
  const packet: Packet = {
    frame: number('frame.number'),
    at: 1000 * number('frame.time_epoch'),
    stream: stream === null ? null : Number(stream),
    from: { address: address('src'), port: number('tcp.srcport') },
    to: { address: address('dst'), port: number('tcp.dstport') },
    undeliverable,
    syn: (flags & 0x02) !== 0,
    ack: (flags & 0x10) !== 0,
    reset: (flags & 0x04) !== 0,
    fin: (flags & 0x01) !== 0,
    sentBefore: Math.max(0, number('tcp.seq') - 1),
    length: number('tcp.len'),
    records: numbers('tls.record.content_type'),
    messages: numbers('tls.handshake.type'),
    versions: [...numbers('tls.handshake.extensions.supported_version'), ...numbers('tls.handshake.version')],
    serverName: first('tls.handshake.extensions_server_name'),
    certificatesLengths: numbers('tls.handshake.certificates_length'),
    certificates: all('tls.handshake.certificate'),
    // The level is missing where the alert is encrypted, and then so is the description.
    alert:
      descriptions[0] === undefined
        ? null
        : { level: number('tls.alert_message.level'), description: descriptions[0] },
    request:
      method === null ? null : { method, uri: first('http.request.uri') ?? '', host: first('http.host') },
    answer:
      status === null
        ? null
        : {
            status: Number(status),
            body: asText(values.slice(fieldNames.indexOf('http.file_data')).join(' ')),
          },
  }
  return Number.isInteger(packet.frame) && packet.frame > 0 ? packet : undefined
}

/** Versions of tshark from 4.2 on print bytes in hexadecimal. */
function asText(data: string): string {
  return /^(?:[\da-f]{2})+$/i.test(data) ? Buffer.from(data, 'hex').toString('latin1') : data
}

/** The types of TLS records (RFC 8446, section 5.1). */
export const record = { changeCipherSpec: 20, alert: 21, data: 23 } as const

/** The types of messages of the handshake (RFC 8446, section 4) that tell something here. */
export const message = {
  clientHello: 1,
  serverHello: 2,
  certificate: 11,
  certificateRequest: 13,
  finished: 20,
} as const

/** `TLSv1.2`, as Node writes it. */
export function versionInWords(version: number): string {
  return version === 0x0300 ? 'SSLv3' : `TLSv1.${(version & 0xff) - 1}`
}
