import { spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { createReadStream, existsSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Test } from 'tap'
import { run } from './run-program.ts'

/** Outside the blocks of addresses that runs use. */
const [prober, probed] = ['127.15.0.1', '127.15.0.2']

/** A capture of what goes over loopback between addresses other than 127.0.0.1. */
export interface Capture {
  /** Resolves once every packet up to now is in the file. */
  stop(): Promise<void>
}

/** Resolves once it captures; undefined: tshark may not capture here. */
export async function capture(t: Test, file: string): Promise<Capture | undefined> {
  const filter = 'src net 127.0.0.0/8 and not host 127.0.0.1'
  const child = spawn('tshark', ['-i', 'lo', '-B', '64', '-f', filter, '-w', file], { stdio: 'ignore' })
  const over = new AbortController()
  const ended = once(child, 'close').then(() => over.abort())
  t.teardown(() => child.kill('SIGKILL'))
  const socket = createSocket('udp4')
  t.teardown(() => socket.close())
  await once(socket.bind(0, prober), 'listening')
  await probe(socket, file, 'begin', over.signal)
  if (over.signal.aborted) return undefined
  return {
    async stop() {
      // The kernel keeps the order of packets, so all before the last probe are in the file with it.
      await probe(socket, file, 'end', over.signal)
      child.kill('SIGINT')
      await ended
    },
  }
}

/** Sends a datagram with a text of its own again and again, until the file has one of them. */
async function probe(socket: Socket, file: string, name: string, ended: AbortSignal): Promise<void> {
  const text = `sitemode-${name}-${process.pid}`
  let read = 0
  while (!ended.aborted) {
    socket.send(text, 9, probed)
    const captured = await readFrom(file, read)
    if (captured.includes(text)) return
    // The text may have come in part.
    read += Math.max(0, captured.length - text.length)
    await setTimeout(50)
  }
}

/** The bytes of a file from a position; none while there is no file. */
async function readFrom(file: string, start: number): Promise<Buffer> {
  if (!existsSync(file)) return Buffer.alloc(0)
  return Buffer.concat((await createReadStream(file, { start }).toArray()) as Buffer[])
}

/** What was seen of a TCP connection, or of the datagrams between two ports. An end is written `127.16.1.1:8443`. */
export interface Flow {
  protocol: 'tcp' | 'udp'
  /** The end that sent the first packet. */
  client: string
  server: string
  /** Milliseconds since 1970: the first packet. */
  began: number
  /** The server accepted the connection. */
  accepted: boolean
  /** The server's machine answered the first packet by a reset. */
  refused: boolean
  /** The server sent bytes of its own. */
  answered: boolean
  /** HTTP statuses, in order. */
  statuses: number[]
  /** The client sent a certificate, and the proof that it has the key. */
  clientCertificate: boolean
}

const names = [
  'frame.time_epoch',
  'ip.src',
  'ip.dst',
  'tcp.stream',
  'tcp.srcport',
  'tcp.dstport',
  'tcp.flags.syn',
  'tcp.flags.reset',
  'tcp.len',
  'udp.stream',
  'udp.srcport',
  'udp.dstport',
  'http.response.code',
  'tls.handshake.type',
  'tls.handshake.certificates_length',
] as const

/** tshark gives all values that a field has in a packet. */
type Packet = Record<(typeof names)[number], string[]>

const handshake = { certificate: '11', certificateVerify: '15' }

/** The flows between addresses of some networks (`127.16.0.0/16`), read with the secrets of a key log. */
export async function flowsOf(file: string, keys: string, networks: readonly string[]): Promise<Flow[]> {
  const preferences = {
    'tls.keylog_file': keys,
    // A port does not tell the protocol: sites have their own ports, and some systems listen otherwise.
    'tcp.try_heuristic_first': 'TRUE',
    // A response is told by its head, whether or not its body is whole.
    'http.desegment_body': 'FALSE',
  }
  const within = networks.map((network) => `ip.addr == ${network}`).join(' || ')
  const { status, stdout, stderr } = await run('tshark', [
    ...['-n', '-r', file, '-Y', `!icmp && (${within})`, '-T', 'fields'],
    ...Object.entries(preferences).flatMap(([name, value]) => ['-o', `${name}:${value}`]),
    ...names.flatMap((name) => ['-e', name]),
  ])
  if (status !== 0) throw new Error(stderr)
  const flows = new Map<string, Flow>()
  for (const line of stdout.toString().split('\n')) if (line !== '') add(flows, packetOf(line))
  return [...flows.values()]
}

function packetOf(line: string): Packet {
  const values = line.split('\t')
  return Object.fromEntries(
    names.map((name, index) => [name, (values[index] ?? '').split(',').filter((value) => value !== '')]),
  ) as Packet
}

function add(flows: Map<string, Flow>, packet: Packet): void {
  const protocol = packet['tcp.stream'].length > 0 ? 'tcp' : 'udp'
  const source = `${packet['ip.src'][0]}:${packet[`${protocol}.srcport`][0]}`
  const key = `${protocol} ${packet[`${protocol}.stream`][0]}`
  const flow = flows.get(key) ?? {
    protocol,
    client: source,
    server: `${packet['ip.dst'][0]}:${packet[`${protocol}.dstport`][0]}`,
    began: 1000 * Number(packet['frame.time_epoch'][0]),
    accepted: false,
    refused: false,
    answered: false,
    statuses: [],
    clientCertificate: false,
  }
  flows.set(key, flow)
  const types = packet['tls.handshake.type']
  if (source === flow.server) {
    if (isSet(packet['tcp.flags.syn'])) flow.accepted = true
    if (isSet(packet['tcp.flags.reset']) && !flow.accepted) flow.refused = true
    if (protocol === 'udp' || Number(packet['tcp.len'][0]) > 0) flow.answered = true
    flow.statuses.push(...packet['http.response.code'].map(Number).filter((status) => status >= 200))
  } else if (types.includes(handshake.certificate) && types.includes(handshake.certificateVerify)) {
    flow.clientCertificate = packet['tls.handshake.certificates_length'].some((length) => Number(length) > 0)
  }
}

function isSet([flag]: readonly string[]): boolean {
  return flag === '1' || flag === 'True'
}
