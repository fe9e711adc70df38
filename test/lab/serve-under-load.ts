import { spawn, type ChildProcess } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createReadStream, readdirSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { setTimeout } from 'node:timers/promises'
import { connect as connectTls } from 'node:tls'
import { fileURLToPath } from 'node:url'
import type { RecordedLine } from '../../sim/evidence/recording/event.ts'
import { readLine } from '../../sim/evidence/recording/recording-text.ts'

const hierarchy = `
domain: soak.test
sites:
  - { code: NAT, mode: native, systems: [{ name: mp.nat, roles: [management-point] }] }
  - code: MIX
    mode: mixed
    parent: NAT
    systems: [{ name: mp.mix, roles: [management-point, standard-distribution-point] }]
`

interface Opened {
  systems: { address: string; urls: string[] }[]
  domainController: { address: string; urls: string[] }
  nameServers: { address: string; urls: string[] }
  web: string
}

export interface SoakReport {
  visits: number
  /** MiB in use once the garbage is gone: the median of the second fifth of the time, and of the last. */
  inUse: readonly [number, number]
  /** Resident memory in MiB, of the same two fifths. */
  resident: readonly [number, number]
  /** Before the first visitor, and after the last has gone. */
  descriptors: readonly [number, number]
  /** Promises that did not hold. */
  broken: string[]
}

/** Visits under way at once. */
const abreast = 16
/** Pause of a visitor between two visits, in milliseconds: bounds the load, so that the machine stays usable. */
const pause = 50
/** Milliseconds between two samples of its memory, each of which collects its garbage. */
const sampling = 5000
/** MiB in use that the process may gain between the two fifths: the last of what it keeps up to a limit. */
const toleratedInUse = 8
/** MiB that may become resident: the collector's own affair, unless what leaks lies outside of the heap. */
const toleratedResident = 128

/** Runs in the process under load: tells its memory in MiB, once the garbage is gone, whenever it is asked. */
const tellsMemory = `
  process.on('message', () => {
    gc()
    const { heapUsed, external, rss } = process.memoryUsage()
    process.send({ inUse: (heapUsed + external) / 2 ** 20, resident: rss / 2 ** 20 })
  })
  process.channel.unref()`

interface Memory {
  inUse: number
  resident: number
}

/** Keeps `serve --web --out` under foreign load for some minutes; Linux only, by what /proc tells. */
export async function serveUnderLoad(minutes: number, folder: string): Promise<SoakReport> {
  const file = join(folder, 'hierarchy.yaml')
  const out = join(folder, 'out')
  writeFileSync(file, hierarchy)
  const sitemode = fileURLToPath(new URL('../../cli/sitemode.js', import.meta.url))
  const given = ['--expose-gc', '--import', `data:text/javascript,${encodeURIComponent(tellsMemory)}`]
  const child = spawn(
    process.execPath,
    [...given, sitemode, 'serve', file, '--web', '--out', out, '--json'],
    {
      env: { ...process.env, XDG_CACHE_HOME: folder },
      stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    },
  )
  const ended = once(child, 'exit') as Promise<[code: number | null, signal: NodeJS.Signals | null]>
  try {
    const opened = await openedBy(child)
    const before = descriptorsOf(child.pid)
    const until = performance.now() + minutes * 60_000
    const [visits, samples] = await Promise.all([visitUntil(until, opened), sampleUntil(until, child)])
    const after = await descriptorsLeft(child.pid, before)
    const broken = await promisesBroken(opened)
    child.kill('SIGTERM')
    const [code] = await ended
    if (code !== 143) broken.push(`it ended with ${code} after SIGTERM`)
    const hierarchies = await linesOf(join(out, 'recording.ndjson'), 'opened')
    if (hierarchies !== 1) broken.push('the recording has no hierarchy')
    const [inUse, resident] = [grown(samples, 'inUse'), grown(samples, 'resident')]
    if (inUse[1] - inUse[0] > toleratedInUse) broken.push('its memory in use grows')
    if (resident[1] - resident[0] > toleratedResident) broken.push('its resident memory grows')
    if (after > before) broken.push('descriptors stay open')
    return { visits, inUse, resident, descriptors: [before, after], broken }
  } finally {
    child.kill('SIGKILL')
  }
}

/** The lines of a type in a recording, each of which can be read; an hour's recording is longer than one string can be. */
async function linesOf(file: string, type: RecordedLine['type']): Promise<number> {
  let number = 0
  let found = 0
  for await (const written of createInterface(createReadStream(file)))
    if (readLine(written, ++number).type === type) found += 1
  return found
}

async function openedBy({ stdout }: ChildProcess): Promise<Opened> {
  if (!stdout) throw new Error('serve has no standard output')
  for await (const line of createInterface(stdout)) return JSON.parse(line) as Opened
  throw new Error('serve ended before it was open')
}

async function visitUntil(until: number, opened: Opened): Promise<number> {
  const kinds = visitsOf(opened)
  let next = 0
  const visitor = async (): Promise<void> => {
    while (performance.now() < until) {
      await kinds[next++ % kinds.length]?.()
      await setTimeout(pause)
    }
  }
  await Promise.all(Array.from({ length: abreast }, visitor))
  return next
}

