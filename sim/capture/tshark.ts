import { spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { EnvironmentError, InputError, machineError } from '../errors.ts'
import { fieldNames } from './packet.ts'

/** How captures begin: pcapng, pcap in either byte order with micro- or nanoseconds, and Network Monitor 1 and 2. */
const beginnings = [
  '0a0d0d0a',
  'a1b2c3d4',
  'd4c3b2a1',
  'a1b23c4d',
  '4d3cb2a1',
  '52545353',
  '474d4255',
] as const

/** Whether a file with these first bytes is a capture of the network. */
export function beginsCapture(bytes: Uint8Array): boolean {
  const first = Buffer.from(bytes.subarray(0, 4)).toString('hex')
  return beginnings.some((beginning) => beginning === first)
}

/** Settings of tshark's that its user may have changed, or that a capture of site systems needs. */
const preferences = {
  // A port does not tell the protocol: sites have their own ports.
  'tcp.try_heuristic_first': 'TRUE',
  'tcp.relative_sequence_numbers': 'TRUE',
  // Content may be large; an answer is told by its head.
  'http.desegment_body': 'FALSE',
} as const

/** Packets of TCP, and the word of a router that one cannot be delivered. */
const filter = 'tcp || icmp.type == 3 || icmpv6.type == 1'

export interface CaptureFile {
  /** As it was typed. */
  name: string
  path: string
  /** The path of the secrets of TLS sessions. */
  keyLog: string | undefined
  /** The environment, in whose PATH tshark is looked for. */
  env: NodeJS.ProcessEnv
}

/**
 * The packets of a capture in any format that tshark reads, compressed or not, as lines of text. tshark takes a path only:
 * it refuses a socket, which is what a program gets of Node for its standard input.
 */
export async function* readByTshark(capture: CaptureFile): AsyncGenerator<Uint8Array> {
  const child = spawn('tshark', argumentsFor(capture), {
    env: capture.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A child that cannot be started has no pipes.
  await once(child, 'spawn').catch(cannotStart)
  const complaint = complaintOf(child.stderr)
  const ended = once(child, 'close') as Promise<[status: number | null]>
  // It is waited for at the end.
  ended.catch(() => undefined)
  try {
    for await (const chunk of child.stdout) yield chunk as Uint8Array
    const [status] = await ended
    if (status !== 0) refuseUnlessCutShort(capture.name, await complaint)
  } finally {
    child.kill()
  }
}

function argumentsFor({ path, keyLog }: CaptureFile): string[] {
  const settings = { ...preferences, ...(keyLog !== undefined && { 'tls.keylog_file': keyLog }) }
  return [
    ...['-n', '-Q', '-r', path, '-Y', filter, '-T', 'fields'],
    ...['-E', 'header=y', '-E', 'separator=/t', '-E', 'occurrence=a', '-E', 'aggregator=/s'],
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}:${value}`]),
    ...fieldNames.flatMap((name) => ['-e', name]),
  ]
}

function cannotStart(error: unknown): never {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOENT') throw machineError('cannot start tshark', error) ?? error
  throw new EnvironmentError(
    'a capture is read by tshark, which is not installed: install the package tshark (Debian, Ubuntu), ' +
      'wireshark-cli (Fedora, Arch) or Wireshark (Windows, macOS), with its folder in the PATH',
  )
}

/** What came before the cut has been read. */
function refuseUnlessCutShort(file: string, complaint: string): void {
  if (complaint.includes('cut short')) return
  const message = `tshark cannot read the capture: ${complaint}`
  const remedy = 'check that Wireshark opens it'
  throw new InputError([{ severity: 'error', code: 'unreadable-capture', message, remedy, file }])
}

/** Nobody complains at greater length. */
const longest = 2000

async function complaintOf(stream: Readable): Promise<string> {
  let text = ''
  for await (const chunk of stream) text = `${text}${String(chunk)}`.slice(-longest)
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('Running as user'))
  return lines.join(' ').replace(/^tshark: /, '')
}
