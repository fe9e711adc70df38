import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { connect, type Socket } from 'node:net'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setImmediate } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import t from 'tap'
import { keptForeign } from '../../sim/evidence/foreign-connection.ts'
import { limits } from '../../sim/limits.ts'
import type { LiveEvents } from '../../sim/live/shown.ts'
import { foreignSection } from '../../sim/report/html/foreign-section.ts'
import { clientHello } from '../points/client-hello.ts'
import { openPage } from './opened-page.ts'
import { english } from '../../sim/texts/english.ts'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

function heap(): number {
  collectGarbage()
  return process.memoryUsage().heapUsed
}

const folder = t.testdir({})
const file = join(folder, 'h.yaml')
writeFileSync(
  file,
  `
domain: contoso.test
sites:
  - { code: NAT, mode: native, systems: [{ name: mp.nat, roles: [management-point] }] }
  - { code: MIX, mode: mixed, parent: NAT, systems: [{ name: mp.mix, roles: [management-point] }] }
clients: [{ name: PC, assignedSite: MIX }]
`,
)
const { running, page, recorded } = await openPage(t, file, keptForeign)
const hello = await clientHello()
const url = new URL(page.url)

/** Opens the page's events. */
async function openEvents(): Promise<Socket> {
  const socket = connect(Number(url.port), url.hostname)
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  socket.write(`GET ${url.pathname}events HTTP/1.1\r\nHost: ${url.host}\r\n\r\n`)
  return socket
}

/** Ways to knock: the port, what is said there, and how the visitor goes. */
const knocks: readonly (readonly [
  port: 8080 | 8443,
  words: string | Buffer,
  goes: 'politely' | 'abruptly',
])[] = [
  [8443, '', 'politely'],
  [8443, Buffer.alloc(300, 0xaa), 'politely'],
  [8443, 'GET / HTTP/1.1\r\nHost: x\r\n\r\n', 'politely'],
  [8443, hello.subarray(0, 40), 'politely'],
  [8443, hello, 'abruptly'],
  [8080, 'GET /SMS_MP/.sms_aut?MPLIST HTTP/1.1\r\nHost: mp.mix\r\nConnection: close\r\n\r\n', 'politely'],
  [8080, `${'x'.repeat(20_000)}\r\n\r\n`, 'politely'],
]

async function knock(index: number): Promise<void> {
  const [port, words, goes] = knocks[index % knocks.length] ?? [8443, '', 'politely']
  const host = running.systems[port === 8443 ? 0 : 1]?.address
  const socket = connect({ port, ...(host !== undefined && { host }) })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close')
  await once(socket, 'connect')
  socket.resume()
  if (goes === 'politely') socket.end(words)
  else {
    socket.write(words)
    await once(socket, 'data')
    socket.resetAndDestroy()
  }
  await closed
}

/** So many at once are under way. */
const abreast = 50

async function knockOften(times: number): Promise<void> {
  let next = 0
  const visitor = async (): Promise<void> => {
    while (next < times) await knock(next++)
  }
  await Promise.all(Array.from({ length: abreast }, visitor))
}

/** Connections of other programs that the hierarchy has told of. */
const toldOf = (): number => recorded.foreign.length + recorded.foreignLeftOut

void t.test('ten thousand knocks leave the latest thousand, and no more', async (t) => {
  const deaf = await openEvents()
  deaf.pause()
  const slow = Array.from({ length: 100 }, () => connect(8443, running.systems[0]?.address ?? ''))
  await Promise.all(slow.map((socket) => once(socket, 'connect')))
  for (const socket of slow) socket.write(hello.subarray(0, 1))
  const [first, then] = [1000, 10_000]
  await knockOften(first)
  const before = heap()
  await knockOften(then)
  // The listener hears of the last visitors' going a little later than they.
  while (toldOf() < first + then) await setImmediate()
  const after = heap()
  // The recorder keeps what an attempt may still ask about, a KiB for each connection; a row or a line of each weighs more.
  t.ok(after - before < 16 * 2 ** 20, `heap ${before} before, ${after} after`)

  t.equal(toldOf(), first + then, 'the slow ones are not over')
  t.equal(running.connections.length, keptForeign)
  t.equal(running.connections.at(-1)?.id, `c${first + then}`)
  t.equal(recorded.foreign.length, keptForeign)
  t.match(foreignSection([recorded], english).html, /the latest; 10,000 earlier ones left out/)
  t.equal(recorded.requests.length, keptForeign)
  t.ok(recorded.requestsLeftOut > 0)
  t.equal(recorded.lines.length, 1 + keptForeign, 'the opening and the requests')

  t.equal(await rowsShown(), limits.pageRows.value)
  const cut = once(deaf, 'close')
  deaf.resume()
  await cut
  for (const socket of slow) socket.destroy()
})

void t.test('a request to the page that stops in the middle is given up in time', async (t) => {
  const beginnings = ['GET / HTTP/1.1\r\nX: ', `POST ${url.pathname}steps HTTP/1.1\r\nHost: ${url.host}\r\n`]
  const answers = beginnings.map((words) => {
    const socket = connect(Number(url.port), url.hostname)
    socket.write(words)
    return text(socket)
  })
  for (const answer of await Promise.all(answers)) t.match(answer, /^HTTP\/1\.1 408 /)
})

/** The rows on a page that is opened now. */
async function rowsShown(): Promise<number> {
  const events = await openEvents()
  let text = ''
  for await (const data of events) {
    text += String(data)
    const [, sent] = /event: entries\ndata: (.*)\n\n/.exec(text) ?? []
    if (sent !== undefined) return (JSON.parse(sent) as LiveEvents['entries']).entries.length
  }
  throw new Error('the page tells of no rows')
}