/** Ways in which foreign programs come, behave and go. */
function visitsOf({ systems, domainController, nameServers, web }: Opened): (() => Promise<void>)[] {
  const [native, mixed] = systems
  if (!native || !mixed) throw new Error('a site system is not open')
  const page = new URL(web)
  const portOf = (urls: readonly string[], scheme: string): number => {
    const url = urls.find((candidate) => candidate.startsWith(`${scheme}:`))
    return Number(/:(\d+)/.exec(url?.slice(scheme.length + 3) ?? '')?.[1])
  }
  const [http, https] = [portOf(mixed.urls, 'http'), portOf(native.urls, 'https')]
  const list = 'GET /SMS_MP/.sms_aut?MPLIST HTTP/1.1\r\nHost: mp.mix.soak.test\r\n'
  return [
    () => say(http, mixed.address, `${list}Connection: close\r\n\r\n`),
    () => say(http, mixed.address, `${list}\r\n`.repeat(20), 'resets'),
    () => say(http, mixed.address, `${'x'.repeat(40_000)}\r\n\r\n`),
    () =>
      say(
        http,
        mixed.address,
        `CCM_POST /ccm_system/request HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n{`,
      ),
    () => handshake(https, native.address),
    () => say(https, native.address, Buffer.alloc(300, 0xaa)),
    () => say(https, native.address, list, 'resets'),
    () => say(portOf(mixed.urls, 'smb'), mixed.address, Buffer.from([0, 0, 0, 4, 0xfe, 0x53, 0x4d, 0x42])),
    () =>
      say(
        portOf(domainController.urls, 'ldap'),
        domainController.address,
        Buffer.from('30050201013000', 'hex'),
      ),
    () => say(portOf(nameServers.urls, 'dns'), nameServers.address, Buffer.alloc(40, 1)),
    () => datagram(portOf(nameServers.urls, 'dns'), nameServers.address),
    () => say(Number(page.port), page.hostname, 'GET /none/ HTTP/1.1\r\nHost: x\r\n\r\n'),
    () =>
      say(
        Number(page.port),
        page.hostname,
        `GET ${page.pathname}events HTTP/1.1\r\nHost: ${page.host}\r\n\r\n`,
        'resets',
      ),
  ]
}

/** Says something, reads what comes for a moment, and goes: politely or by a reset. */
async function say(port: number, host: string, words: string | Buffer, goes?: 'resets'): Promise<void> {
  const socket = connect({ port, host })
  const closed = closeOf(socket)
  socket.resume()
  if (goes) {
    socket.write(words)
    await Promise.race([once(socket, 'data').catch(() => undefined), closed, setTimeout(200)])
    socket.resetAndDestroy()
  } else {
    socket.end(words)
    await Promise.race([closed, setTimeout(1000)])
    socket.destroy()
  }
  await closed
}

/** A client without a certificate. */
async function handshake(port: number, host: string): Promise<void> {
  const socket = connectTls({ port, host, rejectUnauthorized: false })
  const closed = closeOf(socket)
  socket.once('secureConnect', () => socket.end('GET / HTTP/1.1\r\nHost: x\r\n\r\n'))
  socket.resume()
  await closed
}

function closeOf(socket: Socket): Promise<unknown> {
  socket.on('error', () => undefined)
  return new Promise((resolve) => socket.once('close', resolve))
}

async function datagram(port: number, host: string): Promise<void> {
  const socket = createSocket('udp4')
  await new Promise((resolve) => {
    socket.send(Buffer.alloc(30, 7), port, host, resolve)
  })
  socket.close()
}

async function promisesBroken({ systems, web }: Opened): Promise<string[]> {
  const mixed = systems[1]
  const http = mixed?.urls.find((url) => url.startsWith('http:'))
  const list = `http://${mixed?.address}:${new URL(http ?? '').port}/SMS_MP/.sms_aut?MPLIST`
  const statuses = await Promise.all([list, web].map(statusOf))
  return statuses.flatMap((status, index) =>
    status === 200 ? [] : [`${index === 0 ? 'the management point' : 'the page'} answers ${status}`],
  )
}

async function statusOf(url: string): Promise<number | string> {
  return new Promise((resolve) => {
    get(url, { headers: { connection: 'close' } }, (reply) => {
      reply.resume()
      reply.once('end', () => {
        resolve(reply.statusCode ?? 0)
      })
    }).once('error', ({ message }) => {
      resolve(message)
    })
  })
}

async function sampleUntil(until: number, child: ChildProcess): Promise<Memory[]> {
  const samples: Memory[] = []
  while (performance.now() < until) {
    const told = once(child, 'message') as Promise<[Memory]>
    child.send('memory')
    samples.push((await told)[0])
    await setTimeout(sampling)
  }
  return samples
}

/** The medians of the second fifth of the samples and of the last, in whole MiB. */
function grown(samples: readonly Memory[], of: keyof Memory): readonly [number, number] {
  return [medianOf(samples, of, 1), medianOf(samples, of, 4)]
}

function medianOf(samples: readonly Memory[], of: keyof Memory, fifth: number): number {
  const length = samples.length / 5
  const sorted = samples
    .slice(fifth * length, (fifth + 1) * length)
    .map((memory) => memory[of])
    .sort((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)
}

function descriptorsOf(pid: number | undefined): number {
  return readdirSync(`/proc/${pid}/fd`).length
}

/** The other end hears of the last visitors' going a little later than they: at most half a minute. */
async function descriptorsLeft(pid: number | undefined, before: number): Promise<number> {
  for (let waited = 0; waited < 300 && descriptorsOf(pid) > before; waited++) await setTimeout(100)
  return descriptorsOf(pid)
}
