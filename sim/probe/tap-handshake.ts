import { X509Certificate } from 'node:crypto'
import type { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { readDistinguishedName } from '../../certs/x509.ts'
import type { ProbeStep } from '../report/command-results.ts'
import { limits } from '../limits.ts'
import type { Milestone, Reached } from '../evidence/reached.ts'
import { parseRecords, type Passed } from '../wire/tls/records.ts'
import { parseTranscript, type TranscriptRecord } from '../wire/tls/transcript.ts'

/** Observes a handshake from between the client and the network. */
export interface HandshakeTap {
  wrap(socket: Socket): Duplex
  keyLog(line: Buffer): void
  /** Milliseconds; undefined if there was no connection. */
  connectedAt(): number | undefined
  read(): ObservedHandshake
}

export interface ObservedHandshake {
  steps: ProbeStep[]
  chain: X509Certificate[]
  /** null if the server asked for no certificate, or only in a renegotiation, where its list cannot be read. */
  acceptableAuthorities: string[] | null
  /** The server asked for a certificate, at the beginning or by a renegotiation. */
  certificateAsked: boolean
  /** How far the connection got by what passed over it. */
  got: Exclude<Milestone, 'nothing' | 'handshake'>
  firstBytes: Reached['firstBytes']
}

export function tapHandshake(since: () => number): HandshakeTap {
  const passed: Passed[] = []
  let kept = 0
  const secrets = new Map<string, Buffer>()
  let connectedAt: number | undefined
  return {
    wrap(socket) {
      socket.once('connect', () => (connectedAt = since()))
      return tapSocket(socket, (from, bytes) => {
        // A handshake is shorter by far, and an answer need not end.
        if (kept >= limits.probedBytes.value) return
        kept += bytes.length
        passed.push({ from, bytes, at: since() })
      })
    },
    keyLog(line) {
      const [label = '', , secret = ''] = line.toString('latin1').trim().split(' ')
      secrets.set(label, Buffer.from(secret, 'hex'))
    },
    connectedAt: () => connectedAt,
    read() {
      const records = parseTranscript(passed, secrets)
      const chain = records.find((one) => one.what === 'certificate' && one.from === 'server')
      const asked = records.find((one) => one.what === 'certificate-request')
      return {
        steps: records.map(stepOf),
        chain: chain?.what === 'certificate' ? chain.chain.flatMap(parsed) : [],
        acceptableAuthorities: asked?.what === 'certificate-request' ? asked.authorities.map(nameOf) : null,
        certificateAsked: asked !== undefined || records.some(({ what }) => what === 'renegotiation'),
        got: milestoneOf(records, passed),
        firstBytes: firstBytesOf(passed),
      }
    },
  }
}

function milestoneOf(
  records: readonly TranscriptRecord[],
  passed: readonly Passed[],
): ObservedHandshake['got'] {
  const by = (from: Passed['from'], ...wanted: TranscriptRecord['what'][]): boolean =>
    records.some((record) => record.from === from && wanted.includes(record.what))
  if (by('server', 'data')) return 'answer'
  // The client goes on once it has the whole flight of the server.
  if (by('client', 'certificate', 'finished')) return 'flight'
  if (by('server', 'server-hello')) return 'hello'
  return passed.some(({ from }) => from === 'server') ? 'bytes' : 'connected'
}

function firstBytesOf(passed: readonly Passed[]): Reached['firstBytes'] {
  const bytes = Buffer.concat(passed.flatMap((one) => (one.from === 'server' ? one.bytes : [])))
  if (bytes.length === 0) return undefined
  if (bytes.toString('latin1').startsWith('HTTP/1.')) return 'http'
  return parseRecords(passed).some(({ from }) => from === 'server') ? 'tls' : 'other'
}

function parsed(der: Buffer): X509Certificate[] {
  try {
    return [new X509Certificate(der)]
  } catch {
    return []
  }
}

function nameOf(der: Buffer): string {
  try {
    return readDistinguishedName(der)
  } catch {
    return der.toString('hex')
  }
}

function stepOf(record: TranscriptRecord): ProbeStep {
  return { at: record.at, step: record.what, text: inWords(record) }
}

function inWords(record: TranscriptRecord): string {
  const who = record.from === 'client' ? 'we' : 'the server'
  switch (record.what) {
    case 'client-hello': {
      const name = record.serverName === null ? 'no server name' : `the server name ${record.serverName}`
      return `we said hello, offering ${record.versions.join(', ')} and ${name}`
    }
    case 'server-hello':
      return `the server said hello, and chose ${record.version ?? 'a version that is not known'}`
    case 'certificate':
      return record.chain.length === 0
        ? `${who} had no certificate to send`
        : `${who} sent ${count(record.chain.length)}`
    case 'certificate-request':
      return record.authorities.length === 0
        ? 'the server asked for a certificate, of any authority'
        : 'the server asked for a certificate, of certain authorities'
    case 'finished':
      return `${who} finished the handshake`
    case 'renegotiation':
      return `${who} asked for another handshake, as servers do that want a certificate for certain paths only`
    case 'alert':
      return `${who} sent an alert: ${record.alert}`
    case 'data':
      return record.from === 'client' ? 'we sent the request' : 'the server began to answer'
  }
}

function count(certificates: number): string {
  return certificates === 1 ? 'a certificate alone' : `a certificate and ${certificates - 1} above it`
}

/** A stream over a TCP socket that passes everything on and reports the bytes of both directions. */
function tapSocket(socket: Socket, keep: (from: Passed['from'], bytes: Buffer) => void): Duplex {
  const stream = new Duplex({
    read: () => void socket.resume(),
    write(chunk: Buffer, _encoding, done) {
      const send = (): void => {
        keep('client', chunk)
        socket.write(chunk, done)
      }
      if (socket.connecting) socket.once('connect', send)
      // What has come is read first: an alert would be lost when a write fails.
      else setImmediate(send)
    },
    final: (done) => void socket.end(done),
    destroy(error, done) {
      socket.destroy()
      done(error)
    },
  })
  socket.on('data', (bytes: Buffer) => {
    keep('server', bytes)
    if (!stream.push(bytes)) socket.pause()
  })
  socket.once('end', () => stream.push(null))
  socket.once('error', (error) => stream.destroy(error))
  socket.once('close', () => stream.destroy())
  return stream
}
